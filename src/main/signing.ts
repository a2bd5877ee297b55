/** A step whose diagram says that it signs: whoever completes it signs the case's document. */
import type { Signatures } from '../documents/signature/signatures';
import type { ReadModel } from '../app/ports';
import type { TasksOptions } from '../tasks/tasks';

export function signingAtSteps(
  queries: Pick<ReadModel, 'instance' | 'processFacts'>,
  signatures: Pick<Signatures, 'complete'>,
): NonNullable<TasksOptions['beforeEnd']> {
  return async (signatory, task, values) => {
    const instance = await queries.instance(task.processInstanceKey);
    if (instance === null) return;
    const { signingSteps } = await queries.processFacts(instance.processDefinitionKey);
    const step = signingSteps.find(({ elementId }) => elementId === task.elementId);
    if (step !== undefined) await signatures.complete({ signatory, task, step, values });
  };
}

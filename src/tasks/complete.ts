/** Completing a task: the form's values, the intent, the engine, then the projection. */
import { DomainError } from '../errors/catalogue';
import type { Account } from '../identity/account';
import type { TaskDetailView, TaskView } from '../readmodel/views';
import type { ZeebeClient } from '../zeebe/api';
import { EngineNotFoundError } from '../zeebe/errors';
import { checkedForm } from './checked-form';
import { outcomeOf, type ByHandContract } from './by-hand';
import type { CompletionAttempt, Completions } from './completions';
import { engineFailure, outcomeUnknown } from '../app/engine-failure';
import type { Attachments, ProjectionSignal, ReadModel, ValidateForm } from '../app/ports';
import { untilProjected } from '../app/projection-wait';
import { withoutReserved } from '../app/reserved';

type Values = Readonly<Record<string, unknown>>;

export interface CompleteOptions {
  readonly queries: Pick<ReadModel, 'taskView'>;
  readonly engine: Pick<ZeebeClient, 'completeJob' | 'throwError' | 'completeUserTask'>;
  /** By job type. */
  readonly byHand: ReadonlyMap<string, ByHandContract>;
  readonly projection: ProjectionSignal;
  readonly validateForm: ValidateForm;
  readonly completions: Completions;
  /** Absent: no files are sent. */
  readonly attachments?: Attachments;
  /** What completing does besides: signing. Throws where it cannot; asked again, it does nothing twice. */
  readonly beforeEnd?: (account: Account, task: TaskView, values: Values) => Promise<void>;
  alreadyCompleted(task: TaskView): Promise<DomainError>;
}

/** The returned function expects that the account may complete the task. */
export function createComplete(options: CompleteOptions) {
  const { queries, engine, byHand, projection, validateForm, completions, alreadyCompleted } = options;
  const { attachments, beforeEnd } = options;

  function checkedValues(task: TaskDetailView, submitted: Values): Values {
    const ours = withoutReserved(submitted, task.variables);
    if (task.form === null) return ours;
    return withoutReserved(checkedForm(validateForm, task.form, ours, task.variables), task.variables);
  }

  /** As the read model shows it when the wait is over. */
  async function whenEnded(task: TaskView): Promise<TaskView> {
    let latest: TaskView = task;
    const hasEnded = async (): Promise<boolean> => {
      latest = (await queries.taskView(task.key)) ?? { ...latest, state: 'COMPLETED' };
      return latest.state !== 'CREATED';
    };
    await untilProjected(projection, hasEnded, { processInstanceKey: task.processInstanceKey });
    return latest;
  }

  /** The engine does not know the job (any more): why. */
  async function gone(task: TaskView): Promise<DomainError> {
    const latest = await whenEnded(task);
    if (latest.state !== 'CANCELED') return alreadyCompleted(latest);
    return new DomainError('TASK_CANCELED', `La tâche « ${task.name} » a été annulée avec son dossier.`);
  }

  function end(task: TaskView, values: Values): Promise<void> {
    if (task.native) return engine.completeUserTask(task.key, values);
    const contract = byHand.get(task.jobType);
    if (contract === undefined) return engine.completeJob(task.key, values);
    const outcome = outcomeOf(contract, values);
    if (outcome.kind === 'complete') return engine.completeJob(task.key, outcome.variables);
    const { errorCode, errorMessage } = outcome;
    return engine.throwError(task.key, { errorCode, errorMessage });
  }

  async function ask(task: TaskView, attempt: CompletionAttempt, values: Values): Promise<void> {
    try {
      await end(task, values);
    } catch (error) {
      await (outcomeUnknown(error) ? completions.leaveOpen(attempt) : completions.refuse(attempt));
      const missing = error instanceof EngineNotFoundError ? await gone(task) : null;
      throw missing ?? engineFailure(error);
    }
    await completions.confirm(attempt);
  }

  /** Before the engine goes on: its next step may mail or archive what this one leaves. */
  async function before(account: Account, task: TaskView, values: Values, attempt: CompletionAttempt) {
    try {
      await attachments?.keep(values, task.processInstanceKey);
      await beforeEnd?.(account, task, values);
    } catch (error) {
      await completions.refuse(attempt);
      throw error;
    }
  }

  return async (account: Account, task: TaskDetailView, submitted: Values): Promise<TaskView> => {
    const values = checkedValues(task, submitted);
    const variables = (await attachments?.checked(account.name, values, task.processInstanceKey)) ?? values;
    const attempt = await completions.begin(task.key, account.name);
    if (attempt === null) {
      if (await completions.isConfirmed(task.key)) throw await alreadyCompleted(task);
      throw new DomainError(
        'TASK_IN_PROGRESS',
        `La tâche « ${task.name} » est en cours d’enregistrement. Rechargez la page dans quelques secondes.`,
      );
    }
    await before(account, task, variables, attempt);
    await ask(task, attempt, variables);
    return { ...(await whenEnded(task)), completedBy: account.name };
  };
}

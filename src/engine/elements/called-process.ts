/** Which version of a process a call activity calls. */
import type { CalledElement } from '../../bpmn/model';
import { Failure } from '../failure';
import type { StateView } from '../state/engine-state';
import type { ProcessValue } from '../values';

export function findCalledProcess(
  bpmnProcessId: string,
  called: CalledElement,
  callerDefinitionKey: number,
  state: StateView,
): ProcessValue | Failure {
  const process = findBound(bpmnProcessId, called, callerDefinitionKey, state);
  if (process instanceof Failure) return process;
  const { noneStart } = state.processes.model(process.processDefinitionKey).root.element;
  return noneStart === undefined
    ? failure(
        `Expected process with BPMN process id '${bpmnProcessId}' to have a none start event, but not found.`,
      )
    : process;
}

function findBound(
  id: string,
  { binding, versionTag = '' }: CalledElement,
  callerDefinitionKey: number,
  { processes }: StateView,
): ProcessValue | Failure {
  const deploymentKey = processes.get(callerDefinitionKey)?.deploymentKey ?? -1;
  switch (binding) {
    case 'latest':
      return (
        processes.latest(id) ??
        failure(`Expected process with BPMN process id '${id}' to be deployed, but not found.`)
      );
    case 'deployment':
      return (
        processes.inDeployment(id, deploymentKey) ??
        failure(
          `Expected to call process with BPMN process id '${id}' with binding type 'deployment', but no such process ` +
            `found in the deployment with key ${deploymentKey} which contained the current process. To resolve this ` +
            'incident, migrate the process instance to a process definition that is deployed together with the ' +
            'intended process definition to call.',
        )
      );
    case 'versionTag':
      return (
        processes.tagged(id, versionTag) ??
        failure(
          `Expected to call process with BPMN process id '${id}' and version tag '${versionTag}', but no such process ` +
            'found. To resolve this incident, deploy a process with the given process id and version tag.',
        )
      );
  }
}

function failure(message: string): Failure {
  return new Failure(message, 'CALLED_ELEMENT_ERROR');
}

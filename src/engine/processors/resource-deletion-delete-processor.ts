import type { DecisionRequirementsValue, ProcessValue, ResourceDeletionValue } from '../values';
import { DEFAULT_TENANT, NO_KEY } from '../values';
import { CommandRejected, type CommandProcessor, type ProcessorContext } from './command-processor';
import { closeStartEvents, openStartEvents } from './deployment-start-events';

/** A process of which nothing runs, a decision requirements graph with its decisions, or a form. */
export const processDeleteResource: CommandProcessor<'RESOURCE_DELETION'> = (command, context) => {
  const { writers } = context;
  const { resourceKey = NO_KEY } = command.value;
  const key = writers.nextKey();
  const asked: ResourceDeletionValue = { resourceKey, tenantId: command.value.tenantId ?? '' };
  const value: ResourceDeletionValue = { resourceKey, tenantId: DEFAULT_TENANT };
  writers.event('RESOURCE_DELETION', 'DELETING', key, asked);
  deleteResource(resourceKey, context);
  writers.event('RESOURCE_DELETION', 'DELETED', key, value);
  writers.respond(command, 'DELETING', key, value);
};

function deleteResource(resourceKey: number, context: ProcessorContext): void {
  const process = context.state.processes.get(resourceKey);
  if (process !== undefined) {
    deleteProcess(process, context);
    return;
  }
  const requirements = context.state.decisions.requirementsByKey(resourceKey);
  if (requirements !== undefined) {
    deleteDecisions(requirements, context);
    return;
  }
  const form = context.state.forms.get(resourceKey);
  if (form === undefined) {
    const reason = `Expected to delete resource but no resource found with key \`${resourceKey}\``;
    throw new CommandRejected({ type: 'NOT_FOUND', reason });
  }
  context.writers.event('FORM', 'DELETED', context.writers.nextKey(), form);
}

/** The version before the latest starts instances again. */
function deleteProcess(process: ProcessValue, context: ProcessorContext): void {
  const { state, writers } = context;
  const value: ProcessValue = { ...process, checksum: '', resource: '' };
  writers.event('PROCESS', 'DELETING', writers.nextKey(), value);
  if (state.processes.latest(process.bpmnProcessId)?.version === process.version) {
    closeStartEvents(process, context);
    const previous = state.processes.before(process);
    if (previous !== undefined) openStartEvents(previous, context);
  }
  if (state.elements.hasInstancesOf(process.processDefinitionKey)) {
    const reason = `Expected to delete resource with key \`${process.processDefinitionKey}\` but there are still running instances`;
    throw new CommandRejected({ type: 'INVALID_STATE', reason });
  }
  writers.event('PROCESS', 'DELETED', writers.nextKey(), value);
}

function deleteDecisions(
  requirements: DecisionRequirementsValue,
  { state, writers }: ProcessorContext,
): void {
  for (const decision of state.decisions.ofGraph(requirements.decisionRequirementsKey).values()) {
    writers.event('DECISION', 'DELETED', writers.nextKey(), decision);
  }
  writers.event('DECISION_REQUIREMENTS', 'DELETED', writers.nextKey(), { ...requirements, namespace: '' });
}

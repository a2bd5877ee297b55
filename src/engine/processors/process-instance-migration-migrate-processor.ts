import { contextOf } from '../behaviors/element-context';
import type { ElementInstance } from '../state/element-instance-state';
import type { ProcessInstanceMigrationValue, ProcessInstanceValue, ProcessValue } from '../values';
import { DEFAULT_TENANT, NO_KEY } from '../values';
import type { CommandProcessor, ProcessorContext } from './command-processor';
import { migrateCatchEvents } from './process-instance-migration-catch-events';
import {
  checkInstructions,
  checkElement,
  refuseMigration,
  type Migration,
} from './process-instance-migration-checks';

/** Goes on in another process: its active elements become those of the mapping, from the outermost inwards. */
export const processMigrateInstance: CommandProcessor<'PROCESS_INSTANCE_MIGRATION'> = (command, context) => {
  const { writers } = context;
  const { processInstanceKey = NO_KEY, targetProcessDefinitionKey = NO_KEY } = command.value;
  const { mappingInstructions = [] } = command.value;
  const value: ProcessInstanceMigrationValue = {
    processInstanceKey,
    targetProcessDefinitionKey,
    mappingInstructions,
  };
  const migration = prepare(value, context);
  const waiting = [migration.instance];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    migrateElement(next, migration, context);
    waiting.push(...context.state.elements.childrenOf(next.key));
  }
  writers.event('PROCESS_INSTANCE_MIGRATION', 'MIGRATED', processInstanceKey, value);
  writers.respond(command, 'MIGRATED', processInstanceKey, value);
};

function prepare(value: ProcessInstanceMigrationValue, { state }: ProcessorContext): Migration {
  const { processInstanceKey, targetProcessDefinitionKey, mappingInstructions } = value;
  const instance = state.elements.get(processInstanceKey);
  if (instance === undefined) {
    const reason = `Expected to migrate process instance but no process instance found with key '${processInstanceKey}'`;
    throw refuseMigration('NOT_FOUND', reason);
  }
  const target = state.processes.get(targetProcessDefinitionKey);
  checkInstructions(value, instance, state);
  if (target === undefined) throw new Error('Expected the target process to be checked');
  const { processDefinitionKey, bpmnProcessId } = instance.value;
  return {
    instance,
    source: state.processes.model(processDefinitionKey),
    target: state.processes.model(targetProcessDefinitionKey),
    targetProcess: target,
    mapping: new Map([
      ...mappingInstructions.map(
        ({ sourceElementId, targetElementId }) => [sourceElementId, targetElementId] as const,
      ),
      [bpmnProcessId, target.bpmnProcessId] as const,
    ]),
  };
}

function migrateElement(element: ElementInstance, migration: Migration, context: ProcessorContext): void {
  const { state, writers } = context;
  const elementId = checkElement(element, migration, state);
  const owner = ownerOf(migration.targetProcess);
  const value: ProcessInstanceValue = {
    ...element.value,
    ...owner,
    version: migration.targetProcess.version,
    elementId,
  };
  writers.event('PROCESS_INSTANCE', 'ELEMENT_MIGRATED', element.key, value);
  migrateJob(element, elementId, migration, context);
  for (const incident of [state.incidents.ofElement(element.key), state.incidents.ofJob(element.jobKey)]) {
    if (incident === undefined) continue;
    writers.event('INCIDENT', 'MIGRATED', incident.key, { ...incident.value, ...owner, elementId });
  }
  for (const variable of state.variables.locals(element.key)) {
    writers.event('VARIABLE', 'MIGRATED', variable.key, {
      name: variable.name,
      value: 'null',
      scopeKey: element.key,
      processInstanceKey: value.processInstanceKey,
      ...owner,
      tenantId: DEFAULT_TENANT,
    });
  }
  // An element that is only activating waits for nothing yet.
  if (element.state === 'ELEMENT_ACTIVATING') return;
  migrateCatchEvents(contextOf({ ...element, value }), element, migration, context);
}

function migrateJob(
  element: ElementInstance,
  elementId: string,
  { targetProcess }: Migration,
  { state, writers }: ProcessorContext,
): void {
  const job = state.jobs.get(element.jobKey);
  if (job === undefined) return;
  const processDefinitionVersion = targetProcess.version;
  writers.event('JOB', 'MIGRATED', job.key, {
    ...job.value,
    ...ownerOf(targetProcess),
    processDefinitionVersion,
    elementId,
  });
}

function ownerOf({ bpmnProcessId, processDefinitionKey }: ProcessValue): {
  readonly bpmnProcessId: string;
  readonly processDefinitionKey: number;
} {
  return { bpmnProcessId, processDefinitionKey };
}

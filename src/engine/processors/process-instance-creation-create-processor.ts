import type { Rejection } from '../failure';
import type { StateView } from '../state/engine-state';
import type {
  ProcessInstanceCreationValue,
  ProcessInstanceValue,
  ProcessValue,
  StartInstruction,
} from '../values';
import { DEFAULT_TENANT, NO_KEY } from '../values';
import type { CommandProcessor, ProcessorContext } from './command-processor';
import { activateElementOutOfTurn } from './element-activation';
import { refuseStartInstructions } from './process-instance-creation-start-instructions';

type Value = Partial<ProcessInstanceCreationValue>;
type Command = Parameters<CommandProcessor<'PROCESS_INSTANCE_CREATION'>>[0];

export const processCreateInstance: CommandProcessor<'PROCESS_INSTANCE_CREATION'> = (command, context) => {
  const created = createInstance(command, context);
  if (created !== undefined) context.writers.respond(command, 'CREATED', created.key, created.value);
};

export interface CreatedInstance {
  /** Of the creation record. */
  readonly key: number;
  readonly value: ProcessInstanceCreationValue;
}

/** Undefined when the command was refused. */
export function createInstance(command: Command, context: ProcessorContext): CreatedInstance | undefined {
  const { state, writers, variables } = context;
  const process = findProcess(command.value, state);
  const rejection = 'reason' in process ? process : refuse(command.value, process, state);
  if ('reason' in process || rejection !== undefined) {
    if (rejection !== undefined) writers.reject(command, rejection);
    return undefined;
  }
  const processInstanceKey = writers.nextKey();
  const { variables: document = {}, startInstructions = [] } = command.value;
  variables.mergeLocal(processInstanceKey, { ...process, processInstanceKey }, document);
  begin(process, processInstanceKey, startInstructions, context);
  const value: ProcessInstanceCreationValue = {
    bpmnProcessId: process.bpmnProcessId,
    processDefinitionKey: process.processDefinitionKey,
    processInstanceKey,
    version: process.version,
    variables: document,
    startInstructions,
    tenantId: DEFAULT_TENANT,
  };
  const key = writers.nextKey();
  writers.event('PROCESS_INSTANCE_CREATION', 'CREATED', key, value);
  return { key, value };
}

function begin(
  process: ProcessValue,
  processInstanceKey: number,
  startInstructions: readonly StartInstruction[],
  context: ProcessorContext,
): void {
  const instance: ProcessInstanceValue = {
    bpmnProcessId: process.bpmnProcessId,
    version: process.version,
    processDefinitionKey: process.processDefinitionKey,
    processInstanceKey,
    elementId: process.bpmnProcessId,
    flowScopeKey: NO_KEY,
    bpmnElementType: 'PROCESS',
    bpmnEventType: 'UNSPECIFIED',
    parentProcessInstanceKey: NO_KEY,
    parentElementInstanceKey: NO_KEY,
    tenantId: DEFAULT_TENANT,
  };
  if (startInstructions.length === 0) {
    context.writers.command('PROCESS_INSTANCE', 'ACTIVATE_ELEMENT', processInstanceKey, instance);
    return;
  }
  const model = context.state.processes.model(process.processDefinitionKey);
  for (const { elementId } of startInstructions) {
    const element = model.element(elementId);
    activateElementOutOfTurn({ instance, element, ancestorKey: NO_KEY }, context);
  }
}

function refuse(
  { startInstructions = [] }: Value,
  process: ProcessValue,
  state: StateView,
): Rejection | undefined {
  const model = state.processes.model(process.processDefinitionKey);
  if (startInstructions.length > 0) return refuseStartInstructions(startInstructions, model);
  if (model.root.element.noneStart !== undefined) return undefined;
  const reason = 'Expected to create instance of process with none start event, but there is no such event';
  return { type: 'INVALID_STATE', reason };
}

function findProcess(value: Value, state: StateView): ProcessValue | Rejection {
  const { bpmnProcessId = '', version = NO_KEY, processDefinitionKey = NO_KEY } = value;
  if (bpmnProcessId !== '' && version >= 0) {
    return (
      state.processes.version(bpmnProcessId, version) ??
      notFound(`process ID '${bpmnProcessId}' and version '${version}'`)
    );
  }
  if (bpmnProcessId !== '') {
    return state.processes.latest(bpmnProcessId) ?? notFound(`process ID '${bpmnProcessId}'`);
  }
  if (processDefinitionKey >= 0) {
    return state.processes.get(processDefinitionKey) ?? notFound(`key '${processDefinitionKey}'`);
  }
  const reason = 'Expected at least a bpmnProcessId or a key greater than -1, but none given';
  return { type: 'INVALID_ARGUMENT', reason };
}

function notFound(what: string): Rejection {
  return { type: 'NOT_FOUND', reason: `Expected to find process definition with ${what}, but none found` };
}

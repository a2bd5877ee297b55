import type { Rejection } from '../failure';
import type { ElementInstance } from '../state/element-instance-state';
import type { ActivateInstruction, ProcessInstanceModificationValue, TerminateInstruction } from '../values';
import { DEFAULT_TENANT, NO_KEY } from '../values';
import { CommandRejected, type CommandProcessor, type ProcessorContext } from './command-processor';
import { activateElementOutOfTurn } from './element-activation';
import { refuseModification } from './process-instance-modification-checks';
import { terminateAtOnce } from './termination';

type Instruction = Omit<ActivateInstruction, 'ancestorScopeKeys'>;

/** Activates elements, then terminates element instances, and the scopes in which nothing is left. */
export const processModifyInstance: CommandProcessor<'PROCESS_INSTANCE_MODIFICATION'> = (
  command,
  context,
) => {
  const { state, writers } = context;
  const {
    processInstanceKey = NO_KEY,
    activateInstructions = [],
    terminateInstructions = [],
  } = command.value;
  const key = command.key > NO_KEY ? command.key : processInstanceKey;
  const instance = state.elements.get(processInstanceKey);
  const rejection =
    instance === undefined
      ? notFound(key)
      : refuseModification({ activateInstructions, terminateInstructions }, instance, state);
  if (instance === undefined || rejection !== undefined) {
    if (rejection !== undefined) writers.reject(command, rejection);
    return;
  }
  const activated = activateInstructions.map((instruction) => activate(instruction, instance, context));
  const ancestorScopeKeys = activated.flatMap((instruction) => instruction.ancestorScopeKeys);
  const needed = new Set(ancestorScopeKeys);
  for (const instruction of terminateInstructions) terminate(instruction, needed, context);
  const value: ProcessInstanceModificationValue = {
    processInstanceKey,
    activateInstructions: activated,
    terminateInstructions,
    ancestorScopeKeys: [...needed],
    tenantId: DEFAULT_TENANT,
  };
  writers.event('PROCESS_INSTANCE_MODIFICATION', 'MODIFIED', key, value);
  writers.respond(command, 'MODIFIED', key, value);
};

function notFound(key: number): Rejection {
  const reason = `Expected to modify process instance but no process instance found with key '${key}'`;
  return { type: 'NOT_FOUND', reason };
}

function activate(
  instruction: Instruction,
  { value: instance }: ElementInstance,
  context: ProcessorContext,
): ActivateInstruction {
  const { elementId, ancestorScopeKey, variableInstructions } = instruction;
  const writeVariables = (scopeId: string, scopeKey: number): void => {
    for (const { elementId: scope, variables } of variableInstructions) {
      if ((scope === '' ? instance.bpmnProcessId : scope) !== scopeId) continue;
      context.variables.mergeLocal(scopeKey, instance, variables);
    }
  };
  const scopeKeys = activateElementOutOfTurn(
    {
      instance,
      element: context.state.processes.model(instance.processDefinitionKey).element(elementId),
      ancestorKey: ancestorScopeKey,
      onScope: writeVariables,
    },
    context,
  );
  return { ...instruction, ancestorScopeKeys: scopeKeys };
}

/** An instance that an earlier instruction ended already is left alone. */
function terminate(
  { elementInstanceKey }: TerminateInstruction,
  needed: ReadonlySet<number>,
  context: ProcessorContext,
): void {
  const instance = context.state.elements.get(elementInstanceKey);
  if (instance === undefined) return;
  terminateAtOnce(instance, context);
  let scope = context.state.elements.get(instance.value.flowScopeKey);
  while (scope !== undefined && isEmpty(scope) && !needed.has(scope.key)) {
    if (scope.value.bpmnElementType === 'PROCESS' && scope.value.parentProcessInstanceKey > 0) {
      throw new CommandRejected(endOfCalledProcess(scope.value.bpmnProcessId));
    }
    terminateAtOnce(scope, context);
    scope = context.state.elements.get(scope.value.flowScopeKey);
  }
}

/** Nothing active in it, and nothing under way. */
function isEmpty({ childCount, activeSequenceFlows }: ElementInstance): boolean {
  return childCount === 0 && activeSequenceFlows === 0;
}

function endOfCalledProcess(bpmnProcessId: string): Rejection {
  const reason =
    `Expected to modify instance of process '${bpmnProcessId}' but the given instructions would terminate the ` +
    'instance. The instance was created by a call activity in the parent process. To terminate this instance ' +
    'please modify the parent process instead.';
  return { type: 'INVALID_ARGUMENT', reason };
}

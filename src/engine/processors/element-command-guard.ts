/** Whether an element command still applies: its scope may have ended or been interrupted meanwhile. */
import type { ElementInstance, ElementState } from '../state/element-instance-state';
import type { StateView } from '../state/engine-state';
import type { CommandEntry } from '../command-entry';
import { refuseInclusiveGateway } from './inclusive-gateway-guard';

type Command = CommandEntry<'PROCESS_INSTANCE'>;

/** The reason to refuse, or undefined. */
export function refuseActivation(command: Command, state: StateView): string | undefined {
  return (
    refuseScope(command, state) ??
    refuseCalled(command, state) ??
    refuseParallelGateway(command, state) ??
    refuseInclusiveGateway(command.key, command.value, state)
  );
}

export function refuseCompletion(command: Command, state: StateView): string | undefined {
  return (
    refuseState(state.elements.get(command.key), command.key, ['ELEMENT_ACTIVATED', 'ELEMENT_COMPLETING']) ??
    refuseScope(command, state)
  );
}

export function refuseListenerCompletion(command: Command, state: StateView): string | undefined {
  const allowed = ['ELEMENT_ACTIVATING', 'ELEMENT_COMPLETING'] as const;
  return refuseState(state.elements.get(command.key), command.key, allowed) ?? refuseScope(command, state);
}

export function refuseTermination(command: Command, state: StateView): string | undefined {
  const allowed = ['ELEMENT_ACTIVATING', 'ELEMENT_ACTIVATED', 'ELEMENT_COMPLETING'] as const;
  return refuseState(state.elements.get(command.key), command.key, allowed);
}

function refuseState(
  instance: ElementInstance | undefined,
  key: number,
  [expected, ...others]: readonly [ElementState, ...ElementState[]],
): string | undefined {
  if (instance === undefined) {
    return `Expected element instance with key '${key}' to be present in state but not found.`;
  }
  if (instance.state === expected || others.includes(instance.state)) return undefined;
  return (
    `Expected element instance to be in state '${expected}' or one of '[${others.join(', ')}]' ` +
    `but was '${instance.state}'.`
  );
}

function refuseScope({ value }: Command, state: StateView): string | undefined {
  if (value.bpmnElementType === 'PROCESS') return undefined;
  const scope = state.elements.get(value.flowScopeKey);
  if (scope === undefined) {
    return `Expected flow scope instance with key '${value.flowScopeKey}' to be present in state but not found.`;
  }
  if (scope.state !== 'ELEMENT_ACTIVATED') {
    return `Expected flow scope instance to be in state 'ELEMENT_ACTIVATED' but was '${scope.state}'.`;
  }
  const interruptedBy = scope.interruptingElementId;
  if (interruptedBy === '' || interruptedBy === value.elementId) return undefined;
  return (
    'Expected flow scope instance to be not interrupted but was interrupted by an event with id ' +
    `'${interruptedBy}'.`
  );
}

/**
 * Nothing is called any more for a case that is being terminated: a tree that goes on calling itself would otherwise grow
 * faster than it ends. Zeebe 8.6 starts it and ends it later.
 */
function refuseCalled({ value }: Command, state: StateView): string | undefined {
  const { bpmnElementType, parentProcessInstanceKey } = value;
  if (bpmnElementType !== 'PROCESS' || !state.elements.isEnding(parentProcessInstanceKey)) return undefined;
  return (
    `Expected the calling process instance with key '${parentProcessInstanceKey}' to be active, ` +
    'but it, or one that called it, is terminating or has ended.'
  );
}

/** Out of turn it waits for nothing; an inclusive gateway is refused even so, as in Zeebe. */
function refuseParallelGateway({ value, outOfTurn }: Command, state: StateView): string | undefined {
  if (value.bpmnElementType !== 'PARALLEL_GATEWAY' || outOfTurn === true) return undefined;
  const { incoming } = state.processes.model(value.processDefinitionKey).element(value.elementId);
  const taken = state.elements.takenFlowsInto(value.flowScopeKey, value.elementId);
  if (taken >= incoming.length) return undefined;
  return (
    `Expected to be able to activate parallel gateway '${value.elementId}', ` +
    'but not all sequence flows have been taken.'
  );
}

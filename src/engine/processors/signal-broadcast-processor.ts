import type { SignalSubscriptionValue, SignalValue } from '../values';
import { DEFAULT_TENANT } from '../values';
import type { CommandProcessor, ProcessorContext } from './command-processor';

/** To all who wait for it now, and to every start event of it. */
export const processBroadcastSignal: CommandProcessor<'SIGNAL'> = (command, context) => {
  const { state, writers } = context;
  const { signalName = '', variables = {} } = command.value;
  const key = writers.nextKey();
  const value: SignalValue = { signalName, variables, tenantId: DEFAULT_TENANT };
  writers.event('SIGNAL', 'BROADCASTED', key, value);
  writers.respond(command, 'BROADCASTED', key, value);
  for (const subscription of state.signalSubscriptions.to(signalName)) {
    trigger(subscription.value, value, context);
  }
};

function trigger(
  { processDefinitionKey, catchEventId, catchEventInstanceKey }: SignalSubscriptionValue,
  { variables }: SignalValue,
  { state, writers, eventHandle }: ProcessorContext,
): void {
  if (catchEventInstanceKey < 0) {
    eventHandle.startProcessInstance(processDefinitionKey, writers.nextKey(), catchEventId, variables);
    return;
  }
  const scope = state.elements.get(catchEventInstanceKey);
  if (scope === undefined || !eventHandle.canTrigger(scope, catchEventId)) return;
  eventHandle.activateElement(
    state.processes.model(processDefinitionKey).element(catchEventId),
    scope,
    variables,
  );
}

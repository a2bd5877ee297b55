import { correlateToProcess } from '../behaviors/subscription-commands';
import type { StoredMessage } from '../state/message-state';
import type { MessageSubscriptionValue } from '../values';
import { DEFAULT_TENANT } from '../values';
import type { CommandProcessor, ProcessorContext } from './command-processor';

/** Correlates to at most one subscription of each process, else starts one; buffered for its time to live. */
export const processPublishMessage: CommandProcessor<'MESSAGE'> = (command, context) => {
  const { state, writers } = context;
  const { name = '', correlationKey = '', messageId = '', timeToLive = 0, variables = {} } = command.value;
  if (messageId !== '' && state.messages.existsId(name, correlationKey, messageId)) {
    const reason = `Expected to publish a new message with id '${messageId}', but a message with that id was already published`;
    writers.reject(command, { type: 'ALREADY_EXISTS', reason });
    return;
  }
  const key = writers.nextKey();
  const deadline = writers.now + timeToLive;
  const value = {
    name,
    correlationKey,
    messageId,
    timeToLive,
    deadline,
    variables,
    tenantId: DEFAULT_TENANT,
  };
  writers.event('MESSAGE', 'PUBLISHED', key, value);
  writers.respond(command, 'PUBLISHED', key, value);
  const correlating = correlateToEvents({ key, value }, context);
  const processes = new Set(correlating.map(({ bpmnProcessId }) => bpmnProcessId));
  correlateToStartEvents({ key, value }, processes, context);
  for (const subscription of correlating) correlateToProcess(writers, subscription);
  if (timeToLive <= 0) writers.event('MESSAGE', 'EXPIRED', key, value);
};

function correlateToEvents(
  message: StoredMessage,
  { state, writers }: ProcessorContext,
): MessageSubscriptionValue[] {
  const { name, correlationKey, variables } = message.value;
  const correlating: MessageSubscriptionValue[] = [];
  for (const subscription of state.messageSubscriptions.to(name, correlationKey)) {
    const { bpmnProcessId } = subscription.value;
    const taken = correlating.some((other) => other.bpmnProcessId === bpmnProcessId);
    if (subscription.correlating || taken) continue;
    const value = { ...subscription.value, messageKey: message.key, variables };
    writers.event('MESSAGE_SUBSCRIPTION', 'CORRELATING', subscription.key, value);
    correlating.push(value);
  }
  return correlating;
}

/** With a correlation key, only when no instance that such a message started still runs. */
function correlateToStartEvents(
  message: StoredMessage,
  processes: Set<string>,
  { state, eventHandle }: ProcessorContext,
): void {
  const { name, correlationKey } = message.value;
  for (const subscription of state.messageStartSubscriptions.to(name)) {
    const { bpmnProcessId } = subscription.value;
    const locked = correlationKey !== '' && state.messages.isStartLocked(bpmnProcessId, correlationKey);
    if (locked || processes.has(bpmnProcessId)) continue;
    eventHandle.triggerMessageStartEvent(subscription, message);
    processes.add(bpmnProcessId);
  }
}

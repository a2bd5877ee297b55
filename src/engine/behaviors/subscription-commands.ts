/**
 * The commands that the partition of a process instance and the partition of a message send each other. With one
 * partition they are follow-up commands, and still separate records.
 */
import type { MessageSubscriptionValue } from '../values';
import { DEFAULT_TENANT, NO_KEY } from '../values';
import type { Writers } from '../writers';

type Ids = Pick<MessageSubscriptionValue, 'processInstanceKey' | 'elementInstanceKey' | 'messageName'>;

const EMPTY = {
  bpmnProcessId: '',
  messageKey: NO_KEY,
  correlationKey: '',
  interrupting: true,
  variables: {},
  tenantId: DEFAULT_TENANT,
} as const;

function ids({ processInstanceKey, elementInstanceKey, messageName }: Ids): Ids {
  return { processInstanceKey, elementInstanceKey, messageName };
}

export function openMessageSubscription(writers: Writers, value: MessageSubscriptionValue): void {
  const { bpmnProcessId, correlationKey, interrupting } = value;
  writers.command('MESSAGE_SUBSCRIPTION', 'CREATE', NO_KEY, {
    ...EMPTY,
    ...ids(value),
    bpmnProcessId,
    correlationKey,
    interrupting,
  });
}

export function acknowledgeOpened(writers: Writers, value: MessageSubscriptionValue): void {
  const { interrupting } = value;
  writers.command('PROCESS_MESSAGE_SUBSCRIPTION', 'CREATE', NO_KEY, {
    ...EMPTY,
    ...ids(value),
    interrupting,
    elementId: '',
  });
}

export function correlateToProcess(writers: Writers, value: MessageSubscriptionValue): void {
  const { bpmnProcessId, messageKey, variables, correlationKey } = value;
  writers.command('PROCESS_MESSAGE_SUBSCRIPTION', 'CORRELATE', NO_KEY, {
    ...EMPTY,
    ...ids(value),
    bpmnProcessId,
    messageKey,
    variables,
    correlationKey,
    elementId: '',
  });
}

export function acknowledgeCorrelated(writers: Writers, value: MessageSubscriptionValue): void {
  const { bpmnProcessId } = value;
  writers.command('MESSAGE_SUBSCRIPTION', 'CORRELATE', NO_KEY, { ...EMPTY, ...ids(value), bpmnProcessId });
}

export function rejectCorrelation(writers: Writers, value: MessageSubscriptionValue): void {
  const { bpmnProcessId, messageKey, correlationKey } = value;
  writers.command('MESSAGE_SUBSCRIPTION', 'REJECT', NO_KEY, {
    ...EMPTY,
    ...ids(value),
    bpmnProcessId,
    messageKey,
    correlationKey,
    interrupting: false,
  });
}

export function closeMessageSubscription(writers: Writers, value: MessageSubscriptionValue): void {
  writers.command('MESSAGE_SUBSCRIPTION', 'DELETE', NO_KEY, { ...EMPTY, ...ids(value) });
}

export function acknowledgeClosed(writers: Writers, value: MessageSubscriptionValue): void {
  writers.command('PROCESS_MESSAGE_SUBSCRIPTION', 'DELETE', NO_KEY, {
    ...EMPTY,
    ...ids(value),
    elementId: '',
  });
}

export function migrateMessageSubscription(
  writers: Writers,
  key: number,
  value: MessageSubscriptionValue,
): void {
  const { bpmnProcessId, correlationKey, interrupting } = value;
  writers.command('MESSAGE_SUBSCRIPTION', 'MIGRATE', key, {
    ...EMPTY,
    ...ids(value),
    bpmnProcessId,
    correlationKey,
    interrupting,
  });
}

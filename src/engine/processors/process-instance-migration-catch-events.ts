/** What a migrated element waits for: kept where the mapping keeps it, else closed and opened as its new element says. */
import type { ElementContext } from '../behaviors/element-context';
import type { ElementInstance } from '../state/element-instance-state';
import type { ProcessMessageSubscription } from '../state/subscription-state';
import type { ProcessorContext } from './command-processor';
import { migrateMessageSubscription } from '../behaviors/subscription-commands';
import { refuseMigration, type Migration } from './process-instance-migration-checks';

/** @param before as it was, in the source process @param context as it is now */
export function migrateCatchEvents(
  context: ElementContext,
  before: ElementInstance,
  migration: Migration,
  processor: ProcessorContext,
): void {
  const { state } = processor;
  const isMapped = (eventId: string): boolean => migration.mapping.has(eventId);
  const messages = state.processMessageSubscriptions.ofElement(context.key);
  const timers = state.timers.ofElement(context.key);
  const signals = state.signalSubscriptions.of(context.key);
  closeUnmapped(context.key, isMapped, processor);
  openUnmapped(context, before, migration, processor);
  for (const subscription of messages) migrateMessage(subscription, migration, processor);
  const { bpmnProcessId, processDefinitionKey } = migration.targetProcess;
  for (const { key, value } of timers) {
    const targetElementId = migration.mapping.get(value.targetElementId);
    if (targetElementId === undefined) continue;
    processor.writers.event('TIMER', 'MIGRATED', key, { ...value, processDefinitionKey, targetElementId });
  }
  for (const { key, value } of signals) {
    const catchEventId = migration.mapping.get(value.catchEventId);
    if (catchEventId === undefined) continue;
    const migrated = { ...value, bpmnProcessId, processDefinitionKey, catchEventId };
    processor.writers.event('SIGNAL_SUBSCRIPTION', 'MIGRATED', key, migrated);
  }
}

function closeUnmapped(
  elementInstanceKey: number,
  isMapped: (eventId: string) => boolean,
  { state, writers, catchEvents }: ProcessorContext,
): void {
  for (const subscription of state.processMessageSubscriptions.ofElement(elementInstanceKey)) {
    if (!isMapped(subscription.value.elementId)) catchEvents.unsubscribeFromMessage(subscription);
  }
  for (const timer of state.timers.ofElement(elementInstanceKey)) {
    if (!isMapped(timer.value.targetElementId)) catchEvents.cancelTimer(timer);
  }
  for (const { key, value } of state.signalSubscriptions.of(elementInstanceKey)) {
    if (!isMapped(value.catchEventId)) writers.event('SIGNAL_SUBSCRIPTION', 'DELETED', key, value);
  }
}

function openUnmapped(
  context: ElementContext,
  before: ElementInstance,
  { mapping, target }: Migration,
  { state, catchEvents }: ProcessorContext,
): void {
  const kept = new Set(mapping.values());
  const { elementId, processInstanceKey } = before.value;
  const begin = `Expected to migrate process instance '${processInstanceKey}' but active element with id`;
  const failure = catchEvents.subscribe(target.node(context.value.elementId), context, {
    isWanted: ({ id }) => !kept.has(id) && before.interruptingElementId === '',
    beforeMessage: ({ id }, name) => {
      if (state.processMessageSubscriptions.get(context.key, name) === undefined) return;
      throw refuseMigration(
        'INVALID_STATE',
        `${begin} '${context.value.elementId}' attempts to subscribe to a message it is already subscribed to with name '${name}'. Migrating ` +
          'active elements that subscribe to a message they are already subscribed to is not possible yet. Please ' +
          `provide a mapping instruction to message catch event with id '${id}' to migrate the respective message ` +
          'subscription.',
      );
    },
  });
  if (failure === undefined) return;
  const what = `is mapped to element with id '${context.value.elementId}' that must be subscribed to a catch event.`;
  throw refuseMigration('INVALID_STATE', `${begin} '${elementId}' ${what} ${failure.message}`);
}

function migrateMessage(
  { key, value }: ProcessMessageSubscription,
  { mapping, target, targetProcess }: Migration,
  { writers }: ProcessorContext,
): void {
  const elementId = mapping.get(value.elementId);
  if (elementId === undefined) return;
  const { bpmnProcessId } = targetProcess;
  const interrupting = target.find(elementId)?.interrupting ?? true;
  const migrated = { ...value, bpmnProcessId, elementId, interrupting };
  writers.event('PROCESS_MESSAGE_SUBSCRIPTION', 'MIGRATED', key, migrated);
  migrateMessageSubscription(writers, key, migrated);
}

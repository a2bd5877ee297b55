/** Subscriptions to messages: the message's side, the process instance's side, and those of start events. */
import type {
  MessageStartEventSubscriptionValue,
  MessageSubscriptionValue,
  ProcessMessageSubscriptionValue,
} from '../values';
import { ColumnFamily, keyOf, stringKey } from './column-family';
import { GroupIndex } from './indices';
import type { UndoLog } from './undo-log';
import { compareNames } from './variable-state';

export interface MessageSubscription {
  readonly key: number;
  readonly value: MessageSubscriptionValue;
  readonly correlating: boolean;
}

/** Both parts of a `keyOf(element instance key, message name)`. */
function parts(key: string): [number, string] {
  return JSON.parse(key) as [number, string];
}

function byElementThenName(left: string, right: string): number {
  const [leftElement, leftName] = parts(left);
  const [rightElement, rightName] = parts(right);
  return leftElement - rightElement || compareNames(leftName, rightName);
}

export class MessageSubscriptionState {
  private readonly subscriptions: ColumnFamily<string, MessageSubscription>;
  private readonly byName: GroupIndex<string, MessageSubscription, string>;
  readonly families: readonly [ColumnFamily<string, MessageSubscription>];

  constructor(undo: UndoLog) {
    this.subscriptions = new ColumnFamily('message-subscription', undo, stringKey);
    this.byName = this.subscriptions.index(
      new GroupIndex(({ value }) => keyOf(value.messageName, value.correlationKey), byElementThenName),
    );
    this.families = [this.subscriptions];
  }

  get(elementInstanceKey: number, messageName: string): MessageSubscription | undefined {
    return this.subscriptions.get(keyOf(elementInstanceKey, messageName));
  }

  to(messageName: string, correlationKey: string): MessageSubscription[] {
    return this.byName
      .of(keyOf(messageName, correlationKey))
      .flatMap((key) => this.subscriptions.get(key) ?? []);
  }

  put(subscription: MessageSubscription): void {
    const { elementInstanceKey, messageName } = subscription.value;
    this.subscriptions.put(keyOf(elementInstanceKey, messageName), subscription);
  }

  remove(elementInstanceKey: number, messageName: string): void {
    this.subscriptions.delete(keyOf(elementInstanceKey, messageName));
  }
}

export interface ProcessMessageSubscription {
  readonly key: number;
  readonly value: ProcessMessageSubscriptionValue;
  readonly status: 'OPENING' | 'OPENED' | 'CLOSING';
}

export class ProcessMessageSubscriptionState {
  private readonly subscriptions: ColumnFamily<string, ProcessMessageSubscription>;
  private readonly byElement: GroupIndex<string, ProcessMessageSubscription, number>;
  readonly families: readonly [ColumnFamily<string, ProcessMessageSubscription>];

  constructor(undo: UndoLog) {
    this.subscriptions = new ColumnFamily('process-message-subscription', undo, stringKey);
    this.byElement = this.subscriptions.index(
      new GroupIndex(({ value }) => value.elementInstanceKey, byElementThenName),
    );
    this.families = [this.subscriptions];
  }

  get(elementInstanceKey: number, messageName: string): ProcessMessageSubscription | undefined {
    return this.subscriptions.get(keyOf(elementInstanceKey, messageName));
  }

  ofElement(elementInstanceKey: number): ProcessMessageSubscription[] {
    return this.byElement.of(elementInstanceKey).flatMap((key) => this.subscriptions.get(key) ?? []);
  }

  put(subscription: ProcessMessageSubscription): void {
    const { elementInstanceKey, messageName } = subscription.value;
    this.subscriptions.put(keyOf(elementInstanceKey, messageName), subscription);
  }

  /** Does nothing when it is gone. */
  update(value: ProcessMessageSubscriptionValue, status: ProcessMessageSubscription['status']): void {
    const subscription = this.get(value.elementInstanceKey, value.messageName);
    if (subscription !== undefined) this.put({ ...subscription, value, status });
  }

  remove(elementInstanceKey: number, messageName: string): void {
    this.subscriptions.delete(keyOf(elementInstanceKey, messageName));
  }
}

export interface MessageStartEventSubscription {
  readonly key: number;
  readonly value: MessageStartEventSubscriptionValue;
}

export class MessageStartEventSubscriptionState {
  private readonly subscriptions: ColumnFamily<string, MessageStartEventSubscription>;
  private readonly byName: GroupIndex<string, MessageStartEventSubscription, string>;
  private readonly byProcess: GroupIndex<string, MessageStartEventSubscription, number>;
  readonly families: readonly [ColumnFamily<string, MessageStartEventSubscription>];

  constructor(undo: UndoLog) {
    this.subscriptions = new ColumnFamily('message-start-event-subscription', undo, stringKey);
    this.byName = this.subscriptions.index(
      new GroupIndex(({ value }) => value.messageName, byElementThenName),
    );
    this.byProcess = this.subscriptions.index(
      new GroupIndex(({ value }) => value.processDefinitionKey, byElementThenName),
    );
    this.families = [this.subscriptions];
  }

  to(messageName: string): MessageStartEventSubscription[] {
    return this.byName.of(messageName).flatMap((key) => this.subscriptions.get(key) ?? []);
  }

  ofProcess(processDefinitionKey: number): MessageStartEventSubscription[] {
    return this.byProcess.of(processDefinitionKey).flatMap((key) => this.subscriptions.get(key) ?? []);
  }

  put(key: number, value: MessageStartEventSubscriptionValue): void {
    this.subscriptions.put(keyOf(value.processDefinitionKey, value.messageName), { key, value });
  }

  remove(processDefinitionKey: number, messageName: string): void {
    this.subscriptions.delete(keyOf(processDefinitionKey, messageName));
  }
}

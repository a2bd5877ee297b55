import type { SignalSubscriptionValue } from '../values';
import { ColumnFamily, keyOf, stringKey } from './column-family';
import { GroupIndex } from './indices';
import type { UndoLog } from './undo-log';
import { compareNames } from './variable-state';

export interface SignalSubscription {
  readonly key: number;
  readonly value: SignalSubscriptionValue;
}

/** Of elements that wait, and of start events, whose owner is the process definition. */
export class SignalSubscriptionState {
  private readonly subscriptions: ColumnFamily<string, SignalSubscription>;
  private readonly byName: GroupIndex<string, SignalSubscription, string>;
  private readonly byOwner: GroupIndex<string, SignalSubscription, number>;
  readonly families: readonly [ColumnFamily<string, SignalSubscription>];

  constructor(undo: UndoLog) {
    this.subscriptions = new ColumnFamily('signal-subscription', undo, stringKey);
    this.byName = this.subscriptions.index(new GroupIndex(({ value }) => value.signalName, byOwnerThenName));
    this.byOwner = this.subscriptions.index(new GroupIndex(({ value }) => ownerOf(value), byOwnerThenName));
    this.families = [this.subscriptions];
  }

  to(signalName: string): SignalSubscription[] {
    return this.byName.of(signalName).flatMap((key) => this.subscriptions.get(key) ?? []);
  }

  /** Of an element instance, or of a process definition's start events. */
  of(ownerKey: number): SignalSubscription[] {
    return this.byOwner.of(ownerKey).flatMap((key) => this.subscriptions.get(key) ?? []);
  }

  put(key: number, value: SignalSubscriptionValue): void {
    this.subscriptions.put(keyOf(ownerOf(value), value.signalName), { key, value });
  }

  remove(value: SignalSubscriptionValue): void {
    this.subscriptions.delete(keyOf(ownerOf(value), value.signalName));
  }
}

function ownerOf({ catchEventInstanceKey, processDefinitionKey }: SignalSubscriptionValue): number {
  return catchEventInstanceKey > 0 ? catchEventInstanceKey : processDefinitionKey;
}

function byOwnerThenName(left: string, right: string): number {
  const [leftOwner, leftName] = JSON.parse(left) as [number, string];
  const [rightOwner, rightName] = JSON.parse(right) as [number, string];
  return leftOwner - rightOwner || compareNames(leftName, rightName);
}

import type { CompensationSubscriptionValue } from '../values';
import { ColumnFamily, numberKey } from './column-family';
import { groupByNumber } from './indices';
import type { GroupIndex } from './indices';
import type { UndoLog } from './undo-log';

export interface CompensationSubscription {
  readonly key: number;
  readonly value: CompensationSubscriptionValue;
}

/** Activities that completed and can be compensated, and the scopes that hold such. */
export class CompensationState {
  private readonly subscriptions: ColumnFamily<number, CompensationSubscription>;
  private readonly byInstance: GroupIndex<number, CompensationSubscription, number>;
  private readonly byScope: GroupIndex<number, CompensationSubscription, number>;
  readonly families: readonly [ColumnFamily<number, CompensationSubscription>];

  constructor(undo: UndoLog) {
    this.subscriptions = new ColumnFamily('compensation-subscription', undo, numberKey);
    this.byInstance = this.subscriptions.index(groupByNumber(({ value }) => value.processInstanceKey));
    this.byScope = this.subscriptions.index(groupByNumber(({ value }) => value.compensableActivityScopeKey));
    this.families = [this.subscriptions];
  }

  /** The oldest first. */
  ofProcessInstance(processInstanceKey: number): CompensationSubscription[] {
    return this.byInstance.of(processInstanceKey).flatMap((key) => this.subscriptions.get(key) ?? []);
  }

  /** Of activities whose scope is this element instance; the oldest first. */
  inScope(scopeKey: number): CompensationSubscription[] {
    return this.byScope.of(scopeKey).flatMap((key) => this.subscriptions.get(key) ?? []);
  }

  hasInScope(scopeKey: number): boolean {
    return this.byScope.has(scopeKey);
  }

  put(key: number, value: CompensationSubscriptionValue): void {
    this.subscriptions.put(key, { key, value });
  }

  delete(key: number): void {
    this.subscriptions.delete(key);
  }
}

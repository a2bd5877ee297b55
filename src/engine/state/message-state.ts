import type { MessageValue } from '../values';
import { ColumnFamily, keyOf, numberKey, stringKey } from './column-family';
import { DueIndex, GroupIndex, groupByNumber } from './indices';
import type { UndoLog } from './undo-log';

export interface StoredMessage {
  readonly key: number;
  readonly value: MessageValue;
}

interface Correlation {
  readonly messageKey: number;
  readonly bpmnProcessId: string;
}

/** An instance that a message with a correlation key started; while it runs, it is the only one. */
interface StartLock {
  readonly bpmnProcessId: string;
  readonly correlationKey: string;
}

export class MessageState {
  private readonly messages: ColumnFamily<number, StoredMessage>;
  private readonly byName: GroupIndex<number, StoredMessage, string>;
  private readonly byId: GroupIndex<number, StoredMessage, string>;
  private readonly deadlines: DueIndex<StoredMessage>;
  private readonly correlations: ColumnFamily<string, Correlation>;
  private readonly correlationsOf: GroupIndex<string, Correlation, number>;
  private readonly startLocks: ColumnFamily<number, StartLock>;
  private readonly locked: GroupIndex<number, StartLock, string>;
  readonly families: readonly [
    ColumnFamily<number, StoredMessage>,
    ColumnFamily<string, Correlation>,
    ColumnFamily<number, StartLock>,
  ];

  constructor(undo: UndoLog) {
    this.messages = new ColumnFamily('message', undo, numberKey);
    this.byName = this.messages.index(groupByNumber(({ value }) => keyOf(value.name, value.correlationKey)));
    this.byId = this.messages.index(
      groupByNumber(({ value }) =>
        value.messageId === '' ? undefined : keyOf(value.name, value.correlationKey, value.messageId),
      ),
    );
    this.deadlines = this.messages.index(new DueIndex(({ value }) => value.deadline));
    this.correlations = new ColumnFamily('message-correlation', undo, stringKey);
    this.correlationsOf = this.correlations.index(
      new GroupIndex(
        (correlation) => correlation.messageKey,
        (left, right) => (left < right ? -1 : left > right ? 1 : 0),
      ),
    );
    this.startLocks = new ColumnFamily('message-start-lock', undo, numberKey);
    this.locked = this.startLocks.index(
      groupByNumber((lock) => keyOf(lock.bpmnProcessId, lock.correlationKey)),
    );
    this.families = [this.messages, this.correlations, this.startLocks];
  }

  get(key: number): StoredMessage | undefined {
    return this.messages.get(key);
  }

  existsId(name: string, correlationKey: string, messageId: string): boolean {
    return this.byId.has(keyOf(name, correlationKey, messageId));
  }

  /** The oldest first. */
  buffered(name: string, correlationKey: string): StoredMessage[] {
    return this.byName.of(keyOf(name, correlationKey)).flatMap((key) => this.messages.get(key) ?? []);
  }

  isCorrelated(messageKey: number, bpmnProcessId: string): boolean {
    return this.correlations.has(keyOf(messageKey, bpmnProcessId));
  }

  isStartLocked(bpmnProcessId: string, correlationKey: string): boolean {
    return this.locked.has(keyOf(bpmnProcessId, correlationKey));
  }

  startLockOf(processInstanceKey: number): string | undefined {
    return this.startLocks.get(processInstanceKey)?.correlationKey;
  }

  expiredAt(time: number, limit: number): number[] {
    return this.deadlines.dueAt(time, limit);
  }

  nextDue(): number | undefined {
    return this.deadlines.next();
  }

  put(key: number, value: MessageValue): void {
    this.messages.put(key, { key, value });
  }

  remove(key: number): void {
    this.messages.delete(key);
    for (const correlation of this.correlationsOf.of(key)) this.correlations.delete(correlation);
  }

  putCorrelation(messageKey: number, bpmnProcessId: string): void {
    this.correlations.put(keyOf(messageKey, bpmnProcessId), { messageKey, bpmnProcessId });
  }

  removeCorrelation(messageKey: number, bpmnProcessId: string): void {
    this.correlations.delete(keyOf(messageKey, bpmnProcessId));
  }

  lockStart(processInstanceKey: number, bpmnProcessId: string, correlationKey: string): void {
    this.startLocks.put(processInstanceKey, { bpmnProcessId, correlationKey });
  }

  unlockStart(processInstanceKey: number): void {
    this.startLocks.delete(processInstanceKey);
  }
}

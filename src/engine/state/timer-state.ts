import type { TimerValue } from '../values';
import { ColumnFamily, numberKey } from './column-family';
import { DueIndex, groupByNumber } from './indices';
import type { GroupIndex } from './indices';
import type { UndoLog } from './undo-log';

export interface Timer {
  readonly key: number;
  readonly value: TimerValue;
}

export class TimerState {
  private readonly timers: ColumnFamily<number, Timer>;
  private readonly byElement: GroupIndex<number, Timer, number>;
  private readonly due: DueIndex<Timer>;
  readonly families: readonly [ColumnFamily<number, Timer>];

  constructor(undo: UndoLog) {
    this.timers = new ColumnFamily('timer', undo, numberKey);
    this.byElement = this.timers.index(groupByNumber((timer) => timer.value.elementInstanceKey));
    this.due = this.timers.index(new DueIndex((timer) => timer.value.dueDate));
    this.families = [this.timers];
  }

  get(key: number): Timer | undefined {
    return this.timers.get(key);
  }

  /** Timers of start events belong to element instance -1. */
  ofElement(elementInstanceKey: number): Timer[] {
    return this.byElement.of(elementInstanceKey).flatMap((key) => this.timers.get(key) ?? []);
  }

  dueAt(time: number, limit: number): Timer[] {
    return this.due.dueAt(time, limit).flatMap((key) => this.timers.get(key) ?? []);
  }

  nextDue(): number | undefined {
    return this.due.next();
  }

  put(key: number, value: TimerValue): void {
    this.timers.put(key, { key, value });
  }

  delete(key: number): void {
    this.timers.delete(key);
  }
}

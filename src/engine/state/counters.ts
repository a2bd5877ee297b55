/** Keys and positions: both only grow. */
import type { UndoLog } from './undo-log';
import { documentNumber, parseJson } from '../../json';
import type { RowChange, StoredRow } from './column-family';
import { firstFormat, upgraded } from './row-format';

const PARTITION_ONE = 2251799813685248;

export class Counters {
  private key = PARTITION_ONE;
  private lastPosition = 0;
  private stored = '';

  constructor(private readonly undo: UndoLog) {}

  readonly name = 'counter';

  get position(): number {
    return this.lastPosition;
  }

  /** Start of a command: a rollback returns here. */
  mark(): void {
    const { key, lastPosition } = this;
    this.undo.push(() => {
      this.key = key;
      this.lastPosition = lastPosition;
    });
  }

  nextKey(): number {
    this.key += 1;
    return this.key;
  }

  nextPosition(): number {
    this.lastPosition += 1;
    return this.lastPosition;
  }

  load({ key, format, value }: StoredRow): void {
    const row = { family: this.name, key, format, value: parseJson(value, documentNumber) };
    const counters = upgraded(firstFormat, row) as { key: number; position: number };
    this.key = counters.key;
    this.lastPosition = counters.position;
    this.stored = value;
  }

  takeChanges(): RowChange[] {
    const value = JSON.stringify({ key: this.key, position: this.lastPosition });
    if (value === this.stored) return [];
    this.stored = value;
    return [{ key: 'counters', format: firstFormat.current, value }];
  }
}

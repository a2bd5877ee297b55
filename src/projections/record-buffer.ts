/**
 * Records handed over in memory, so that the projector need not read back what was just written. It only helps
 * while nothing is missing between what was projected and what is in it; when it overflows it says so.
 */
import type { EngineRecord } from '../protocol/records';

export class RecordBuffer {
  private byPartition = new Map<number, EngineRecord[]>();
  private size = 0;
  private lost = false;

  constructor(private readonly capacity: number) {}

  /** True when records were dropped since the last `clear()`: read the database. */
  get overflowed(): boolean {
    return this.lost;
  }

  get isEmpty(): boolean {
    return this.size === 0;
  }

  add(records: readonly EngineRecord[]): void {
    if (this.size + records.length > this.capacity) this.markIncomplete();
    if (this.lost) return;
    for (const record of records) {
      const known = this.byPartition.get(record.partitionId);
      if (known) known.push(record);
      else this.byPartition.set(record.partitionId, [record]);
    }
    this.size += records.length;
  }

  /** Something was written that is not in the buffer. */
  markIncomplete(): void {
    this.byPartition.clear();
    this.size = 0;
    this.lost = true;
  }

  clear(): void {
    this.markIncomplete();
    this.lost = false;
  }

  /** Takes up to `limit` records of one partition, oldest first. */
  take(limit: number): EngineRecord[] {
    for (const [partitionId, records] of this.byPartition) {
      const taken = records.splice(0, limit);
      if (records.length === 0) this.byPartition.delete(partitionId);
      this.size -= taken.length;
      if (taken.length > 0) return taken;
    }
    return [];
  }
}

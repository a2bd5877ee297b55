import type { JobValue } from '../values';
import { ColumnFamily, numberKey } from './column-family';
import { DueIndex, groupByNumber } from './indices';
import type { GroupIndex } from './indices';
import type { UndoLog } from './undo-log';

/**
 * ACTIVATABLE → ACTIVATED → (completed, cancelled: gone) | FAILED | ERROR_THROWN; a time-out, a back-off that ends
 * and a resolved incident lead back to ACTIVATABLE.
 */
export type JobStatus = 'ACTIVATABLE' | 'ACTIVATED' | 'FAILED' | 'ERROR_THROWN';

export interface Job {
  readonly key: number;
  readonly status: JobStatus;
  /** Without variables. */
  readonly value: JobValue;
  /** Waits for `value.recurringTime` to become activatable again. */
  readonly backsOff: boolean;
}

export class JobState {
  private readonly jobs: ColumnFamily<number, Job>;
  private readonly activatable: GroupIndex<number, Job, string>;
  private readonly deadlines: DueIndex<Job>;
  private readonly backOffs: DueIndex<Job>;
  readonly families: readonly [ColumnFamily<number, Job>];

  constructor(undo: UndoLog) {
    this.jobs = new ColumnFamily('job', undo, numberKey);
    this.activatable = this.jobs.index(
      groupByNumber((job) => (job.status === 'ACTIVATABLE' ? job.value.type : undefined)),
    );
    this.deadlines = this.jobs.index(
      new DueIndex((job) => (job.status === 'ACTIVATED' ? job.value.deadline : undefined)),
    );
    this.backOffs = this.jobs.index(
      new DueIndex((job) => (job.backsOff ? job.value.recurringTime : undefined)),
    );
    this.families = [this.jobs];
  }

  get size(): number {
    return this.jobs.size;
  }

  get(key: number): Job | undefined {
    return this.jobs.get(key);
  }

  hasActivatable(type: string): boolean {
    return this.activatable.has(type);
  }

  activatableTypes(): string[] {
    return [...this.activatable.names()];
  }

  /** The oldest first. */
  activatableOf(type: string, limit: number): Job[] {
    const jobs: Job[] = [];
    for (const key of this.activatable.iterate(type)) {
      if (jobs.length >= limit) break;
      const job = this.jobs.get(key);
      if (job !== undefined) jobs.push(job);
    }
    return jobs;
  }

  /** Jobs whose deadline lies before the time. */
  timedOut(time: number, limit: number): Job[] {
    return this.deadlines.dueAt(time - 1, limit).flatMap((key) => this.jobs.get(key) ?? []);
  }

  /** Jobs whose back-off ended before the time. */
  backedOff(time: number, limit: number): Job[] {
    return this.backOffs.dueAt(time - 1, limit).flatMap((key) => this.jobs.get(key) ?? []);
  }

  /** When the next of these happens, in milliseconds since the epoch. */
  nextDue(): number | undefined {
    const times = [this.deadlines.next(), this.backOffs.next()].filter((time) => time !== undefined);
    return times.length === 0 ? undefined : Math.min(...times) + 1;
  }

  put(key: number, status: JobStatus, value: JobValue, backsOff = false): void {
    this.jobs.put(key, { key, status, value: { ...value, variables: {} }, backsOff });
  }

  delete(key: number): void {
    this.jobs.delete(key);
  }
}

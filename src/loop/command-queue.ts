/** Commands that wait for the next batch, bounded. */
import { EngineOverloadedError } from '../engine/api';
import type { CommandResponse } from '../engine/api';
import type { Submission } from '../engine/engine';

export interface Waiting {
  readonly submission: Submission;
  readonly resolve: (response: CommandResponse) => void;
  readonly reject: (error: Error) => void;
}

export class CommandQueue {
  private waiting: Waiting[] = [];
  /** Those before it were taken. */
  private head = 0;

  constructor(private readonly capacity: number) {}

  get size(): number {
    return this.waiting.length - this.head;
  }

  add(waiting: Waiting): void {
    if (this.size >= this.capacity) {
      throw new EngineOverloadedError(
        `Expected fewer than ${this.capacity} commands to wait for the engine, but as many do. Try again later.`,
      );
    }
    this.waiting.push(waiting);
  }

  take(): Waiting | undefined {
    const next = this.waiting[this.head];
    if (next === undefined) return undefined;
    this.head += 1;
    if (this.head === this.waiting.length) this.clear();
    return next;
  }

  takeAll(): Waiting[] {
    const all = this.waiting.slice(this.head);
    this.clear();
    return all;
  }

  private clear(): void {
    this.waiting = [];
    this.head = 0;
  }
}

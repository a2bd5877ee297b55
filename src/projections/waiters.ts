/** Those who wait until a position is in the read model, and those who want to hear of every batch. */

export interface ProjectedBatch {
  readonly partitionId: number;
  /** Position of the batch's last record. */
  readonly position: number;
  /** Process instances that the batch's records are about. */
  readonly processInstanceKeys: ReadonlySet<string>;
  readonly valueTypes: ReadonlySet<string>;
}

export type ProjectedListener = (batch: ProjectedBatch) => void;

interface Waiter {
  readonly partitionId: number;
  readonly position: number;
  readonly settle: (reached: boolean) => void;
}

export class Waiters {
  private readonly waiting = new Set<Waiter>();
  private readonly listeners = new Set<ProjectedListener>();

  /** Resolves true once `position` is projected, false after `limitMillis` or at `release()`. */
  wait(partitionId: number, position: number, limitMillis: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (reached: boolean): void => {
        clearTimeout(timer);
        this.waiting.delete(waiter);
        resolve(reached);
      };
      const waiter: Waiter = { partitionId, position, settle };
      const timer = setTimeout(() => {
        settle(false);
      }, limitMillis);
      this.waiting.add(waiter);
    });
  }

  subscribe(listener: ProjectedListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  announce(batch: ProjectedBatch): void {
    for (const waiter of [...this.waiting]) {
      if (waiter.partitionId === batch.partitionId && waiter.position <= batch.position) waiter.settle(true);
    }
    for (const listener of [...this.listeners]) listener(batch);
  }

  /** The projector stops: nobody is left waiting. */
  release(): void {
    for (const waiter of [...this.waiting]) waiter.settle(false);
  }
}

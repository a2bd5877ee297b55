/** A flag that one loop waits for. Raised before anyone waits, it is not lost. */
export class Signal {
  private raised = false;
  private wakers = new Set<() => void>();

  get isRaised(): boolean {
    return this.raised;
  }

  raise(): void {
    this.raised = true;
    for (const waker of [...this.wakers]) waker();
  }

  /** Waits until raised and lowers the flag: true; false after `limitMillis` without. */
  async wait(limitMillis?: number): Promise<boolean> {
    if (!this.raised) await this.next(limitMillis);
    const woken = this.raised;
    this.raised = false;
    return woken;
  }

  /** Waits `ms`, or less when `ended()` turns true at a raise. Leaves the flag as it is. */
  async pause(ms: number, ended: () => boolean): Promise<void> {
    const until = performance.now() + ms;
    while (!ended()) {
      const left = until - performance.now();
      if (left <= 0) return;
      await this.next(left);
    }
  }

  private next(limitMillis?: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.wakers.delete(done);
        resolve();
      };
      const timer = limitMillis === undefined ? undefined : setTimeout(done, limitMillis);
      this.wakers.add(done);
    });
  }
}

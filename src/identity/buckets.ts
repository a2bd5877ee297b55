/** Leaky buckets of failures: each failure fills one up by 1, one unit leaks with each `leakMillis`. */

const MAX_BUCKETS = 50_000;

export class Bucket {
  private level = 0;
  private underWay = 0;
  private at: number;
  private waiting: (() => void)[] = [];

  constructor(
    private readonly now: () => number,
    private readonly leakMillis: number,
  ) {
    this.at = now();
  }

  private leak(): number {
    const at = this.now();
    this.level = Math.max(0, this.level - Math.max(0, at - this.at) / this.leakMillis);
    this.at = at;
    return this.level;
  }

  /** For one more failure. */
  hasRoom(capacity: number): boolean {
    return this.leak() <= capacity - 1;
  }

  /** For one more, should all those under way fail. */
  hasPlace(capacity: number): boolean {
    return this.leak() + this.underWay <= capacity - 1;
  }

  waitMillis(capacity: number): number {
    return Math.max(0, (this.leak() - capacity + 1) * this.leakMillis);
  }

  begin(): void {
    this.underWay += 1;
  }

  end(succeeded: boolean): void {
    this.underWay -= 1;
    if (!succeeded) this.add();
    const waiting = this.waiting;
    this.waiting = [];
    for (const wake of waiting) wake();
  }

  add(): void {
    this.level = this.leak() + 1;
  }

  /** Once an attempt under way has ended. */
  changed(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  get isIdle(): boolean {
    return this.underWay === 0 && this.leak() === 0;
  }

  get isBusy(): boolean {
    return this.underWay > 0;
  }
}

/** By key; those that hold nothing any more are forgotten, and the oldest when there are too many. */
export class Buckets {
  private readonly buckets = new Map<string, Bucket>();

  constructor(
    private readonly now: () => number,
    private readonly leakMillis: number,
  ) {}

  of(key: string): Bucket {
    const known = this.buckets.get(key);
    if (known !== undefined) return known;
    if (this.buckets.size >= MAX_BUCKETS) this.makeRoom();
    const bucket = new Bucket(this.now, this.leakMillis);
    this.buckets.set(key, bucket);
    return bucket;
  }

  private makeRoom(): void {
    for (const [key, bucket] of this.buckets) if (bucket.isIdle) this.buckets.delete(key);
    for (const [key, bucket] of this.buckets) {
      if (this.buckets.size < MAX_BUCKETS) return;
      if (!bucket.isBusy) this.buckets.delete(key);
    }
  }
}

/** Numbers that depend on a seed only (mulberry32). */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = (seed * 2654435761) >>> 0;
  }

  /** 0 ≤ n < 1 */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** 0 … limit − 1 */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new Error('Expected something to pick from');
    return list[this.below(list.length)] as T;
  }

  weighted<T>(entries: readonly (readonly [number, T])[]): T {
    let rest = this.next() * entries.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, entry] of entries) {
      rest -= weight;
      if (rest < 0) return entry;
    }
    return (entries.at(-1) as readonly [number, T])[1];
  }

  shuffled<T>(list: readonly T[]): T[] {
    return list
      .map((entry) => [this.next(), entry] as const)
      .sort(([left], [right]) => left - right)
      .map(([, entry]) => entry);
  }
}

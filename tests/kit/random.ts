/** A seeded source of chance: the same seed, the same choices. */
export interface Chance {
  /** [0, 1) */
  next(): number;
  /** Both included. */
  between(low: number, high: number): number;
  /** True so often. */
  happens(share: number): boolean;
  of<T>(choices: readonly T[]): T;
}

/** mulberry32 */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    between,
    happens: (share) => next() < share,
    of(choices) {
      if (choices.length === 0) throw new Error('Expected something to choose from, but got nothing');
      return choices[between(0, choices.length - 1)] as never;
    },
  };
}

import type { EngineClock } from '../../src/kit/clock';

/** A clock that stands still until it is moved. */
export function manualClock(start: number): EngineClock {
  let now = start;
  const listeners = new Set<() => void>();
  const moved = (next: number): number => {
    now = next;
    for (const listener of listeners) listener();
    return now;
  };
  return {
    now: () => now,
    add: (offset) => moved(now + offset),
    pin: (epoch) => void moved(epoch),
    reset: () => void moved(start),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

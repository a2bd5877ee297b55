/** The engine's clock: the system's, moved or pinned on request. */
import type { EngineClock } from '../engine/api';

export function createClock(system: () => number = Date.now): EngineClock {
  const listeners = new Set<() => void>();
  let offset = 0;
  let pinned: number | undefined;
  const now = (): number => (pinned ?? system()) + offset;
  const changed = (): void => {
    for (const listener of [...listeners]) listener();
  };
  return {
    now,
    add(offsetMilli) {
      offset += offsetMilli;
      changed();
      return now();
    },
    pin(epochMilli) {
      pinned = epochMilli;
      offset = 0;
      changed();
    },
    reset() {
      pinned = undefined;
      offset = 0;
      changed();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

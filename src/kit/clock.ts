/** The engine's clock: the system's, moved or pinned on request. */
/** Time as the engine sees it: milliseconds since the epoch. Controllable for tests (Zeebe's actuator clock). */
export interface EngineClock {
  now(): number;
  /** Adds to the offset; returns the new now. */
  add(offsetMilli: number): number;
  pin(epochMilli: number): void;
  reset(): void;
  /** Calls back whenever add, pin or reset moved the time, so that the scheduler looks again. */
  onChange(listener: () => void): () => void;
}

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

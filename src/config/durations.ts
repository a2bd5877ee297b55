/**
 * How long the program waits for what, in milliseconds: the one place. What a protocol or a test decides is not here,
 * nor what administrators set (environment, connectors).
 */
interface Pauses {
  readonly firstMillis: number;
  readonly longestMillis: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const pauses = (firstMillis: number, longestMillis: number): Pauses => ({ firstMillis, longestMillis });

export const durations = {
  projector: {
    /** For a position to be in the read model. */
    wait: 5 * SECOND,
    trouble: pauses(50, 5 * SECOND),
  },
  exporter: { trouble: pauses(100, 10 * SECOND) },
  engine: {
    /** A standby looks this often whether the engine's lock is free. */
    lockEvery: 500,
    recovering: pauses(100, 5 * SECOND),
  },
  store: { maintainEvery: MINUTE },
  mail: {
    /** The system's clock may have been set meanwhile. */
    longestSleep: HOUR,
    outboxTrouble: pauses(30 * SECOND, 30 * SECOND),
    routing: pauses(SECOND, MINUTE),
  },
  stock: { publishing: pauses(500, 30 * SECOND) },
  messages: {
    /** The case may still be on its way to the step that waits. */
    correctionLives: 24 * HOUR,
    arrivalLives: HOUR,
  },
  deadlines: { trouble: pauses(SECOND, MINUTE) },
  workers: { heartbeat: { every: 5 * SECOND, trouble: pauses(5 * SECOND, 5 * SECOND) } },
  passwords: {
    /** Each look at the page of passwords erases them too. */
    eraseEvery: HOUR,
    trouble: pauses(MINUTE, HOUR),
  },
  /** Files that were sent for a form, and the form was not. */
  documents: { sweepEvery: HOUR, trouble: pauses(MINUTE, HOUR) },
} as const;

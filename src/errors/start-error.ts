/** The program cannot start, and whoever starts it can mend that. */

export interface StartFault {
  /** `to listen on 127.0.0.1:8080`: what follows "Expected". */
  readonly expected: string;
  /** `another program listens there`: what follows "but". */
  readonly came: string;
  /** Whole sentences. */
  readonly remedy: string;
}

/** Exit codes as sysexits.h has them, so that a supervisor can tell a mistake from a failure: 78 is a configuration. */
const CONFIGURATION = 78;
/** What the program needs is taken or away, and may come back: starting again makes sense. */
export const UNAVAILABLE = 69;

/**
 * Its message says all there is to say: what was expected, what came, what to do. It is told without a stack, and the
 * program ends with `exitCode`.
 */
export class StartError extends Error {
  override readonly name: string = 'StartError';
  readonly exitCode: number = CONFIGURATION;

  static of({ expected, came, remedy }: StartFault, cause?: unknown): StartError {
    return new this(`Expected ${expected}, but ${came}. ${remedy}`, { cause });
  }
}

/** One call to the gateway: tried again while that is safe and useful, for a bounded time. */
import { setTimeout as delay } from 'node:timers/promises';
import { EngineUnavailableError, isTransient, toEngineError, wasNotCarriedOut } from './errors';

export interface AttemptOptions {
  /** Milliseconds after which the call fails with `EngineUnavailableError`. */
  readonly limitMillis: number;
  /** True when doing it twice equals doing it once: then a lost answer is no reason to give up. */
  readonly idempotent: boolean;
}

const FIRST_PAUSE_MILLIS = 50;
const LONGEST_PAUSE_MILLIS = 1000;

async function within<T>(operation: Promise<T>, name: string, millis: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const text = `Expected an answer to ${name} in time, but none came; look at the engine's log and try again`;
      reject(new EngineUnavailableError('DEADLINE_EXCEEDED', text, true));
    }, millis);
  });
  try {
    return await Promise.race([operation, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Resolves with the answer; rejects with a typed error of `errors.ts`. `name` is for messages. */
export async function attempt<T>(
  name: string,
  operation: () => Promise<T>,
  options: AttemptOptions,
): Promise<T> {
  const limit = Date.now() + options.limitMillis;
  let pause = FIRST_PAUSE_MILLIS;
  for (;;) {
    try {
      return await within(operation(), name, Math.max(1, limit - Date.now()));
    } catch (error) {
      const again = isTransient(error) && (options.idempotent || wasNotCarriedOut(error));
      if (!again || Date.now() + pause >= limit) throw toEngineError(error);
    }
    await delay(pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
  }
}

/** Runs what may backtrack for ever: a pattern is its author's, the text it meets is anyone's. */
import { createContext, Script } from 'node:vm';

const sandbox: { run?: (() => unknown) | undefined } = createContext({});
const script = new Script('run()');
/** The limit is on the clock of the wall: on a busy machine the first try may have had no processor at all. */
const TRIES = 3;

/** Not by `instanceof Error`: in a test's sandbox it is another one. */
export function isTimeout(error: unknown): boolean {
  const failed = typeof error === 'object' && error !== null && 'code' in error;
  return failed && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}

/** Milliseconds of processor time since `before`, of all threads. */
export function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** @throws what `action` throws, or an error that `isTimeout` knows after so many milliseconds. May be nested. */
export function withinTime<T>(action: () => T, milliseconds: number): T {
  const timeout = Math.max(1, Math.ceil(milliseconds));
  const outer = sandbox.run;
  try {
    for (let attempt = 1; ; attempt += 1) {
      const before = process.cpuUsage();
      // Each time: one that was cut off may have left its own.
      sandbox.run = action;
      try {
        return script.runInContext(sandbox, { timeout }) as T;
      } catch (error) {
        const starved = isTimeout(error) && cpuSince(before) < timeout / 2;
        if (!starved || attempt === TRIES) throw error;
      }
    }
  } finally {
    sandbox.run = outer;
  }
}

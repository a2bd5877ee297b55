/** Runs what may backtrack for ever: a pattern is its author's, the text it meets is anyone's. */
import { createContext, Script } from 'node:vm';

const sandbox: { run?: () => unknown } = createContext({});
const script = new Script('run()');
const timeout = 500;
/** The limit is on the clock of the wall: on a busy machine the first try may have had no processor at all. */
const tries = 3;

function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}

/** Milliseconds of processor time since `before`, of all threads. */
function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Throws when `action` throws or takes longer than half a second. Not for nested use. */
export function bounded<T>(action: () => T): T {
  sandbox.run = action;
  try {
    for (let attempt = 1; ; attempt += 1) {
      const before = process.cpuUsage();
      try {
        return script.runInContext(sandbox, { timeout }) as T;
      } catch (error) {
        const starved = isTimeout(error) && cpuSince(before) < timeout / 2;
        if (!starved || attempt === tries) throw error;
      }
    }
  } finally {
    delete sandbox.run;
  }
}

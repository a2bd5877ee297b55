/** Runs what may backtrack for ever: a pattern is its author's, the text it meets is anyone's. */
import { createContext, Script } from 'node:vm';

const sandbox: { run?: () => unknown } = createContext({});
const script = new Script('run()');
const timeout = 500;

/** Throws when `action` throws or takes longer than half a second. Not for nested use. */
export function bounded<T>(action: () => T): T {
  sandbox.run = action;
  try {
    return script.runInContext(sandbox, { timeout }) as T;
  } finally {
    delete sandbox.run;
  }
}

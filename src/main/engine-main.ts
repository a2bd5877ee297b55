/** `npm run engine`: the embedded engine and its gateway alone. */
import { openDatabaseOf } from './database';
import { runMain } from './run-main';

runMain(
  async (environment, logger) => {
    const opening = openDatabaseOf(environment, logger);
    const { startEngineProgram } = await import('./engine-program');
    return startEngineProgram(environment, logger, opening);
  },
  ({ address, managementUrl }) => {
    process.stdout.write(`\nEngine: ${address}\nManagement: ${managementUrl}\n\n`);
  },
);

/** `npm run workers [-- job-type ...]`: workers in a process of their own. */
import { runMain } from './run-main';
import { startWorkersProgram } from './workers-program';

runMain(
  (environment, logger) => {
    const named = process.argv.slice(2);
    return startWorkersProgram(named.length === 0 ? environment : { ...environment, WORKERS: named }, logger);
  },
  async ({ address, ready }) => {
    process.stdout.write(`\nAutomates : le moteur est attendu à ${address}\n`);
    const types = await ready.catch(() => null);
    if (types !== null) process.stdout.write(`Automates au travail : ${types.join(', ') || 'aucun'}\n\n`);
  },
);

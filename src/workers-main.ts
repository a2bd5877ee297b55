/** `npm run workers [-- job-type ...]`: workers in a process of their own. */
import pino from 'pino';
import { EnvironmentError, readEnvironment } from './config/environment';
import { startWorkersProgram } from './workers-program';

async function main(): Promise<void> {
  const environment = readEnvironment();
  const logger = pino({ level: environment.LOG_LEVEL });
  const named = process.argv.slice(2);
  const program = await startWorkersProgram(
    named.length === 0 ? environment : { ...environment, WORKERS: named },
    logger,
  );
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    void program.stop().then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.stdout.write(`\nAutomates : le moteur est attendu à ${program.address}\n`);
  const types = await program.ready.catch(() => []);
  if (!stopping) process.stdout.write(`Automates au travail : ${types.join(', ') || 'aucun'}\n\n`);
}

main().catch((error: unknown) => {
  const known =
    error instanceof EnvironmentError ||
    (error instanceof Error && /Configuration|UnknownWorkers|UnknownMigrations/.test(error.name));
  process.stderr.write(`${known ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exit(1);
});

/** `npm run engine`: the embedded engine and its gateway alone. */
import pino from 'pino';
import { EnvironmentError, readEnvironment } from './config/environment';
import { openDatabaseOf } from './database';

async function main(): Promise<void> {
  const environment = readEnvironment();
  const logger = pino({ level: environment.LOG_LEVEL });
  const opening = openDatabaseOf(environment, logger);
  const { startEngineProgram } = await import('./engine-program');
  const program = await startEngineProgram(environment, logger, opening);
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    void program.stop().then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.stdout.write(`\nEngine: ${program.address}\nManagement: ${program.managementUrl}\n\n`);
}

main().catch((error: unknown) => {
  const expected =
    error instanceof EnvironmentError || (error instanceof Error && error.name.endsWith('InUseError'));
  process.stderr.write(
    `${error instanceof Error ? (expected ? error.message : error.stack) : String(error)}\n`,
  );
  process.exit(1);
});

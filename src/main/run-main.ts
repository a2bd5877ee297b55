/** What every program of this package does around its start: reads the environment, stops on a signal, tells what is wrong. */
import pino, { type Logger } from 'pino';
import { StartError } from '../errors/start-error';
import { readEnvironment, type Environment } from '../config/environment';

interface Stoppable {
  stop(): Promise<void>;
}

/** A second signal ends the process at once. */
function stopOnSignals(program: Stoppable): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    void program.stop().then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

/** What whoever starts the program can mend is one message; anything else is a fault of ours, with its stack. */
export function tell(error: unknown): void {
  if (error instanceof StartError) {
    process.stderr.write(`${error.message}\n`);
    process.exit(error.exitCode);
  }
  process.stderr.write(`${error instanceof Error ? String(error.stack) : String(error)}\n`);
  process.exit(1);
}

/** `announce`: once it runs; a failure there is told like one of the start. */
export function runMain<Program extends Stoppable>(
  start: (environment: Environment, logger: Logger) => Promise<Program>,
  announce: (program: Program) => void | Promise<void>,
): void {
  async function run(): Promise<void> {
    // Whatever the program makes is its own account's alone: database, documents, keys; its threads and processes too.
    process.umask(0o077);
    const environment = readEnvironment();
    const program = await start(environment, pino({ level: environment.LOG_LEVEL }));
    stopOnSignals(program);
    await announce(program);
  }
  run().catch(tell);
}

/** `npm start`: everything in one process. */
import './compile-cache';
import pino from 'pino';
import { EnvironmentError, readEnvironment } from './config/environment';
import { openDatabaseOf } from './database';
import type { Program } from './program';

function announce(program: Program): void {
  const lines = ['', `Logigramme : ${program.url}`];
  if (program.demo) {
    lines.push(
      `Comptes de démonstration : ${program.demo.accounts.map((account) => account.name).join(', ')}`,
    );
    lines.push(
      program.demo.newPassword === null
        ? 'Mot de passe : celui de DEMO_PASSWORD ou du premier démarrage'
        : `Mot de passe (affiché cette seule fois) : ${program.demo.newPassword}`,
    );
  }
  process.stdout.write(`${lines.join('\n')}\n\n`);
}

async function main(): Promise<void> {
  const environment = readEnvironment();
  const logger = pino({ level: environment.LOG_LEVEL });
  const opening = openDatabaseOf(environment, logger);
  const { startProgram } = await import('./program');
  const program = await startProgram(environment, logger, opening);
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    void program.stop().then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  await program.deployed.catch(() => undefined);
  announce(program);
}

main().catch((error: unknown) => {
  const known =
    error instanceof EnvironmentError ||
    (error instanceof Error && /Configuration|InUse|UnknownMigrations|UnknownWorkers/.test(error.name));
  process.stderr.write(`${known ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exit(1);
});

/** `npm start`: everything in one process. */
import './compile-cache';
import { openDatabaseOf } from './database';
import type { Program } from './program';
import { runMain } from './run-main';

async function announce(program: Program): Promise<void> {
  await program.deployed.catch(() => undefined);
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
  if (program.needsAdministrator) {
    lines.push('Personne ne peut encore se connecter. Créez le premier administrateur : npm run admin');
  }
  process.stdout.write(`${lines.join('\n')}\n\n`);
}

runMain(async (environment, logger) => {
  const opening = openDatabaseOf(environment, logger);
  const { startProgram } = await import('./program');
  return startProgram(environment, logger, opening);
}, announce);

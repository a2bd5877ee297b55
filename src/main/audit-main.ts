/** `npm run audit:verify`: walks along the audit log and says whether it is intact; exit code 1 when it is not. */
import './compile-cache';
import pino from 'pino';
import { createAuditLog } from '../audit/audit-log';
import type { AuditFault } from '../audit/entry';
import { readEnvironment } from '../config/environment';
import { openDatabaseOf } from './database';
import { tell } from './run-main';

const faults: Readonly<Record<AuditFault, string>> = {
  CHANGED: 'n’est plus celle qui a été notée',
  MISSING: 'manque',
  END: 'et les suivantes manquent',
};

async function run(): Promise<void> {
  const database = await openDatabaseOf(readEnvironment(), pino({ level: 'silent' }));
  try {
    await database.migrate();
    const verdict = await createAuditLog(database.knex, () => new Date()).verify();
    if (verdict.ok) {
      process.stdout.write(`Journal intact : ${verdict.entries} actions.\nEmpreinte : ${verdict.hash}\n`);
      return;
    }
    process.stdout.write(
      `Journal modifié : l’action n° ${verdict.position} ${faults[verdict.reason]}. Comparez avec une sauvegarde.\n`,
    );
    process.exitCode = 1;
  } finally {
    await database.close();
  }
}

run().catch(tell);

/** `npm run rebuild`: makes the read model anew from the stored records and prints what it counted. */
import pino from 'pino';
import { readEnvironment } from '../config/environment';
import { Projector } from '../projections/projector';
import { tables } from '../projections/tables';
import { openDatabase } from '../store/open';
import { tell } from './run-main';

async function main(): Promise<void> {
  const environment = readEnvironment();
  const logger = pino({ level: environment.LOG_LEVEL === 'info' ? 'warn' : environment.LOG_LEVEL });
  const database = await openDatabase({
    databaseUrl: environment.DATABASE_URL,
    dataDir: environment.dataDir,
  });
  try {
    await database.migrate();
    const projector = new Projector({ knex: database.knex, logger });
    const startedAt = performance.now();
    const { records } = await projector.rebuild();
    await projector.stop();
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(`${String(records)} records projected in ${seconds} s`);
    for (const { name } of tables) {
      const rows: unknown = await database.knex(name).count({ count: '*' }).first();
      console.log(`  ${name}: ${(rows as { count: string }).count}`);
    }
  } finally {
    await database.close();
  }
}

main().catch(tell);

/**
 * Opens a copy of a cluster to see that it is one, as a process of its own: `node open-copy.js FOLDER`. Prints how many
 * tables and records of the engine it has.
 */
import { PGlite } from '@electric-sql/pglite';
import { keepFilesClosed } from './closed-files';

keepFilesClosed();

async function open(folder: string): Promise<string> {
  const pglite = new PGlite({ dataDir: folder, relaxedDurability: false });
  await pglite.waitReady;
  const tables = await pglite.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM information_schema.tables WHERE table_schema = 'public'`,
  );
  const records = await pglite.query<{ n: number }>('SELECT count(*)::int AS n FROM record');
  await pglite.close();
  return `${tables.rows[0]?.n ?? 0} table(s), ${records.rows[0]?.n ?? 0} enregistrement(s) du moteur`;
}

open(process.argv[2] ?? '').then(
  (found) => {
    process.stdout.write(found);
    process.exit(0);
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);

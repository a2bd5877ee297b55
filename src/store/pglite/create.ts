/**
 * Makes a database cluster, as a process of its own: `node create.js FOLDER`. Making one takes hundreds of megabytes
 * that a thread would leave to the program for good.
 */
import { PGlite } from '@electric-sql/pglite';
import { keepFilesClosed } from './closed-files';

keepFilesClosed();

async function create(folder: string): Promise<void> {
  const pglite = new PGlite({ dataDir: folder, relaxedDurability: false });
  await pglite.waitReady;
  await pglite.close();
}

create(process.argv[2] ?? '').then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);

/**
 * The thread in which PGlite runs: its queries are synchronous WebAssembly and would block the event loop.
 * It answers wire-protocol messages one after the other, as a PostgreSQL backend does on its socket.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { keepFilesClosed } from './closed-files';
import { joined } from './joined';
import type { FromPgliteWorker, PgliteWorkerData, ToPgliteWorker } from './messages';

keepFilesClosed();

const { folder } = workerData as PgliteWorkerData;
if (!parentPort) throw new Error('Expected to run in a worker thread, but this is the main thread');
const port = parentPort;

function send(message: FromPgliteWorker, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The default 128 MB of shared buffers are touched at once and never shared: 16 MB save a quarter of the program. */
const settings = ['shared_buffers=16MB', 'max_wal_size=64MB', 'min_wal_size=32MB'];
const startParams = [...PGlite.defaultStartParams, ...settings.flatMap((setting) => ['-c', setting])];

async function open(): Promise<PGlite> {
  const pglite = new PGlite({ dataDir: folder, relaxedDurability: false, startParams });
  await pglite.waitReady;
  return pglite;
}

/** A connection that ended in the middle of a transaction must leave nothing to the next one. */
async function startSession(pglite: PGlite): Promise<void> {
  if (pglite.isInTransaction()) await pglite.exec('ROLLBACK');
  await pglite.exec('DISCARD ALL');
}

/** Not `execProtocolRaw`: that parses every answer too, and keeps all it parsed for ever. */
async function exchange(pglite: PGlite, bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  // What it hands over is the database's own memory, soon written over.
  await pglite.execProtocolRawStream(bytes, { onRawData: (chunk) => chunks.push(chunk.slice()) });
  return joined(chunks);
}

async function answer(pglite: PGlite, message: ToPgliteWorker): Promise<void> {
  if (message.type === 'close') {
    await pglite.close();
    send({ type: 'closed' });
    port.close();
    return;
  }
  try {
    if (message.fresh) await startSession(pglite);
    const bytes = await exchange(pglite, message.bytes);
    send({ type: 'wire', id: message.id, bytes }, [bytes.buffer]);
  } catch (error) {
    send({ type: 'wire-failed', id: message.id, message: textOf(error) });
  }
}

void open().then(
  (pglite) => {
    let last: Promise<void> = Promise.resolve();
    port.on('message', (message: ToPgliteWorker) => {
      last = last.then(() => answer(pglite, message));
    });
    send({ type: 'ready' });
  },
  (error: unknown) => {
    send({ type: 'failed', message: textOf(error) });
  },
);

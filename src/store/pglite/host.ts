/** The main thread's side of the PGlite worker: starts it, sends it wire messages, closes it. */
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { projectRoot } from '../../config/root';
import { DatabaseClosedError, DatabaseLostError } from '../errors';
import { StartError } from '../../errors/start-error';
import type { FromPgliteWorker, PgliteWorkerData, ToPgliteWorker } from './messages';

interface Pending {
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

/** These run outside this thread, so they must be compiled, in tests too. */
function compiled(name: string): string {
  const file = path.join(projectRoot, 'dist', 'src', 'store', 'pglite', name);
  if (existsSync(file)) return file;
  throw new Error(`Expected the compiled PGlite part at ${file}, but it is missing. Run: npm run build`);
}

/** Under another name until it is whole: a program killed meanwhile starts over. */
async function createCluster(folder: string): Promise<void> {
  const unfinished = `${folder}.new`;
  await rm(unfinished, { recursive: true, force: true });
  try {
    await promisify(execFile)(process.execPath, [compiled('create.js'), unfinished]);
    await rename(unfinished, folder);
  } catch (error) {
    throw openError(folder, error instanceof Error ? error.message : String(error));
  }
}

/** States: open (answers) → ended (every exchange rejects with `DatabaseClosedError`). */
export class PgliteHost {
  private readonly pending = new Map<number, Pending>();
  private nextId = 1;
  private endedBecause: string | undefined;
  private isClosing = false;
  /** Resolves when the thread ends without having been told to. */
  readonly lost: Promise<DatabaseLostError>;
  private tellLost: (error: DatabaseLostError) => void = () => undefined;
  private readonly exited: Promise<void>;

  /** The thread keeps the program alive only while an answer is awaited. */
  private constructor(private readonly worker: Worker) {
    this.lost = new Promise((resolve) => (this.tellLost = resolve));
    worker.unref();
    worker.on('message', (message: FromPgliteWorker) => {
      this.receive(message);
    });
    worker.on('error', (error: Error) => {
      this.end(`its thread failed: ${error.message}`);
    });
    this.exited = new Promise((resolve) => {
      worker.once('exit', () => {
        this.end('its thread has ended');
        resolve();
      });
    });
  }

  /** Opens the cluster in `folder`, making it on the first start (some seconds). */
  static async start(folder: string): Promise<PgliteHost> {
    if (!existsSync(path.join(folder, 'PG_VERSION'))) await createCluster(folder);
    const file = compiled('worker.js');
    const data: PgliteWorkerData = { folder };
    const worker = new Worker(file, { workerData: data, name: 'pglite' });
    await new Promise<void>((resolve, reject) => {
      worker.once('message', (message: FromPgliteWorker) => {
        if (message.type === 'ready') resolve();
        else reject(openError(folder, message.type === 'failed' ? message.message : message.type));
      });
      worker.once('error', (error: Error) => {
        reject(openError(folder, error.message));
      });
    }).catch(async (error: unknown) => {
      await worker.terminate();
      throw error;
    });
    return new PgliteHost(worker);
  }

  /** Sends whole frontend messages, whose memory is given away; resolves with the backend's messages. */
  exchange(bytes: Uint8Array<ArrayBuffer>, fresh: boolean): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      if (this.endedBecause !== undefined) {
        reject(this.closedError());
        return;
      }
      const id = this.nextId++;
      this.pending.set(id, { resolve, reject });
      this.worker.ref();
      this.post({ type: 'wire', id, fresh, bytes }, [bytes.buffer]);
    });
  }

  /** Writes everything and ends the thread. Safe to call twice. */
  async close(): Promise<void> {
    this.worker.ref();
    this.isClosing = true;
    if (this.endedBecause === undefined) this.post({ type: 'close' });
    await this.exited;
  }

  private post(message: ToPgliteWorker, transfer: ArrayBuffer[] = []): void {
    this.worker.postMessage(message, transfer);
  }

  private receive(message: FromPgliteWorker): void {
    if (message.type !== 'wire' && message.type !== 'wire-failed') return;
    const waiting = this.pending.get(message.id);
    this.pending.delete(message.id);
    if (this.pending.size === 0) this.worker.unref();
    if (message.type === 'wire') waiting?.resolve(message.bytes);
    else waiting?.reject(new Error(`Expected the database to answer, but it failed: ${message.message}`));
  }

  private end(reason: string): void {
    this.endedBecause ??= reason;
    for (const waiting of this.pending.values()) waiting.reject(this.closedError());
    this.pending.clear();
    if (this.isClosing) return;
    this.tellLost(
      new DatabaseLostError(
        `Expected the embedded database to go on, but ${this.endedBecause}. ` +
          'Start the program again: what was acknowledged is kept.',
      ),
    );
  }

  private closedError(): DatabaseClosedError {
    return new DatabaseClosedError(
      `Expected the database to be open, but ${this.endedBecause ?? 'it is closed'}. Start the program again.`,
    );
  }
}

/** What runs in WebAssembly may answer with a stack. */
function firstLineOf(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  return (lines.find((line) => line !== '') ?? 'it says nothing').replace(/[.:]+$/u, '');
}

function openError(folder: string, reason: string): StartError {
  return new StartError(
    `Expected to open the database in ${folder}, but PGlite failed: ${firstLineOf(reason)}. ` +
      'Check that the folder is writable; if it is damaged, restore it from a backup.',
  );
}

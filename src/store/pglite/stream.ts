/**
 * A stand-in for the TCP socket between `pg` and a PostgreSQL server: what `pg` writes goes to the PGlite worker,
 * what it answers comes back. So both databases share one driver, with the same value formats and errors.
 */
import { Duplex } from 'node:stream';
import type { PgliteHost } from './host';
import { joined } from './joined';

type Callback = (error?: Error | null) => void;

export class PgliteStream extends Duplex {
  private fresh = true;

  constructor(private readonly host: PgliteHost) {
    super({ allowHalfOpen: false });
  }

  connect(): this {
    setImmediate(() => this.emit('connect'));
    return this;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: Callback): void {
    this.forward([chunk], callback);
  }

  /** `pg` corks the messages of one extended query: they arrive here together, ending with Sync. */
  override _writev(chunks: { chunk: Buffer }[], callback: Callback): void {
    this.forward(
      chunks.map(({ chunk }) => chunk),
      callback,
    );
  }

  /** As a server hangs up after Terminate. */
  override _final(callback: Callback): void {
    this.push(null);
    callback();
  }

  override _read(): void {
    // Answers are pushed as they come.
  }

  // The parts of net.Socket that `pg` calls; they mean nothing here.
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }

  private forward(chunks: readonly Uint8Array[], callback: Callback): void {
    const fresh = this.fresh;
    this.fresh = false;
    this.host.exchange(joined(chunks), fresh).then(
      (answer) => {
        if (answer.length > 0) this.push(Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength));
        callback();
      },
      (error: unknown) => {
        callback(error instanceof Error ? error : new Error(String(error)));
      },
    );
  }
}

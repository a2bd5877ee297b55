/** Reads a request's body within limits, gzipped or not. */
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { codeOf } from '../store/errors';

export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
  constructor(limit: number) {
    super(
      `Expected a body of at most ${String(limit)} bytes, but it is longer. ` +
        "Lower the exporter's bulk.size or bulk.memoryLimit.",
    );
  }
}

export class UnreadableBodyError extends Error {
  override readonly name = 'UnreadableBodyError';
}

const gunzipAsync = promisify(gunzip);

async function collect(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      // Read on, keeping nothing: a client reads the answer only after it has sent everything.
      if (size <= limit) chunks.push(chunk);
      else chunks.length = 0;
    }
  } catch {
    throw new UnreadableBodyError('Expected a whole body, but the connection ended in the middle of it');
  }
  if (size > limit) throw new BodyTooLargeError(limit);
  return Buffer.concat(chunks);
}

/** Throws `BodyTooLargeError` (also for what a small gzip unpacks to) or `UnreadableBodyError`. */
export async function readBody(request: IncomingMessage, limit: number): Promise<string> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  const raw = await collect(request, limit);
  if (encoding === 'identity') return raw.toString('utf8');
  if (encoding !== 'gzip') {
    throw new UnreadableBodyError(`Expected content-encoding gzip or none, but got ${encoding}`);
  }
  try {
    return (await gunzipAsync(raw, { maxOutputLength: limit })).toString('utf8');
  } catch (error) {
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') throw new BodyTooLargeError(limit);
    throw new UnreadableBodyError('Expected a gzip body, but it cannot be unpacked');
  }
}

/** For a request that is refused whatever it says. */
export async function discardBody(request: IncomingMessage): Promise<void> {
  request.resume();
  await once(request, 'close').catch(() => undefined);
}

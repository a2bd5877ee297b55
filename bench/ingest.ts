/**
 * Does ingest keep ahead of a real broker? A broker under W1 load delivers to our ingest on PostgreSQL, its bulks
 * are kept; then an empty database takes the same bulks as fast as it can, until all of it is projected.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { startIngest } from '../src/ingest/server';
import { Projector } from '../src/projections/projector';
import { openDatabase } from '../src/store/open';
import { postgresqlMissing, startPostgresql } from '../tests/kit/postgresql';
import { startZeebe } from '../tests/kit/zeebe';
import { Load } from './load/load';
import type { Measurement, Variant } from './measurement';

const WARM_UP_MILLIS = 15_000;
const LOAD_MILLIS = 20_000;
const IN_FLIGHT = 100;
/** A broker delivers what it has after a second. */
const DELIVERY_MILLIS = 3_000;

const silent = { info: () => undefined, warn: () => undefined, error: console.error, debug: () => undefined };

interface Bulk {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer<ArrayBuffer>;
}

interface Taker {
  readonly url: string;
  /** Records stored. */
  count(): Promise<number>;
  /** Resolves when all that was delivered can be seen. */
  projected(): Promise<void>;
  stop(): Promise<void>;
}

/** Ingest and projector as the program runs them, on a PostgreSQL of their own with fsync. */
async function startTaker(): Promise<Taker> {
  const server = await startPostgresql({ fsync: true });
  const database = await openDatabase({ databaseUrl: await server.createDatabase(), dataDir: '' });
  await database.migrate();
  const projector = new Projector({ knex: database.knex, logger: silent });
  await projector.start();
  const ingest = await startIngest({
    knex: database.knex,
    host: '127.0.0.1',
    port: 0,
    onRecords: () => projector.notify(),
    logger: silent,
  });
  return {
    url: ingest.url,
    async count() {
      const found: unknown = await database.knex('record').count({ count: '*' }).first();
      return Number((found as { count: string }).count);
    },
    projected: () => projector.whenCaughtUp(),
    async stop() {
      await ingest.stop();
      await projector.stop();
      await database.close();
      await server.stop();
    },
  };
}

function headersOf(request: IncomingMessage): Record<string, string> {
  const names = ['content-type', 'content-encoding', 'authorization'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = request.headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}

async function deliver(url: string, bulk: Bulk): Promise<Response> {
  const response = await fetch(`${url}${bulk.path}`, {
    method: 'POST',
    headers: bulk.headers,
    body: bulk.body,
  });
  if (!response.ok) throw new Error(`Expected a stored bulk, but got ${response.status}`);
  return response;
}

/** Passes all on to `url` and keeps the bulks. */
async function startRecorder(url: string, bulks: Bulk[]) {
  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.from(await buffer(request));
    const path = request.url ?? '/';
    const headers = headersOf(request);
    const isBulk = request.method === 'POST' && path.includes('_bulk');
    const answer = await fetch(`${url}${path}`, {
      method: request.method ?? 'GET',
      headers,
      ...(body.length > 0 && { body }),
    });
    if (isBulk && answer.ok) bulks.push({ path, headers, body });
    const text = await answer.text();
    response.writeHead(answer.status, {
      'content-type': answer.headers.get('content-type') ?? 'application/json',
      'X-Elastic-Product': 'Elasticsearch',
    });
    response.end(request.method === 'HEAD' ? undefined : text);
  }
  const server = createServer((request, response) => {
    pass(request, response).catch((error: unknown) => {
      console.error(error);
      response.writeHead(503).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => void server.close(),
  };
}

/** Records a second that the broker made under load, and its bulks. */
async function produce(): Promise<{ readonly rate: number; readonly bulks: readonly Bulk[] }> {
  const bulks: Bulk[] = [];
  const taker = await startTaker();
  const recorder = await startRecorder(taker.url, bulks);
  const zeebe = await startZeebe({ exporterUrl: recorder.url });
  const load = Load.start(zeebe.address);
  const delivered = () => new Promise((resolve) => setTimeout(resolve, DELIVERY_MILLIS));
  try {
    await load.ask({ do: 'deploy' });
    await load.ask({ do: 'run', workload: 'w1', millis: WARM_UP_MILLIS, inFlight: IN_FLIGHT });
    await delivered();
    const before = await taker.count();
    const { elapsed } = await load.ask({
      do: 'run',
      workload: 'w1',
      millis: LOAD_MILLIS,
      inFlight: IN_FLIGHT,
    });
    await delivered();
    return { rate: (((await taker.count()) - before) * 1000) / elapsed, bulks };
  } finally {
    await load.stop();
    await zeebe.stop();
    recorder.stop();
    await taker.stop();
  }
}

/** Records a second that ingest takes and projects, when they come without a pause. */
async function take(
  bulks: readonly Bulk[],
): Promise<{ readonly stored: number; readonly projected: number }> {
  const taker = await startTaker();
  try {
    const began = performance.now();
    for (const bulk of bulks) await (await deliver(taker.url, bulk)).arrayBuffer();
    const stored = performance.now() - began;
    await taker.projected();
    const projected = performance.now() - began;
    const count = await taker.count();
    return { stored: (count * 1000) / stored, projected: (count * 1000) / projected };
  } finally {
    await taker.stop();
  }
}

/** The column `zeebe` is what the broker makes, `postgresql` what our ingest takes. */
export async function measureIngest(variants: readonly Variant[]): Promise<Measurement[]> {
  if (!variants.includes('zeebe') || !variants.includes('postgresql') || postgresqlMissing() !== undefined)
    return [];
  const { rate, bulks } = await produce();
  const taken = await take(bulks);
  return [
    {
      name: 'ingest: records stored, beside those that the broker makes',
      unit: 'records/s',
      values: { postgresql: taken.stored, zeebe: rate },
    },
    {
      name: 'ingest: records stored and projected, beside those that the broker makes',
      unit: 'records/s',
      values: { postgresql: taken.projected, zeebe: rate },
      targets: { postgresql: { of: 'ratio', atLeast: 2 } },
    },
  ];
}

import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { gzipSync } from 'node:zlib';
import pino from 'pino';
import type { EngineRecord } from '../../src/protocol/records';
import { startIngest, type IngestOptions, type RunningIngest } from '../../src/ingest/server';
import { certificateAuthority } from '../kit/certificates';
import { describeOnEveryDatabase, type TestDatabase } from '../kit/database';
import { brokerRecords } from '../kit/records';

jest.setTimeout(180_000);

const logger = pino({ level: 'silent' });

function bulk(records: readonly EngineRecord[]): string {
  return records
    .map((record) => {
      const action = {
        index: { _index: 'zeebe-record', _id: `${record.partitionId}-${record.position}`, routing: '1' },
      };
      return `${JSON.stringify(action)}\n${JSON.stringify(record)}\n`;
    })
    .join('');
}

describeOnEveryDatabase('ingest', (open) => {
  let database: TestDatabase;
  let ingest: RunningIngest;
  let told: EngineRecord[];

  async function start(options: Partial<IngestOptions> = {}): Promise<void> {
    ingest = await startIngest({
      knex: database.knex,
      host: '127.0.0.1',
      port: 0,
      onRecords: (records) => told.push(...records),
      logger,
      ...options,
    });
  }

  const post = (body: string | Buffer, headers: Record<string, string> = {}, path = '/_bulk') =>
    fetch(`${ingest.url}${path}`, {
      method: 'POST',
      body: typeof body === 'string' ? body : new Uint8Array(body),
      headers: { 'Content-Type': 'application/x-ndjson', ...headers },
    });
  const stored = (): Promise<string[]> =>
    database.knex('record').orderBy(['partition_id', 'position']).pluck('position');

  beforeAll(async () => {
    database = await open();
  });
  beforeEach(async () => {
    told = [];
    await database.knex('record').delete();
  });
  afterEach(() => ingest.stop());
  afterAll(() => database.dispose());

  it('stores a bulk, answers item by item and tells of it', async () => {
    // given
    await start();
    const records = brokerRecords('01');

    // when
    const response = await post(bulk(records));

    // then
    expect(response.status).toBe(200);
    expect(response.headers.get('X-Elastic-Product')).toBe('Elasticsearch');
    const answer = (await response.json()) as {
      errors: boolean;
      items: { index: { _id: string; status: number } }[];
    };
    expect(answer.errors).toBe(false);
    expect(answer.items.map((item) => [item.index._id, item.index.status])).toEqual(
      records.map((record) => [`1-${record.position}`, 201]),
    );
    expect(await stored()).toEqual(records.map((record) => String(record.position)));
    expect(await database.knex('record').orderBy('position').pluck('record')).toEqual(records);
    expect(told).toEqual(records);
  });

  it('stores what is delivered again only once, also gzipped and overlapping', async () => {
    await start();
    const records = brokerRecords('01');
    await post(bulk(records.slice(0, 20)));
    const again = await post(gzipSync(bulk(records.slice(10))), { 'Content-Encoding': 'gzip' });
    expect(await again.json()).toMatchObject({ errors: false });
    expect(await stored()).toEqual(records.map((record) => String(record.position)));
  });

  it("acknowledges the exporter's preparations", async () => {
    await start();
    const paths = [
      '/_component_template/zeebe-record',
      '/_index_template/zeebe-record_job_8.6.0',
      '/_ilm/policy/zeebe-record-retention-policy',
      '/zeebe-record*/_settings?allow_no_indices=true',
    ];
    for (const path of paths) {
      const response = await fetch(`${ingest.url}${path}`, { method: 'PUT', body: '{}' });
      expect([response.status, await response.json()]).toEqual([200, { acknowledged: true }]);
    }
    expect((await fetch(ingest.url)).status).toBe(200);
    expect((await fetch(`${ingest.url}/_search`)).status).toBe(404);
  });

  it('stores what is before a wrong record, and nothing after it', async () => {
    // given
    await start();
    const [a, b, c] = brokerRecords('01');
    const lines = bulk([a!, b!, c!]).split('\n');
    const answerTo = async (source: string) => {
      lines[3] = source;
      const response = await post(lines.join('\n'));
      expect(response.status).toBe(200);
      return (await response.json()) as {
        errors: boolean;
        items: { index: { status: number; error?: { reason: string } } }[];
      };
    };

    // when, then
    const wrong: [string, RegExp][] = [
      ['{"partitionId": 1', /Expected a record in JSON, but /],
      ['[]', /Expected a record, but /],
      [JSON.stringify({ ...b, position: -2 }), /position/],
      [JSON.stringify({ ...b, position: '9223372036854775808' }), /position/],
      [JSON.stringify({ ...b, key: 1.5 }), /key/],
      [JSON.stringify({ ...b, partitionId: 0 }), /partitionId/],
      [JSON.stringify({ ...b, valueType: 'job\u0000' }), /valueType/],
      [JSON.stringify({ ...b, value: 7 }), /value/],
      [JSON.stringify({ ...b, position: 77 }), /Expected _id "1-77"/],
    ];
    for (const [source, reason] of wrong) {
      const answer = await answerTo(source);
      expect(answer.errors).toBe(true);
      expect(answer.items.map(({ index }) => index.status)).toEqual([201, 400, 400]);
      expect(answer.items[1]?.index.error?.reason).toMatch(reason);
      expect(answer.items[2]?.index.error?.reason).toMatch(/an item before it is wrong/);
      expect(await stored()).toEqual([String(a!.position)]);
    }
  });

  it.each([
    ['', /body is empty/],
    ['nonsense\n{}\n', /line 1, but it is not JSON/],
    ['{"delete":{"_id":"1-1"}}\n{}\n', /Expected \{"index"/],
    ['{"index":{}}\n', /but the body ends/],
  ])('refuses the body %j', async (body, reason) => {
    await start();
    const response = await post(body);
    expect(response.status).toBe(400);
    const answer = (await response.json()) as { error: { reason: string } };
    expect(answer.error.reason).toMatch(reason);
    expect(await stored()).toEqual([]);
  });

  it('refuses what is too long, also when it is only long unpacked, and what it cannot unpack', async () => {
    await start({ maxBodyBytes: 2_000 });
    const body = bulk(brokerRecords('01'));
    expect((await post(body)).status).toBe(413);
    expect((await post(gzipSync('x'.repeat(100_000)), { 'Content-Encoding': 'gzip' })).status).toBe(413);
    expect((await post(Buffer.from('no gzip'), { 'Content-Encoding': 'gzip' })).status).toBe(400);
    expect((await post(body.slice(0, 100), { 'Content-Encoding': 'br' })).status).toBe(400);
    expect(await stored()).toEqual([]);
  });

  it('asks for credentials where it has some', async () => {
    await start({ credentials: { username: 'zeebe', password: 's3crét' } });
    const body = bulk(brokerRecords('01'));
    const basic = (text: string) => ({ Authorization: `Basic ${Buffer.from(text).toString('base64')}` });
    const refused = await post(body);
    expect(refused.status).toBe(401);
    expect(refused.headers.get('WWW-Authenticate')).toMatch(/^Basic /);
    expect((await post(body, basic('zeebe:wrong'))).status).toBe(401);
    expect(await stored()).toEqual([]);
    expect((await post(body, basic('zeebe:s3crét'))).status).toBe(200);
  });

  it.each<[string, Record<string, string>, string, string]>([
    ['a page of another site', { Origin: 'https://evil.example' }, 'POST', '/_bulk'],
    ['a page of a sandbox', { Origin: 'null' }, 'POST', '/_bulk'],
    ['a page by its name for this port', { Origin: 'http://127.0.0.1' }, 'POST', '/zeebe/_bulk'],
    ['a picture of a page', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Dest': 'image' }, 'GET', '/'],
    ['a call that asks whether it may', { Origin: 'http://localhost:8080' }, 'OPTIONS', '/_bulk'],
    ['an address that was typed', { 'Sec-Fetch-Mode': 'navigate' }, 'GET', '/'],
  ])('refuses browsers: %s', async (_, headers, method, path) => {
    await start();
    const answer = await new Promise<{ status: number; headers: IncomingHttpHeaders }>((resolve, reject) => {
      const call = httpRequest(`${ingest.url}${path}`, { method, headers }, (response) => {
        response.resume();
        resolve({ status: response.statusCode ?? 0, headers: response.headers });
      });
      call.once('error', reject);
      call.end(method === 'POST' ? bulk(brokerRecords('01')) : undefined);
    });
    expect(answer.status).toBe(403);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(await stored()).toEqual([]);
  });

  it('speaks TLS where it has a certificate', async () => {
    const authority = certificateAuthority('Ingest CA');
    const { cert, key } = authority.issue();
    await start({ tls: { cert: Buffer.from(cert), key: Buffer.from(key) } });
    expect(ingest.url).toMatch(/^https:/);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      httpsRequest(ingest.url, { ca: authority.cert }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .once('error', reject)
        .end();
    });
    expect(status).toBe(200);
    await expect(fetch(ingest.url)).rejects.toThrow();
  });

  it('refuses the records of another cluster', async () => {
    // given
    await start();
    const records = brokerRecords('01');
    await post(bulk(records.slice(0, 5)));

    // when
    const other = records.slice(3, 9).map((record) => ({ ...record, timestamp: record.timestamp + 1 }));
    const response = await post(bulk(other));

    // then
    expect(response.status).toBe(409);
    expect(((await response.json()) as { error: { reason: string } }).error.reason).toMatch(
      /Use an empty database/,
    );
    expect(await stored()).toHaveLength(5);
  });

  it('answers 503 when it cannot store, and stores when it is sent again', async () => {
    await start();
    const body = bulk(brokerRecords('01'));
    await database.knex.schema.renameTable('record', 'away');
    expect((await post(body)).status).toBe(503);
    await database.knex.schema.renameTable('away', 'record');
    expect(told).toEqual([]);
    expect((await post(body)).status).toBe(200);
  });
});

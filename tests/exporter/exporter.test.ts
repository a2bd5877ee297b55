import pino from 'pino';
import { Exporter } from '../../src/exporter/exporter';
import { startIngest, type RunningIngest } from '../../src/ingest/server';
import { describeOnEveryDatabase, openTestDatabase, type TestDatabase } from '../kit/database';
import { appendRecords, brokerRecords } from '../kit/records';

jest.setTimeout(180_000);

const logger = pino({ level: 'silent' });

describeOnEveryDatabase('exporter', (open) => {
  let source: TestDatabase;
  let target: TestDatabase;
  let ingest: RunningIngest;

  const startTarget = (port: number) =>
    startIngest({
      knex: target.knex,
      host: '127.0.0.1',
      port,
      credentials: { username: 'u', password: 'p:/@' },
      onRecords: () => undefined,
      logger,
    });
  const stored = (): Promise<unknown[]> => target.knex('record').orderBy('position').pluck('record');

  beforeAll(async () => {
    source = await open();
    target = await openTestDatabase();
  });
  beforeEach(async () => {
    await source.knex('record').delete();
    await source.knex('projection_position').delete();
    await target.knex('record').delete();
    ingest = await startTarget(0);
  });
  afterEach(() => ingest.stop());
  afterAll(async () => {
    await source.dispose();
    await target.dispose();
  });

  function create(): Exporter {
    const url = new URL(ingest.url);
    url.username = 'u';
    url.password = encodeURIComponent('p:/@');
    return new Exporter({ knex: source.knex, url: url.href, logger, batchSize: 7 });
  }

  it('delivers every record in order and goes on where it stopped', async () => {
    // given
    const records = brokerRecords('01', '02', '03');
    const half = Math.floor(records.length / 2);
    await appendRecords(source.knex, records.slice(0, half));
    const first = create();
    await first.start();
    await first.whenExported(Number(records[half - 1]?.position));
    await first.stop();
    expect(await stored()).toEqual(records.slice(0, half));

    // when
    await target.knex('record').delete();
    const second = create();
    await second.start();
    await appendRecords(source.knex, records.slice(half));
    second.notify();
    await second.whenExported(Number(records.at(-1)?.position));
    await second.stop();

    // then
    expect(await stored()).toEqual(records.slice(half));
  });

  it('sends again what the receiver could not take', async () => {
    // given
    const records = brokerRecords('01');
    await appendRecords(source.knex, records);
    const exporter = create();
    const port = Number(new URL(ingest.url).port);
    await ingest.stop();
    await exporter.start();

    // when
    ingest = await startTarget(port);
    await exporter.whenExported(Number(records.at(-1)?.position));
    await exporter.stop();

    // then
    expect(await stored()).toEqual(records);
  });
});

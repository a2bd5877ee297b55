import pino from 'pino';
import type { EngineRecord } from '../../src/protocol/records';
import { Projector } from '../../src/projections/projector';
import { tables } from '../../src/projections/tables';
import { describeOnEveryDatabase, type TestDatabase } from '../kit/database';
import { appendRecords, brokerRecords, event } from '../kit/records';

jest.setTimeout(180_000);

const logger = pino({ level: 'silent' });

/** The whole read model, as text: equal when the tables are. */
async function snapshot(database: TestDatabase): Promise<Record<string, unknown[]>> {
  const content: Record<string, unknown[]> = {};
  for (const table of tables) {
    content[table.name] = await database
      .knex(table.name)
      .select()
      .orderBy([...table.key]);
  }
  return content;
}

describeOnEveryDatabase('projector', (open) => {
  let database: TestDatabase;
  let projector: Projector;

  beforeAll(async () => {
    database = await open();
  });
  beforeEach(() => {
    projector = new Projector({ knex: database.knex, logger });
  });
  afterEach(async () => {
    await empty();
  });
  afterAll(() => database.dispose());

  async function projectAll(records: readonly EngineRecord[]): Promise<Record<string, unknown[]>> {
    await appendRecords(database.knex, records);
    await projector.start();
    await projector.whenCaughtUp();
    return snapshot(database);
  }

  async function empty(): Promise<void> {
    await projector.stop();
    await database.knex('record').delete();
    await database.knex('projection_position').delete();
    await database.knex.raw(`TRUNCATE ${tables.map((table) => table.name).join(', ')}`);
  }

  it('projects what a real broker sent', async () => {
    const content = await projectAll(brokerRecords());
    const instances = content['rm_instance'] as { state: string }[];
    expect(instances.map(({ state }) => state).sort()).toEqual([
      'ACTIVE',
      'ACTIVE',
      'CANCELED',
      'COMPLETED',
      'COMPLETED',
      'COMPLETED',
      'COMPLETED',
      'COMPLETED',
    ]);
    expect(content['rm_timer']).toEqual([]);
    expect(content['rm_waiting_message']).toEqual([]);
    expect(content['rm_process']).toEqual([
      expect.objectContaining({ bpmn_process_id: 'simple', name: 'Simple', startable: true, version: 1 }),
      expect.objectContaining({ bpmn_process_id: 'user' }),
      expect.objectContaining({ bpmn_process_id: 'sub' }),
    ]);
  });

  it('makes the same read model record by record, in one batch, from memory and twice over', async () => {
    // given
    const records = brokerRecords();
    const expected = await projectAll(records);

    // when: one record a batch
    await empty();
    projector = new Projector({ knex: database.knex, logger, batchSize: 1 });
    expect(await projectAll(records)).toEqual(expected);

    // when: handed over in memory, in pieces, some of them twice
    await empty();
    projector = new Projector({ knex: database.knex, logger });
    await projector.start();
    await projector.whenCaughtUp();
    for (let i = 0; i < records.length; i += 7) {
      const piece = records.slice(i, i + 7);
      await appendRecords(database.knex, piece);
      projector.notify(piece);
      if (i % 3 === 0) projector.notify(piece);
      if (i % 5 === 0) projector.notify();
    }
    await projector.whenCaughtUp();
    expect(await snapshot(database)).toEqual(expected);

    // when: rebuilt
    const { records: count } = await projector.rebuild();
    expect(count).toBe(records.length);
    expect(await snapshot(database)).toEqual(expected);
  });

  it('counts once what is handed over twice before it is taken', async () => {
    // given
    const records = brokerRecords();
    const expected = await projectAll(records);
    await empty();
    projector = new Projector({ knex: database.knex, logger });
    await projector.start();
    await projector.whenCaughtUp();

    // when
    await appendRecords(database.knex, records);
    projector.notify(records);
    projector.notify(records);
    await projector.whenCaughtUp();

    // then
    expect(await snapshot(database)).toEqual(expected);
  });

  it('reads from the database what nobody handed over', async () => {
    // given
    const records = brokerRecords('01');
    const expected = await projectAll(records);
    await empty();
    await projector.start();
    await projector.whenCaughtUp();

    // when: the second half is in the database only
    const half = Math.floor(records.length / 2);
    await appendRecords(database.knex, records);
    projector.notify(records.slice(0, half));
    projector.notify();
    await projector.whenCaughtUp();

    // then
    expect(await snapshot(database)).toEqual(expected);
  });

  it('goes on where it stopped', async () => {
    const records = brokerRecords('01');
    const expected = await projectAll(records);
    await empty();
    const third = Math.floor(records.length / 3);
    await projectAll(records.slice(0, third));
    await projector.stop();
    projector = new Projector({ knex: database.knex, logger });
    expect(await projectAll(records.slice(third))).toEqual(expected);
  });

  it('keeps partitions apart', async () => {
    // given
    const records = brokerRecords('01', '02', '03', '04');
    const other = (record: EngineRecord): EngineRecord =>
      JSON.parse(
        JSON.stringify({ ...record, partitionId: 5 }).replace(/\b22517998136(\d{5})\b/g, '"112589990684$1"'),
      ) as EngineRecord;

    // when
    const content = await projectAll([...records, ...records.map(other)]);

    // then
    const keys = (content['rm_instance'] as { key: string }[]).map(({ key }) => key);
    expect(keys.filter((key) => key.startsWith('2251'))).toHaveLength(keys.length / 2);
    expect(projector.position(1)).toBe(Number(records.at(-1)?.position));
    expect(projector.position(5)).toBe(Number(records.at(-1)?.position));
  });

  it('does not count twice when two projectors run', async () => {
    const records = brokerRecords();
    const expected = await projectAll(records);
    await empty();
    const second = new Projector({ knex: database.knex, logger, batchSize: 3 });
    projector = new Projector({ knex: database.knex, logger, batchSize: 5 });
    await appendRecords(database.knex, records);
    await Promise.all([projector.start(), second.start()]);
    await Promise.all([projector.whenCaughtUp(), second.whenCaughtUp()]);
    await second.stop();
    expect(await snapshot(database)).toEqual(expected);
  });

  it('tells when a position is visible', async () => {
    const [first, second] = brokerRecords('01');
    await projector.start();
    await projector.whenCaughtUp();
    const positions: number[] = [];
    const unsubscribe = projector.onProjected(({ position }) => positions.push(position));
    const waiting = projector.waitFor(1, first!.position);
    await appendRecords(database.knex, [first!]);
    projector.notify([first!]);
    expect(await waiting).toBe(true);
    expect(positions).toEqual([first!.position]);
    expect(await projector.waitFor(1, second!.position, 20)).toBe(false);
    unsubscribe();
  });

  it('skips a record that has not the expected value, and one that the database refuses', async () => {
    const variable = (name: string, value: unknown) => ({ name, value, scopeKey: 7, processInstanceKey: 7 });
    await projectAll([
      event(1, 'VARIABLE', 'CREATED', variable('a', '1')),
      event(2, 'VARIABLE', 'CREATED', variable('b', { not: 'text' })),
      event(3, 'JOB', 'CREATED', { type: 't' }),
      event(4, 'VARIABLE', 'CREATED', { ...variable('c', '1'), scopeKey: '9999999999999999999' }),
      event(5, 'VARIABLE', 'CREATED', variable('d', '"\u0000"')),
      event(6, 'VARIABLE', 'CREATED', variable('e', '2')),
    ]);
    expect(await database.knex('rm_variable').pluck('name').orderBy('name')).toEqual(['a', 'd', 'e']);
    expect(projector.position(1)).toBe(6);
  });

  it('reads the diagrams that a release without their facts projected', async () => {
    // given
    const before = await projectAll(brokerRecords());
    await projector.stop();
    await database.knex('rm_process').update({ facts: null });

    // when
    await projector.start();

    // then
    expect(await snapshot(database)).toEqual(before);
  });

  it('goes on after a failure of the database', async () => {
    // given
    await projector.start();
    await projector.whenCaughtUp();
    await database.knex.schema.renameTable('rm_variable', 'rm_away');
    const records = [
      event(1, 'VARIABLE', 'CREATED', { name: 'a', value: '1', scopeKey: 7, processInstanceKey: 7 }),
    ];
    await appendRecords(database.knex, records);
    projector.notify(records);
    expect(await projector.waitFor(1, 1, 100)).toBe(false);

    // when
    await database.knex.schema.renameTable('rm_away', 'rm_variable');

    // then
    expect(await projector.waitFor(1, 1)).toBe(true);
    expect(await database.knex('rm_variable').pluck('name')).toEqual(['a']);
  });
});

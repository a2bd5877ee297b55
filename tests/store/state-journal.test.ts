import { commitStatement } from '../../src/store/engine-commit';
import { decodeChanges, encodeChanges } from '../../src/store/journal-changes';
import type { StateEntry } from '../../src/store/port';
import { StateJournal } from '../../src/store/state-journal';
import { runStatement, type Statement } from '../../src/store/statement';
import { describeOnEveryDatabase, type TestDatabase } from '../kit/database';
import { chance } from '../kit/random';

jest.setTimeout(180_000);

const put = (key: string, value: string, isNew = false): StateEntry => ({
  family: 'f',
  key,
  format: 1,
  value,
  isNew,
});
/** Any that follows from the value. */
const formatOf = (value: string | null): number => 1 + ((value?.length ?? 0) % 3);
const drop = (key: string): StateEntry => ({ family: 'f', key, format: 1, value: null });

describe('changes as bytes', () => {
  it('come back as they were, whatever the text and however long', () => {
    const entries = [
      { family: 'a', key: 'tab\t, line\n, "quote", é😀', format: 2, value: '{"a":"\\n"}' },
      { family: 'b', key: '', format: 2, value: null },
      { family: 'c', key: '3', format: 2, value: JSON.stringify('😀é'.repeat(10_000)) },
      { family: 'd', key: '4', format: 2, value: '0' },
    ];
    const parts = encodeChanges(entries);
    expect(parts.length).toBeGreaterThan(5);
    expect(Math.max(...parts.map((part) => part.length))).toBeLessThanOrEqual(8_000);
    expect(decodeChanges(parts)).toEqual(entries);
    expect(encodeChanges([])).toEqual([]);
    expect(decodeChanges([])).toEqual([]);
  });

  it('are of the first format where they tell none, as before 0.2.0', () => {
    const before = ['job', '"12"', '{"retries":3}', 'timer', '"13"', ''].join('\n');
    expect(decodeChanges([Buffer.from(before)])).toEqual([
      { family: 'job', key: '12', format: 1, value: '{"retries":3}' },
      { family: 'timer', key: '13', format: 1, value: null },
    ]);
  });
});

describeOnEveryDatabase('the journal of the state', (open) => {
  let database: TestDatabase;
  const run = (statement: Statement) => runStatement(database.knex, statement);

  beforeAll(async () => {
    database = await open();
  });
  beforeEach(() => database.knex.raw('TRUNCATE record, engine_state, engine_journal'));
  afterAll(() => database.dispose());

  async function opened(
    limitBytes?: number,
  ): Promise<{ journal: StateJournal; state: Map<string, unknown>; formats: Map<string, number> }> {
    const journal = new StateJournal(limitBytes);
    const state = new Map<string, unknown>();
    const formats = new Map<string, number>();
    for await (const { key, value, format } of journal.load(run)) {
      expect(state.has(key)).toBe(false);
      state.set(key, value);
      formats.set(key, format);
    }
    return { journal, state, formats };
  }

  const commit = async (journal: StateJournal, entries: readonly StateEntry[]): Promise<void> =>
    void (await run(commitStatement([], journal.next(entries))));
  const folded = (): Promise<unknown[]> => database.knex('engine_state').orderBy('key').pluck('key');
  const batches = (): Promise<unknown[]> => database.knex('engine_journal').orderBy('batch').pluck('batch');

  it('writes no row that comes and goes', async () => {
    const { journal } = await opened(60);
    for (let i = 0; i < 10; i += 1) {
      await commit(journal, [put('lasting', `${i}`), put('short', '"0123456789"', true)]);
      await commit(journal, [put('lasting', `${i}`), drop('short')]);
      expect(await folded()).toEqual([]);
    }
    expect((await batches()).length).toBeLessThan(6);
    expect((await opened()).state).toEqual(new Map([['lasting', '9']]));
  });

  it('writes the rows that were changed longest ago once it is too long', async () => {
    const { journal } = await opened(24);
    await commit(journal, [put('1', '10', true)]);
    await commit(journal, [put('2', '20', true)]);
    expect(await folded()).toEqual([]);
    await commit(journal, [put('3', '30', true)]);
    expect(await folded()).toEqual(['1']);
    await commit(journal, [drop('1')]);
    await commit(journal, [drop('3')]);
    await commit(journal, [put('4', '40', true)]);
    expect(await folded()).toEqual(['2']);
    const found = await opened();
    expect([...found.state].sort()).toEqual([
      ['2', '20'],
      ['4', '40'],
    ]);
  });

  it.each([1, 60, 300, 100_000])('holds the same state as a map, with a limit of %d bytes', async (limit) => {
    const random = chance(limit);
    const model = new Map<string, string>();
    let { journal } = await opened(limit);
    for (let round = 0; round < 150; round += 1) {
      const entries = new Map<string, StateEntry>();
      for (let i = random.between(1, 4); i > 0; i -= 1) {
        const key = String(random.between(1, 12));
        if (entries.has(key)) continue;
        const value = random.happens(0.4) ? null : JSON.stringify('x'.repeat(random.between(0, 20)));
        if (value === null && !model.has(key)) continue;
        entries.set(key, { family: 'f', key, format: formatOf(value), value, isNew: !model.has(key) });
        if (value === null) model.delete(key);
        else model.set(key, value);
      }
      await commit(journal, [...entries.values()]);
      if (random.happens(0.15)) {
        const again = await opened(limit);
        expect([...again.state].sort()).toEqual([...model].sort());
        for (const [key, value] of model) expect(again.formats.get(key)).toBe(formatOf(value));
        ({ journal } = again);
      }
    }
  });
});

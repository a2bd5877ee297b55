import { commitStatement } from '../../src/store/engine-commit';
import { decodeChanges, encodeChanges } from '../../src/store/journal-changes';
import type { StateEntry } from '../../src/store/port';
import { StateJournal } from '../../src/store/state-journal';
import { runStatement, type Statement } from '../../src/store/statement';
import { describeOnEveryDatabase, type TestDatabase } from '../kit/database';
import { chance } from '../kit/random';

jest.setTimeout(180_000);

const put = (key: string, value: string, isNew = false): StateEntry => ({ family: 'f', key, value, isNew });
const drop = (key: string): StateEntry => ({ family: 'f', key, value: null });

describe('changes as bytes', () => {
  it('come back as they were, whatever the text and however long', () => {
    const entries = [
      { family: 'a', key: 'tab\t, line\n, "quote", é😀', value: '{"a":"\\n"}' },
      { family: 'b', key: '', value: null },
      { family: 'c', key: '3', value: JSON.stringify('😀é'.repeat(10_000)) },
      { family: 'd', key: '4', value: '0' },
    ];
    const parts = encodeChanges(entries);
    expect(parts.length).toBeGreaterThan(5);
    expect(Math.max(...parts.map((part) => part.length))).toBeLessThanOrEqual(8_000);
    expect(decodeChanges(parts)).toEqual(entries);
    expect(encodeChanges([])).toEqual([]);
    expect(decodeChanges([])).toEqual([]);
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
  ): Promise<{ journal: StateJournal; state: Map<string, unknown> }> {
    const journal = new StateJournal(limitBytes);
    const state = new Map<string, unknown>();
    for await (const { key, value } of journal.load(run)) {
      expect(state.has(key)).toBe(false);
      state.set(key, value);
    }
    return { journal, state };
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
    const { journal } = await opened(18);
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
        entries.set(key, { family: 'f', key, value, isNew: !model.has(key) });
        if (value === null) model.delete(key);
        else model.set(key, value);
      }
      await commit(journal, [...entries.values()]);
      if (random.happens(0.15)) {
        const again = await opened(limit);
        expect([...again.state].sort()).toEqual([...model].sort());
        ({ journal } = again);
      }
    }
  });
});

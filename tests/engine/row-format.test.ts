/** Rows of the engine's state in formats of before and after. */
import { Engine } from '../../src/engine/engine';
import { ColumnFamily, numberKey } from '../../src/engine/state/column-family';
import { rowFormat } from '../../src/engine/state/row-format';
import { UndoLog } from '../../src/engine/state/undo-log';

interface Named {
  readonly name: string;
}

/** 1: `"Awa"`; 2: `{label}`; 3: `{name}`. */
const format = rowFormat(
  (row) => ({ label: row }),
  (row) => ({ name: (row as { label: string }).label }),
);

describe('a family whose rows were written differently before', () => {
  const people = () => new ColumnFamily<number, Named>('person', new UndoLog(), numberKey, format);

  it.each([
    [1, '"Awa"'],
    [2, '{"label":"Awa"}'],
    [3, '{"name":"Awa"}'],
  ])('reads a row of format %d', (from, value) => {
    const family = people();
    family.load({ key: '7', format: from, value });
    expect(family.get(7)).toEqual({ name: 'Awa' });
    expect(family.takeChanges()).toEqual([]);
  });

  it('writes a row in its own format, once it changes', () => {
    const family = people();
    family.load({ key: '7', format: 1, value: '"Awa"' });
    family.put(7, { name: 'Bilé' });
    expect(family.takeChanges()).toEqual([{ key: '7', format: 3, value: '{"name":"Bilé"}', isNew: false }]);
  });

  it.each([0, 4, 1.5])('refuses format %d', (from) => {
    expect(() => people().load({ key: '7', format: from, value: '"Awa"' })).toThrow(
      `Expected engine state of family 'person' in format 3 or before, but the database has row '7' of it in format ${String(from)}: ` +
        'a later version of this program has written it. Start that version, or restore a backup made before it.',
    );
  });
});

describe('the engine', () => {
  it.each([
    ['a format', { family: 'job', key: '1', format: 2, value: '{}' }],
    ['a format of its counters', { family: 'counter', key: 'counters', format: 2, value: '{}' }],
    ['a family', { family: 'later', key: '1', format: 1, value: '{}' }],
  ])('refuses state that a later program wrote: %s', (_what, row) => {
    expect(() => new Engine().load(row)).toThrow(/a later version of this program has written it/);
  });
});

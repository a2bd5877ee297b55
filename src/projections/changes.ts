/** What a batch of records changes in the read model, collected in memory: one row a key, whatever its records. */
import type { Column, Table } from './tables';

export type Value = string | number | boolean | null | undefined;
/** By column; null and undefined leave the column as it is. */
export type Row = Readonly<Record<string, Value>>;

type MutableRow = Record<string, Value>;

export interface TableChanges {
  readonly table: Table;
  readonly rows: readonly Row[];
  /** Keys of tables with a single key column. */
  readonly deleted: readonly string[];
}

interface Collected {
  readonly rows: Map<string, MutableRow>;
  readonly deleted: Set<string>;
}

function merged(column: Column, before: Value, after: Value): Value {
  if (after == null) return before;
  if (before == null) return after;
  switch (column.merge) {
    case 'last':
      return after;
    case 'first':
      return before;
    case 'sum':
      return Number(before) + Number(after);
  }
}

/** PostgreSQL's text cannot hold U+0000. */
function storable(value: Value): Value {
  return typeof value === 'string' && value.includes('\u0000') ? value.replaceAll('\u0000', '\ufffd') : value;
}

export class Changes {
  private readonly byTable = new Map<Table, Collected>();

  /** Adds what a record says of a row, making the row if there is none. */
  upsert(table: Table, row: Row): void {
    const { rows } = this.of(table);
    const id = table.key.map((column) => String(row[column])).join('\u0000');
    const known = rows.get(id) ?? {};
    for (const [name, column] of Object.entries(table.columns)) {
      known[name] = merged(column, known[name], storable(row[name]));
    }
    rows.set(id, known);
  }

  /** Deletes a row for good: its key does not come back. */
  delete(table: Table, key: string): void {
    const { rows, deleted } = this.of(table);
    rows.delete(key);
    deleted.add(key);
  }

  collected(): TableChanges[] {
    return [...this.byTable].map(([table, { rows, deleted }]) => ({
      table,
      rows: [...rows.values()],
      deleted: [...deleted],
    }));
  }

  private of(table: Table): Collected {
    const known = this.byTable.get(table) ?? { rows: new Map(), deleted: new Set() };
    this.byTable.set(table, known);
    return known;
  }
}

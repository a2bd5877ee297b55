/**
 * A batch's changes and the projector's new position as one SQL statement: one round trip, all or nothing.
 * Each table is written once, from arrays of its columns.
 */
import type { Statement } from '../store/statement';
import type { Row, TableChanges, Value } from './changes';
import type { Column, Table } from './tables';

/** SQLSTATE by which the statement fails, writing nothing, when the stored position is not the expected one. */
export const POSITION_MOVED = '22012';

export interface PositionMove {
  readonly name: string;
  readonly partitionId: number;
  readonly from: number;
  readonly to: number;
}

/** Collects parameters and hands out their placeholders. */
class Parameters {
  readonly values: unknown[] = [];

  add(value: unknown, type: string): string {
    this.values.push(value);
    return `$${String(this.values.length)}::${type}`;
  }
}

function combine(table: Table, name: string, column: Column): string {
  const stored = `${table.name}.${name}`;
  switch (column.merge) {
    case 'last':
      return `coalesce(excluded.${name}, ${stored})`;
    case 'first':
      return `coalesce(${stored}, excluded.${name})`;
    case 'sum':
      return `${stored} + excluded.${name}`;
  }
}

function upsert(table: Table, rows: readonly Row[], parameters: Parameters): string {
  const used = Object.entries(table.columns).filter(([name]) => rows.some((row) => row[name] != null));
  const names = used.map(([name]) => name).join(', ');
  const arrays = used.map(([name, { type }]) =>
    parameters.add(
      rows.map((row): Value => row[name] ?? null),
      `${type}[]`,
    ),
  );
  const updates = used
    .filter(([name]) => !table.key.includes(name))
    .map(([name, column]) => `${name} = ${combine(table, name, column)}`);
  const action = updates.length > 0 ? `DO UPDATE SET ${updates.join(', ')}` : 'DO NOTHING';
  return `INSERT INTO ${table.name} (${names}) SELECT * FROM unnest(${arrays.join(', ')})
    ON CONFLICT (${table.key.join(', ')}) ${action}`;
}

function remove(table: Table, keys: readonly string[], parameters: Parameters): string {
  return `DELETE FROM ${table.name} WHERE key = ANY(${parameters.add(keys, 'bigint[]')})`;
}

export function projectionStatement(changes: readonly TableChanges[], move: PositionMove): Statement {
  const parameters = new Parameters();
  const parts = changes.flatMap(({ table, rows, deleted }) => [
    ...(rows.length > 0 ? [upsert(table, rows, parameters)] : []),
    ...(deleted.length > 0 ? [remove(table, deleted, parameters)] : []),
  ]);
  parts.push(`UPDATE projection_position SET position = ${parameters.add(move.to, 'bigint')}
    WHERE name = ${parameters.add(move.name, 'text')} AND partition_id = ${parameters.add(move.partitionId, 'int')}
      AND position = ${parameters.add(move.from, 'bigint')} RETURNING position`);
  const named = parts.map((part, index) => `part_${String(index)} AS (${part})`);
  // Dividing by the number of moved positions fails the whole statement when another projector was faster.
  return {
    text: `WITH ${named.join(',\n')}
      SELECT 1 / (SELECT count(*) FROM part_${String(parts.length - 1)})::int AS moved`,
    values: parameters.values,
  };
}

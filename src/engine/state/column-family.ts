/**
 * One kind of state row, in memory: key → immutable value. Remembers which rows changed since the last commit, and
 * lets indices follow every change, also when a change is undone or rows are loaded.
 */
import { documentNumber, parseJson, printJson } from '../../json';
import { firstFormat, upgraded, type RowFormat } from './row-format';
import type { UndoLog } from './undo-log';

export type RowKey = number | string;

export interface RowChange {
  readonly key: string;
  readonly format: number;
  /** Null deletes the row. */
  readonly value: string | null;
  /** The row was absent before. */
  readonly isNew?: boolean;
}

/** One row of the engine's state, as the store keeps it. */
export interface StateRow extends RowChange {
  readonly family: string;
}

export type StoredRow = RowChange & { readonly value: string };

/** Follows the rows of a family. `before` or `after` is undefined when the row was or is absent. */
export interface Index<K extends RowKey, V> {
  update(key: K, before: V | undefined, after: V | undefined): void;
}

export class ColumnFamily<K extends RowKey, V> {
  private readonly rows = new Map<K, V>();
  /** Changed keys → whether the row exists in the store. */
  private readonly changed = new Map<K, boolean>();
  private readonly indices: Index<K, V>[] = [];

  constructor(
    readonly name: string,
    private readonly undo: UndoLog,
    private readonly parseKey: (text: string) => K,
    private readonly format: RowFormat = firstFormat,
  ) {}

  index<I extends Index<K, V>>(index: I): I {
    this.indices.push(index);
    return index;
  }

  get size(): number {
    return this.rows.size;
  }

  get(key: K): V | undefined {
    return this.rows.get(key);
  }

  has(key: K): boolean {
    return this.rows.has(key);
  }

  values(): IterableIterator<V> {
    return this.rows.values();
  }

  put(key: K, value: V): void {
    this.change(key, value);
  }

  delete(key: K): void {
    if (this.rows.has(key)) this.change(key, undefined);
  }

  /** A row from the store, at start, brought to the present format. Throws `UnknownStateError` for a later one. */
  load({ key, format, value }: StoredRow): void {
    const row = upgraded(this.format, {
      family: this.name,
      key,
      format,
      value: parseJson(value, documentNumber),
    });
    this.set(this.parseKey(key), row as V);
  }

  /** Rows changed since the last call; forgets them. */
  takeChanges(): RowChange[] {
    const changes: RowChange[] = [];
    const format = this.format.current;
    for (const [key, stored] of this.changed) {
      const value = this.rows.get(key);
      if (value !== undefined)
        changes.push({ key: String(key), format, value: printJson(value), isNew: !stored });
      else if (stored) changes.push({ key: String(key), format, value: null });
    }
    this.changed.clear();
    return changes;
  }

  private change(key: K, value: V | undefined): void {
    const before = this.rows.get(key);
    if (!this.changed.has(key)) this.changed.set(key, before !== undefined);
    this.undo.push(() => this.set(key, before));
    this.set(key, value);
  }

  private set(key: K, value: V | undefined): void {
    const before = this.rows.get(key);
    if (value === undefined) this.rows.delete(key);
    else this.rows.set(key, value);
    for (const index of this.indices) index.update(key, before, value);
  }
}

export const numberKey = (text: string): number => Number(text);
export const stringKey = (text: string): string => text;

/** A composite key that any text may be part of. */
export const keyOf = (...parts: readonly RowKey[]): string => JSON.stringify(parts);

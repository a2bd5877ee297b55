/** Indices over column families. */
import type { Index, RowKey } from './column-family';
import { byNumber, SortedSet } from './sorted-set';

/** Groups rows: group → rows in order. Rows without a group are left out. */
export class GroupIndex<K extends RowKey, V, G extends RowKey> implements Index<K, V> {
  private readonly groups = new Map<G, SortedSet<K>>();

  constructor(
    private readonly groupOf: (value: V, key: K) => G | undefined,
    private readonly compare: (left: K, right: K) => number,
  ) {}

  update(key: K, before: V | undefined, after: V | undefined): void {
    const from = before === undefined ? undefined : this.groupOf(before, key);
    const to = after === undefined ? undefined : this.groupOf(after, key);
    if (from === to) return;
    if (from !== undefined) this.remove(from, key);
    if (to !== undefined) this.groupFor(to).add(key);
  }

  /** The keys of a group in order; empty when there is none. */
  of(group: G): readonly K[] {
    const keys = this.groups.get(group);
    return keys === undefined ? [] : [...keys];
  }

  /** As `of`, without a copy: do not change rows while iterating. */
  *iterate(group: G): IterableIterator<K> {
    const keys = this.groups.get(group);
    if (keys !== undefined) yield* keys;
  }

  first(group: G): K | undefined {
    return this.groups.get(group)?.first();
  }

  has(group: G): boolean {
    return this.groups.has(group);
  }

  /** Groups that have rows. */
  names(): IterableIterator<G> {
    return this.groups.keys();
  }

  private groupFor(group: G): SortedSet<K> {
    let keys = this.groups.get(group);
    if (keys === undefined) this.groups.set(group, (keys = new SortedSet(this.compare)));
    return keys;
  }

  private remove(group: G, key: K): void {
    const keys = this.groups.get(group);
    keys?.delete(key);
    if (keys?.size === 0) this.groups.delete(group);
  }
}

export function groupByNumber<V, G extends RowKey>(
  groupOf: (value: V, key: number) => G | undefined,
): GroupIndex<number, V, G> {
  return new GroupIndex(groupOf, byNumber);
}

/** Rows by the time they are due. Rows without a due time are left out. */
export class DueIndex<V> implements Index<number, V> {
  private readonly entries = new SortedSet<readonly [number, number]>(
    (left, right) => left[0] - right[0] || left[1] - right[1],
  );

  constructor(private readonly dueOf: (value: V) => number | undefined) {}

  update(key: number, before: V | undefined, after: V | undefined): void {
    const from = before === undefined ? undefined : this.dueOf(before);
    const to = after === undefined ? undefined : this.dueOf(after);
    if (from === to) return;
    if (from !== undefined) this.entries.delete([from, key]);
    if (to !== undefined) this.entries.add([to, key]);
  }

  /** Milliseconds since the epoch; undefined when nothing waits. */
  next(): number | undefined {
    return this.entries.first()?.[0];
  }

  /** Keys due at or before the time, earliest first. */
  dueAt(time: number, limit: number): number[] {
    const keys: number[] = [];
    for (const [due, key] of this.entries) {
      if (due > time || keys.length >= limit) break;
      keys.push(key);
    }
    return keys;
  }
}

/**
 * A set kept in order, in chunks so that adding and deleting stay cheap with 100,000 entries.
 * Entries that compare as 0 are the same entry.
 */
const CHUNK = 256;

export class SortedSet<T> implements Iterable<T> {
  private chunks: T[][] = [];
  private count = 0;

  constructor(private readonly compare: (left: T, right: T) => number) {}

  get size(): number {
    return this.count;
  }

  first(): T | undefined {
    return this.chunks[0]?.[0];
  }

  add(entry: T): void {
    const at = this.chunkOf(entry);
    const chunk = this.chunks[at];
    if (chunk === undefined) {
      this.chunks.push([entry]);
      this.count += 1;
      return;
    }
    const index = this.indexIn(chunk, entry);
    const found = chunk[index];
    if (found !== undefined && this.compare(found, entry) === 0) return;
    chunk.splice(index, 0, entry);
    this.count += 1;
    if (chunk.length > CHUNK) this.chunks.splice(at + 1, 0, chunk.splice(CHUNK / 2));
  }

  delete(entry: T): boolean {
    const at = this.chunkOf(entry);
    const chunk = this.chunks[at];
    if (chunk === undefined) return false;
    const index = this.indexIn(chunk, entry);
    const found = chunk[index];
    if (found === undefined || this.compare(found, entry) !== 0) return false;
    chunk.splice(index, 1);
    this.count -= 1;
    if (chunk.length === 0) this.chunks.splice(at, 1);
    return true;
  }

  /** Do not change the set while iterating: take what you need first. */
  *[Symbol.iterator](): Iterator<T> {
    for (const chunk of this.chunks) yield* chunk;
  }

  /** The chunk that holds the entry or should: the last one that starts at or before it. */
  private chunkOf(entry: T): number {
    let low = 0;
    let high = this.chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      const start = this.chunks[middle]?.[0];
      if (start !== undefined && this.compare(start, entry) <= 0) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private indexIn(chunk: readonly T[], entry: T): number {
    let low = 0;
    let high = chunk.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.compare(chunk[middle] as T, entry) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

export const byNumber = (left: number, right: number): number => left - right;

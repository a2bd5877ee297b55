/**
 * The order of Scala's hash maps (2.13), in which Zeebe lists decisions and the entries of contexts: records of both
 * engines name them in the same order.
 */

const MAX_ORDERED = 4;
const FIRST_TABLE = 16;

/** Keys of an immutable map: as added up to four, beyond that by their hashes. */
export function immutableMapOrder(keys: readonly string[]): readonly string[] {
  if (keys.length <= MAX_ORDERED) return keys;
  return inTrie(
    keys.map((key) => ({ key, hash: improved(hashOf(key)) })),
    0,
  );
}

/** Entries of an immutable map, in that order. */
export function inMapOrder<T extends readonly [string, unknown]>(entries: readonly T[]): readonly T[] {
  if (entries.length <= MAX_ORDERED) return entries;
  const byKey = new Map(entries.map((entry) => [entry[0], entry]));
  return immutableMapOrder([...byKey.keys()])
    .map((key) => byKey.get(key))
    .filter((entry) => entry !== undefined);
}

/** Keys of a mutable hash map, from one bucket to the next. */
export function mutableMapOrder(keys: readonly string[]): readonly string[] {
  let size = FIRST_TABLE;
  while (keys.length >= size * 0.75) size *= 2;
  return keys
    .map((key) => {
      const hash = hashOf(key);
      return { key, hash: hash ^ (hash >>> 16) };
    })
    .sort((left, right) => (left.hash & (size - 1)) - (right.hash & (size - 1)) || left.hash - right.hash)
    .map(({ key }) => key);
}

interface Hashed {
  readonly key: string;
  readonly hash: number;
}

/** A node of the trie: single entries first, then the nodes below, each by five bits of the hash. */
function inTrie(entries: readonly Hashed[], shift: number): readonly string[] {
  if (shift >= 32) return entries.map(({ key }) => key);
  const branches = new Map<number, Hashed[]>();
  for (const entry of entries) {
    const branch = (entry.hash >>> shift) & 31;
    const known = branches.get(branch);
    if (known === undefined) branches.set(branch, [entry]);
    else known.push(entry);
  }
  const sorted = [...branches].sort(([left], [right]) => left - right).map(([, members]) => members);
  const single = sorted.filter(({ length }) => length === 1).flat();
  const below = sorted.filter(({ length }) => length > 1);
  return [...single.map(({ key }) => key), ...below.flatMap((members) => inTrie(members, shift + 5))];
}

/** As Java's `String.hashCode`. */
function hashOf(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index += 1)
    hash = (Math.imul(31, hash) + text.charCodeAt(index)) | 0;
  return hash;
}

function improved(code: number): number {
  let hash = (code + ~(code << 9)) | 0;
  hash ^= hash >>> 14;
  hash = (hash + (hash << 4)) | 0;
  return hash ^ (hash >>> 10);
}

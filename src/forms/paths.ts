/** Reading and writing values at paths such as `['lignes', 0, 'article']`. Own properties only. */
export type JsonObject = Readonly<Record<string, unknown>>;
export type Path = readonly (string | number)[];

const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function getAt(source: unknown, path: Path): unknown {
  let value = source;
  for (const segment of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined;
    value = (value as Record<string | number, unknown>)[segment];
  }
  return value;
}

/** Changes `target`; makes the objects (or, before a number, arrays) that are missing on the way. */
export function setAt(target: Record<string, unknown>, path: Path, value: unknown): void {
  if (path.some((segment) => forbidden.has(String(segment)))) return;
  let holder: Record<string | number, unknown> = target;
  path.forEach((segment, index) => {
    const next = path[index + 1];
    if (next === undefined) {
      holder[segment] = value;
      return;
    }
    const present = Object.hasOwn(holder, segment) ? holder[segment] : undefined;
    const made =
      typeof present === 'object' && present !== null ? present : typeof next === 'number' ? [] : {};
    holder[segment] = made;
    holder = made as Record<string | number, unknown>;
  });
}

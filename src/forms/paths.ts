/** Reading and writing values at paths such as `['lignes', 0, 'article']`. Own properties only. */
import { ExactNumber } from '../json';

export type JsonObject = Readonly<Record<string, unknown>>;
export type Path = readonly (string | number)[];
type Holder = Record<string | number, unknown>;

const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

export function isObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
  );
}

const isHolder = (value: unknown): value is Holder => typeof value === 'object' && value !== null;

export function getAt(source: unknown, path: Path): unknown {
  let value = source;
  for (const segment of path) {
    if (!isHolder(value) || !Object.hasOwn(value, segment)) return undefined;
    value = value[segment];
  }
  return value;
}

/** Changes `target`; makes the objects (or, before a number, arrays) that are missing on the way. */
export function setAt(target: Record<string, unknown>, path: Path, value: unknown): void {
  if (path.some((segment) => forbidden.has(String(segment)))) return;
  let holder: Holder = target;
  path.forEach((segment, index) => {
    const next = path[index + 1];
    if (next === undefined) {
      holder[segment] = value;
      return;
    }
    const present = Object.hasOwn(holder, segment) ? holder[segment] : undefined;
    const made = isHolder(present) ? present : typeof next === 'number' ? [] : {};
    holder[segment] = made;
    holder = made as Holder;
  });
}

const isBare = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.every((item) => item === undefined)
    : isObject(value) && Object.keys(value).length === 0;

/** Changes `target`: takes the value away, and what is empty around it then, as form-js does with hidden fields. */
export function clearAt(target: Record<string, unknown>, path: Path): void {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const holder = getAt(target, path.slice(0, depth - 1));
    const last = path[depth - 1];
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- `holder` is a copy of plain data
    if (isHolder(holder) && last !== undefined) delete holder[last];
    if (!isBare(holder)) return;
  }
}

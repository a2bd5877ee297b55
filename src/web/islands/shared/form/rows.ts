/**
 * Lists of a form. form-js submits the fields that it shows, row by row: it says nothing of a list whose rows were all
 * taken away, nor which row went away. So each row carries its place before, and what is sent has every list.
 */
import type { Variables } from './draft';

/** As the server reads it. */
const ROW_MARK = '@ligne';

type Json = Record<string, unknown>;

interface Component {
  readonly type?: string;
  readonly path?: string;
  readonly isRepeating?: boolean;
  readonly components?: readonly Component[];
}

export interface Rows {
  readonly valuePath: readonly (string | number)[];
  readonly rows: readonly unknown[];
}

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function at(source: unknown, path: readonly (string | number)[]): unknown {
  let value = source;
  for (const segment of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[segment];
  }
  return value;
}

/** The variables with each row's place in it. */
export function markRows(schema: unknown, variables: Variables): Variables {
  const marked = structuredClone(variables);
  markIn((schema as Component).components ?? [], marked, []);
  return marked;
}

function markIn(components: readonly Component[], holder: unknown, prefix: readonly string[]): void {
  for (const { type, path = '', components: inner, isRepeating = true } of components) {
    if (inner === undefined) continue;
    const inside = [...prefix, ...(path === '' ? [] : path.split('.'))];
    if (type !== 'dynamiclist' || !isRepeating) {
      markIn(inner, holder, inside);
      continue;
    }
    const rows = at(holder, inside);
    if (!Array.isArray(rows)) continue;
    rows.forEach((row: unknown, index) => {
      if (!isJson(row)) return;
      row[ROW_MARK] = index;
      markIn(inner, row, []);
    });
  }
}

/** `submitted` with every shown list as it stands, outer lists first. */
export function withRows(submitted: Variables, lists: readonly Rows[]): Variables {
  const whole = structuredClone(submitted) as Json;
  const outerFirst = [...lists].sort((one, other) => one.valuePath.length - other.valuePath.length);
  for (const { valuePath, rows } of outerFirst) {
    const known = at(whole, valuePath);
    const sent = rows.map((row, index) => {
      const given = at(known, [index]);
      const mark = isJson(row) ? row[ROW_MARK] : undefined;
      return { ...(isJson(given) ? given : {}), ...(mark !== undefined && { [ROW_MARK]: mark }) };
    });
    put(whole, valuePath, sent);
  }
  return whole;
}

function put(target: Json, path: readonly (string | number)[], value: unknown): void {
  let holder: Record<string | number, unknown> = target;
  path.forEach((segment, index) => {
    const next = path[index + 1];
    if (next === undefined) holder[segment] = value;
    else
      holder = (holder[segment] ??= typeof next === 'number' ? [] : {}) as Record<string | number, unknown>;
  });
}

/** What was typed over what there is: rows by their places, as what is not typed in them is not kept. */
export function restored(variables: Variables, kept: Variables): Variables {
  return over(variables, kept) as Variables;
}

function over(base: unknown, kept: unknown): unknown {
  if (Array.isArray(kept) && kept.every(isJson) && Array.isArray(base)) {
    const rowOf = (mark: unknown) =>
      mark === undefined ? undefined : base.find((row) => isJson(row) && row[ROW_MARK] === mark);
    return kept.map((row) => over(rowOf(row[ROW_MARK]), row));
  }
  if (!isJson(base) || !isJson(kept)) return kept;
  const members = Object.entries(kept).map(([name, value]) => [name, over(base[name], value)] as const);
  return { ...base, ...Object.fromEntries(members) };
}

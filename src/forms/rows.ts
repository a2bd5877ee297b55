/**
 * Which row of a list as it was each submitted row is. Rows are taken away and added while a form is open, and a row
 * may hold what the form does not show: without knowing its row, that would go to another or be lost.
 * Our pages say it in each row as `@ligne`, counted from 0. Other callers need not as long as no row goes away.
 */
import { copyJson } from '../json';
import { isDeepStrictEqual } from 'node:util';
import { getAt, isObject, setAt, type JsonObject, type Path } from './paths';
import { localPath, repeats, type FormField } from './schema';

export const ROW_MARK = '@ligne';

export interface Aligned {
  /** Without the marks. */
  readonly submitted: Record<string, unknown>;
  /** The variables, their lists in the order of the submitted rows; rows that are new are empty. */
  readonly variables: Record<string, unknown>;
  /** Lists of which it cannot be told which rows went away. */
  readonly unclear: readonly Path[];
}

export function alignRows(
  fields: readonly FormField[],
  submitted: JsonObject,
  variables: JsonObject,
): Aligned {
  const aligned = {
    submitted: copyJson({ ...submitted }),
    variables: copyJson({ ...variables }),
    unclear: [] as Path[],
  };
  alignAll(fields, [], aligned);
  return aligned;
}

type Working = Omit<Aligned, 'unclear'> & { readonly unclear: Path[] };

function alignAll(fields: readonly FormField[], path: Path, working: Working): void {
  for (const field of fields) {
    if (field.components === undefined) continue;
    const inside = [...path, ...localPath(field)];
    if (repeats(field)) alignList(field.components, inside, working);
    else alignAll(field.components, inside, working);
  }
}

function alignList(components: readonly FormField[], path: Path, working: Working): void {
  const rows = getAt(working.submitted, path);
  if (!Array.isArray(rows)) return;
  const present = getAt(working.variables, path);
  const before: unknown[] = Array.isArray(present) ? present : [];
  const origins = originsOf(rows, before, allOpen(components));
  if (origins === null) working.unclear.push(path);
  const aligned = rows.map((_row, index) => {
    const origin = origins?.[index];
    const row = origin == null ? undefined : before[origin];
    return isObject(row) ? copyJson(row) : {};
  });
  setAt(working.variables, path, aligned);
  setAt(working.submitted, path, rows.map(unmarked));
  rows.forEach((_row, index) => {
    alignAll(components, [...path, index], working);
  });
}

function unmarked(row: unknown): unknown {
  if (!isObject(row) || !Object.hasOwn(row, ROW_MARK)) return row;
  const { [ROW_MARK]: _mark, ...rest } = row;
  return rest;
}

const markOf = (row: unknown): unknown => (isObject(row) ? row[ROW_MARK] : undefined);

/** For each row its place before, null for a new one; null when that cannot be told. */
function originsOf(
  rows: readonly unknown[],
  before: readonly unknown[],
  isOpen: boolean,
): readonly (number | null)[] | null {
  if (rows.some((row) => markOf(row) !== undefined)) return markedOrigins(rows, before.length);
  if (rows.length >= before.length) return rows.map((_row, index) => (index < before.length ? index : null));
  return likelyOrigins(rows, before, isOpen);
}

function markedOrigins(rows: readonly unknown[], count: number): readonly (number | null)[] {
  const taken = new Set<unknown>();
  return rows.map((row) => {
    const mark = markOf(row);
    if (typeof mark !== 'number' || !Number.isInteger(mark) || mark < 0 || mark >= count) return null;
    if (taken.has(mark)) return null;
    taken.add(mark);
    return mark;
  });
}

/** By what each row still has of a row before, in their order; a row that gives everything anew is new. */
function likelyOrigins(
  rows: readonly unknown[],
  before: readonly unknown[],
  isOpen: boolean,
): readonly (number | null)[] | null {
  const origins: (number | null)[] = [];
  let from = 0;
  for (const row of rows) {
    const likeness = before.map((candidate, index) => (index < from ? 0 : sharedMembers(row, candidate)));
    const best = Math.max(...likeness);
    if (best === 0 && !(isOpen && givesAll(row, before))) return null;
    origins.push(best === 0 ? null : likeness.indexOf(best));
    if (best > 0) from = likeness.indexOf(best) + 1;
  }
  return origins;
}

function sharedMembers(row: unknown, candidate: unknown): number {
  if (!isObject(row) || !isObject(candidate)) return 0;
  return Object.entries(row).filter(([name, value]) => isDeepStrictEqual(candidate[name], value)).length;
}

function givesAll(row: unknown, before: readonly unknown[]): boolean {
  const members = before.flatMap((candidate) => (isObject(candidate) ? Object.keys(candidate) : []));
  return isObject(row) && members.every((name) => Object.hasOwn(row, name));
}

/** Every field of its rows is always shown and can be filled in. */
const allOpen = (fields: readonly FormField[]): boolean =>
  fields.every(
    ({ readonly, disabled, conditional, components = [] }) =>
      !readonly && !disabled && !conditional?.hide && allOpen(components),
  );

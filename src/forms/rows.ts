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
  const origins = originsOf(rows, before, components);
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
  components: readonly FormField[],
): readonly (number | null)[] | null {
  if (rows.some((row) => markOf(row) !== undefined)) return markedOrigins(rows, before.length);
  if (rows.length >= before.length) return rows.map((_row, index) => (index < before.length ? index : null));
  return likelyOrigins(rows, before, components);
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

/** By what each row still has of a row before, in their order; any other is new where nothing unseen could be lost. */
function likelyOrigins(
  rows: readonly unknown[],
  before: readonly unknown[],
  components: readonly FormField[],
): readonly (number | null)[] | null {
  const isOpen = holdsOnly(before, components);
  const origins: (number | null)[] = [];
  let from = 0;
  for (const row of rows) {
    const likeness = before.map((candidate, index) => (index < from ? 0 : sharedMembers(row, candidate)));
    const best = Math.max(...likeness);
    if (best === 0 && !isOpen) return null;
    origins.push(best === 0 ? null : likeness.indexOf(best));
    if (best > 0) from = likeness.indexOf(best) + 1;
  }
  return origins;
}

function sharedMembers(row: unknown, candidate: unknown): number {
  if (!isObject(row) || !isObject(candidate)) return 0;
  return Object.entries(row).filter(([name, value]) => isDeepStrictEqual(candidate[name], value)).length;
}

/** Whether the rows hold nothing but what a person can fill in, so that one that is given anew loses nothing. */
function holdsOnly(rows: readonly unknown[], components: readonly FormField[]): boolean {
  const isEnterable = ({ readonly, disabled, conditional }: FormField) =>
    !readonly && !disabled && !conditional?.hide;
  const names = new Set(
    components.filter(isEnterable).flatMap(({ key, path }) => (key ?? path ?? '').split('.')[0] ?? []),
  );
  return rows.every((row) => isObject(row) && Object.keys(row).every((name) => names.has(name)));
}

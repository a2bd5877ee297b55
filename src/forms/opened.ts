/** The data that form-js holds once it has opened a form on variables: what it shows, defaults, empty values. */
import { copyJson } from '../json';
import { topScope } from './feel';
import { optionsOf } from './options';
import { getAt, isObject, setAt, type JsonObject, type Path } from './paths';
import { localPath, repeats, type FormField } from './schema';
import { fieldTypeOf } from './types';
import type { ShowContext } from './types/field-type';

export function openedWith(
  fields: readonly FormField[],
  variables: JsonObject,
  timeZone: string,
): Record<string, unknown> {
  const data = copyJson({ ...variables });
  openAll(fields, [], { variables, data, timeZone });
  return data;
}

interface Opening {
  readonly variables: JsonObject;
  readonly data: Record<string, unknown>;
  readonly timeZone: string;
}

function openAll(fields: readonly FormField[], path: Path, opening: Opening): void {
  for (const field of fields) openField(field, [...path, ...localPath(field)], opening);
}

function openField(field: FormField, path: Path, opening: Opening): void {
  const type = fieldTypeOf(field.type);
  const value = getAt(opening.variables, path);
  if (type !== undefined && path.length > 0) {
    const shown =
      value === undefined
        ? (field.defaultValue ?? type.emptyValue)
        : type.shown(value, field, showContext(field, opening.variables, opening.timeZone));
    setAt(opening.data, path, copyJson(shown));
  }
  if (field.components === undefined) return;
  if (!repeats(field)) {
    openAll(field.components, path, opening);
    return;
  }
  const rows = Array.isArray(value)
    ? value.map((row: unknown) => (isObject(row) ? row : {}))
    : newRows(field);
  setAt(opening.data, path, copyJson(rows));
  rows.forEach((_row, index) => {
    openAll(field.components ?? [], [...path, index], opening);
  });
}

const newRows = ({ defaultRepetitions }: FormField): object[] =>
  Array.from({ length: Math.max(0, Math.trunc(defaultRepetitions ?? 1)) }, () => ({}));

/** `variables`: those that the form was opened with. */
export function showContext(field: FormField, variables: JsonObject, timeZone: string): ShowContext {
  return { timeZone, options: () => optionsOf(field, variables, variables, topScope(variables)) };
}

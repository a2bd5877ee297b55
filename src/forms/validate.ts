/** Reads what a person submitted against the form's schema: the last word on it, whatever the browser allowed. */
import { copyJson } from '../json';
import { isDeepStrictEqual } from 'node:util';
import type { FieldInstance } from './instances';
import { findMisfits, type Misfit } from './known-names';
import { frenchMessages, type FormMessages } from './messages';
import { openedWith, showContext } from './opened';
import { optionsOf } from './options';
import { clearAt, getAt, isObject, setAt, type JsonObject, type Path } from './paths';
import { alignRows } from './rows';
import { brokenRule } from './rules';
import { parseFormSchema, repeats, type FormField } from './schema';
import { settle, type Settled } from './settle';
import { fieldTypeOf } from './types';
import { isUntouched, valueOf, type FieldType } from './types/field-type';

export interface FormError {
  /** Where the value is, dotted: `motif`, `lignes.0.article`; empty for the form as a whole. */
  readonly field: string;
  readonly label: string;
  readonly message: string;
}

export type FormResult =
  /**
   * `values`: the variables to set, each whole: what the form does not show of a group or of a row is in it as it was.
   * Of fields that are hidden or absent there is nothing else; of those that are read-only their default.
   */
  | { readonly ok: true; readonly values: Record<string, unknown> }
  | { readonly ok: false; readonly errors: readonly FormError[] };

export interface FormOptions {
  readonly now?: Date;
  readonly messages?: FormMessages;
  /** Where instants have their day and hour; the server's own unless said. */
  readonly timeZone?: string;
}

export const serverTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * `schema`: a form-js schema; `context`: the variables the form was opened with.
 * Throws `FormSchemaError` when the schema is not one.
 */
export function validateForm(
  schema: unknown,
  submitted: unknown,
  context: JsonObject,
  { now = new Date(), messages = frenchMessages, timeZone = serverTimeZone() }: FormOptions = {},
): FormResult {
  const fields = parseFormSchema(schema).components;
  if (!isObject(submitted)) return refused([{ field: '', label: '', message: messages.notAnObject }]);
  return read({ fields, context, now, messages, timeZone }, submitted);
}

interface Question extends Required<FormOptions> {
  readonly fields: readonly FormField[];
  readonly context: JsonObject;
}

function read(question: Question, given: JsonObject): FormResult {
  const { fields, context, messages, timeZone } = question;
  const { submitted, variables, unclear } = alignRows(fields, given, context);
  const misfits = findMisfits(fields, submitted).filter(
    ({ kind, path }) =>
      kind !== 'unknown' || !isDeepStrictEqual(getAt(submitted, path), getAt(variables, path)),
  );
  if (misfits.length > 0) return refused(misfits.map((misfit) => misfitError(misfit, messages)));
  const opened = openedWith(fields, variables, timeZone);
  const settled = settle(fields, submitted, opened, messages);
  const closed = settled.instances.find(
    ({ hidden, field, path }) => hidden && repeats(field) && getAt(submitted, path) !== undefined,
  );
  // Nobody sees that list: its rows are those there were.
  if (closed !== undefined) return read(question, withoutAt(given, closed.path));
  const reader = { ...question, ...settled, submitted, variables, opened, unclear, values: {} };
  const errors = settled.instances
    .filter(({ hidden }) => !hidden)
    .flatMap((one) => readInstance(one, reader));
  return errors.length > 0 ? refused(errors) : { ok: true, values: reader.values };
}

function withoutAt(source: JsonObject, path: Path): JsonObject {
  const copy = copyJson({ ...source });
  clearAt(copy, path);
  return copy;
}

/** A list that is missing is told once, not for each field of the row that it would have begun with. */
function refused(errors: readonly FormError[]): FormResult {
  const isWithin = ({ field }: FormError) =>
    errors.some((other) => other.field !== '' && field.startsWith(`${other.field}.`));
  return { ok: false, errors: errors.filter((error) => !isWithin(error)) };
}

function misfitError({ path, kind, label }: Misfit, messages: FormMessages): FormError {
  const message =
    kind === 'unknown' ? messages.unknownField(label) : messages[kind === 'rows' ? 'rows' : 'group'](label);
  return { field: path.join('.'), label, message };
}

interface Reader extends Question, Settled {
  readonly submitted: JsonObject;
  /** As they were, their lists in the order of the submitted rows. */
  readonly variables: JsonObject;
  readonly opened: JsonObject;
  readonly unclear: readonly Path[];
  /** Filled in as fields are read. */
  readonly values: Record<string, unknown>;
}

/** A variable is set whole: the first value in it brings along what was in it. */
function keep({ values, variables }: Reader, path: Path, value: unknown): void {
  const [root] = path;
  if (root !== undefined && path.length > 1 && !Object.hasOwn(values, root)) {
    const before = getAt(variables, [root]);
    if (isObject(before) || Array.isArray(before)) setAt(values, [root], copyJson(before));
  }
  setAt(values, path, value);
}

function readInstance(instance: FieldInstance, reader: Reader): FormError[] {
  const { field, label, path } = instance;
  const messages = repeats(field) ? readRows(instance, reader) : readField(instance, reader);
  return messages.map((message) => ({ field: path.join('.') || (field.id ?? ''), label, message }));
}

function readField(instance: FieldInstance, reader: Reader): string[] {
  const { field, path, locked } = instance;
  const type = fieldTypeOf(field.type);
  if (type === undefined || path.length === 0) return [];
  if (field.type === 'expression') keep(reader, path, getAt(reader.held, path));
  else if (!locked) return readOpen(type, instance, reader);
  else if (field.disabled !== true) keepDefault(instance, reader);
  return [];
}

function keepDefault({ field, path }: FieldInstance, reader: Reader): void {
  const isMissing = getAt(reader.variables, path) === undefined;
  if (isMissing && field.defaultValue !== undefined) keep(reader, path, field.defaultValue);
}

function readOpen(type: FieldType, { field, path, label, scope }: FieldInstance, reader: Reader): string[] {
  const { messages, now, data, opened, timeZone, variables } = reader;
  const options = () => optionsOf(field, opened, data, scope);
  const given = getAt(reader.submitted, path);
  const before = getAt(variables, path);
  const showing = showContext(field, variables, timeZone);
  const isAsBefore =
    before !== undefined &&
    given !== undefined &&
    isUntouched(type, type.shown(before, field, showing), given, field, showing);
  const found = type.read(given, field, { label, messages, now, options, timeZone });
  // What nobody changed may have been written in another way: it stays.
  const reading = found.kind === 'wrong' && isAsBefore ? valueOf(given) : found;
  if (reading.kind === 'wrong') return [reading.message];
  if (reading.kind === 'empty' && field.validate?.required === true) return [messages.required(label)];
  if (isAsBefore) keep(reader, path, before);
  else if (reading.value !== undefined) keep(reader, path, reading.value);
  if (reading.kind === 'empty' || field.validate == null) return [];
  const message = brokenRule(reading.value, field.validate, { label, messages, data, scope });
  return message === undefined ? [] : [message];
}

function readRows({ field, path, label, locked }: FieldInstance, reader: Reader): string[] {
  const { messages, variables, unclear, submitted, context } = reader;
  const rows = getAt(submitted, path);
  const isEmpty = !Array.isArray(rows) || rows.length === 0;
  // form-js itself lets people take every row away.
  if (isEmpty && field.validate?.required === true) return [messages.noRow(label)];
  if (!Array.isArray(rows)) return [];
  if (unclear.some((one) => isDeepStrictEqual(one, path))) return [messages.rowsUnclear(label)];
  const before = getAt(context, path);
  const expected = Array.isArray(before) ? before.length : (field.defaultRepetitions ?? 1);
  const isFixed = locked || field.allowAddRemove === false;
  if (isFixed && rows.length !== expected) return [messages.rowCount(label, expected)];
  keep(reader, path, copyJson(getAt(variables, path) ?? []));
  return [];
}

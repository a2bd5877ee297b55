/** Reads what a person submitted against the form's schema: the last word on it, whatever the browser allowed. */
import { evaluate, isExpression, topScope } from './feel';
import { instancesOf, repeats, type FieldInstance } from './instances';
import { findMisfits, type Misfit } from './known-names';
import { frenchMessages, type FormMessages } from './messages';
import { optionsOf } from './options';
import { getAt, isObject, setAt, type JsonObject } from './paths';
import { brokenRule } from './rules';
import { parseFormSchema, type FormField } from './schema';
import { fieldTypeOf } from './types';

export interface FormError {
  /** Where the value is, dotted: `motif`, `lignes.0.article`; empty for the form as a whole. */
  readonly field: string;
  readonly label: string;
  readonly message: string;
}

export type FormResult =
  /** `values`: the variables to set; hidden, locked and absent optional fields are not among them. */
  | { readonly ok: true; readonly values: Record<string, unknown> }
  | { readonly ok: false; readonly errors: readonly FormError[] };

export interface FormOptions {
  readonly now?: Date;
  readonly messages?: FormMessages;
}

/** How often conditions may change each other's outcome before we stop following them. */
const maxRounds = 10;

/**
 * `schema`: a form-js schema; `context`: the variables the form was opened with.
 * Throws `FormSchemaError` when the schema is not one.
 */
export function validateForm(
  schema: unknown,
  submitted: unknown,
  context: JsonObject,
  { now = new Date(), messages = frenchMessages }: FormOptions = {},
): FormResult {
  const fields = parseFormSchema(schema).components;
  if (!isObject(submitted)) return refused([{ field: '', label: '', message: messages.notAnObject }]);
  const misfits = findMisfits(fields, submitted);
  if (misfits.length > 0) return refused(misfits.map((misfit) => misfitError(misfit, messages)));
  const { data, instances } = settle(fields, submitted, context, messages);
  const shown = instances.filter((instance) => !instance.hidden && !instance.locked);
  const values: Record<string, unknown> = {};
  const reader = { submitted, initial: context, data, now, messages, values };
  const errors = shown.flatMap((instance) => readInstance(instance, reader));
  if (errors.length > 0) return refused(errors);
  for (const { path, value } of compute(instances, overlay(context, values))) setAt(values, path, value);
  return { ok: true, values };
}

function refused(errors: readonly FormError[]): FormResult {
  return { ok: false, errors };
}

function misfitError({ path, kind, label }: Misfit, messages: FormMessages): FormError {
  const message =
    kind === 'unknown' ? messages.unknownField(label) : messages[kind === 'rows' ? 'rows' : 'group'](label);
  return { field: path.join('.'), label, message };
}

/**
 * Which fields are hidden, and the data that this follows from. A hidden field counts with the value it was opened
 * with, which may show or hide others in turn.
 */
function settle(
  fields: readonly FormField[],
  submitted: JsonObject,
  context: JsonObject,
  messages: FormMessages,
) {
  let data = overlay(context, submitted);
  let instances: FieldInstance[] = [];
  let previous: string | undefined;
  for (let round = 0; round < maxRounds; round += 1) {
    const place = { path: [], scope: topScope(data), hidden: false, prefix: '' };
    instances = instancesOf(fields, place, { data, submitted, messages });
    data = overlay(context, without(submitted, instances.filter(isIgnored), context));
    const computed = compute(instances, data);
    const outcome = JSON.stringify([instances.map(({ hidden }) => hidden), computed]);
    if (outcome === previous) break;
    previous = outcome;
  }
  return { data, instances };
}

function isIgnored({ hidden, locked, field }: FieldInstance): boolean {
  return hidden || locked || field.type === 'expression';
}

/** What was submitted, but for fields that are not to be filled in: those keep the context's values. */
function without(submitted: JsonObject, ignored: readonly FieldInstance[], context: JsonObject) {
  const kept = structuredClone({ ...submitted });
  for (const { path } of ignored) {
    if (path.length > 0 && getAt(kept, path) !== undefined) setAt(kept, path, getAt(context, path));
  }
  return kept;
}

/** A copy of `base` with the values of `over`; objects are merged, lists replaced. */
function overlay(base: JsonObject, over: JsonObject): Record<string, unknown> {
  const merged = structuredClone({ ...base });
  for (const [name, value] of Object.entries(over)) {
    const present = merged[name];
    merged[name] = isObject(value) && isObject(present) ? overlay(present, value) : structuredClone(value);
  }
  return merged;
}

/** Sets the fields of type `expression` in `data`, in their order. Returns what it set. */
function compute(instances: readonly FieldInstance[], data: Record<string, unknown>) {
  return instances.flatMap(({ field, path, scope, hidden }) => {
    if (hidden || field.type !== 'expression' || !isExpression(field.expression) || path.length === 0)
      return [];
    const value = evaluate(field.expression, data, scope);
    setAt(data, path, value);
    return [{ path, value }];
  });
}

interface Reader {
  readonly submitted: JsonObject;
  readonly initial: JsonObject;
  readonly data: JsonObject;
  readonly now: Date;
  readonly messages: FormMessages;
  /** Filled in as fields are read. */
  readonly values: Record<string, unknown>;
}

function readInstance(instance: FieldInstance, reader: Reader): FormError[] {
  const { field, label, path } = instance;
  const messages = repeats(field) ? readRows(instance, reader) : readField(instance, reader);
  return messages.map((message) => ({ field: path.join('.') || (field.id ?? ''), label, message }));
}

function readField({ field, path, label, scope }: FieldInstance, reader: Reader): string[] {
  const type = fieldTypeOf(field.type);
  if (type === undefined || path.length === 0) return [];
  const { messages, now, data, initial } = reader;
  const options = () => optionsOf(field, initial, data, scope);
  const reading = type.read(getAt(reader.submitted, path), field, { label, messages, now, options });
  if (reading.kind === 'wrong') return [reading.message];
  if (reading.kind === 'empty' && field.validate?.required === true) return [messages.required(label)];
  if (reading.value !== undefined) setAt(reader.values, path, reading.value);
  if (reading.kind === 'empty' || field.validate == null) return [];
  const message = brokenRule(reading.value, field.validate, { label, messages, data, scope });
  return message === undefined ? [] : [message];
}

function readRows(
  { field, path, label }: FieldInstance,
  { submitted, initial, messages, values }: Reader,
): string[] {
  const rows = getAt(submitted, path);
  const isEmpty = !Array.isArray(rows) || rows.length === 0;
  // form-js itself lets people take every row away.
  if (isEmpty && field.validate?.required === true) return [messages.noRow(label)];
  if (!Array.isArray(rows)) return [];
  const before = getAt(initial, path);
  const expected = Array.isArray(before) ? before.length : (field.defaultRepetitions ?? 1);
  if (field.allowAddRemove === false && rows.length !== expected) return [messages.rowCount(label, expected)];
  setAt(
    values,
    path,
    rows.map(() => ({})),
  );
  return [];
}

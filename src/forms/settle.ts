/**
 * Which fields are shown, and the data that this follows from, as form-js finds them: first every condition on all that
 * is held, then again on what that left. A hidden field counts at the top with what it was opened with, inside a
 * group or a row not at all.
 */
import { copyJson } from '../json';
import { isDeepStrictEqual } from 'node:util';
import { evaluate, isExpression, topScope } from './feel';
import { instancesOf, type FieldInstance } from './instances';
import type { FormMessages } from './messages';
import { clearAt, getAt, setAt, type JsonObject } from './paths';
import { repeats, type FormField } from './schema';
import { carriesValue } from './types';

export interface Settled {
  readonly instances: readonly FieldInstance[];
  /** What conditions and bounds see. */
  readonly data: JsonObject;
  /** What the form holds, computed fields included. */
  readonly held: JsonObject;
}

/** How often computed values and conditions may change each other before we stop following them. */
const maxRounds = 10;

/** `opened`: what the form held before anything was entered, with the rows that were submitted. */
export function settle(
  fields: readonly FormField[],
  submitted: JsonObject,
  opened: JsonObject,
  messages: FormMessages,
): Settled {
  let held = copyJson({ ...opened });
  let settled = look(fields, held, opened, messages);
  const ignored = new Set<string>();
  for (let round = 0; round < maxRounds; round += 1) {
    held = copyJson({ ...opened });
    enter(settled.instances, submitted, held, ignored);
    compute(settled, held);
    settled = look(fields, held, opened, messages);
    const hidden = settled.instances.filter(isIgnored).map(placeOf);
    const isStable = hidden.length === ignored.size && hidden.every((place) => ignored.has(place));
    const before = copyJson(held);
    compute(settled, held);
    if (isStable && isDeepStrictEqual(before, held)) break;
    ignored.clear();
    hidden.forEach((place) => ignored.add(place));
  }
  return { ...look(fields, held, opened, messages), held };
}

const placeOf = ({ path, field }: FieldInstance): string => JSON.stringify([path, field.id]);

const isIgnored = ({ hidden, locked }: FieldInstance): boolean => hidden || locked;

function look(
  fields: readonly FormField[],
  held: Record<string, unknown>,
  opened: JsonObject,
  messages: FormMessages,
): Settled {
  const at = (data: JsonObject) => {
    const place = { path: [], scope: topScope(data), hidden: false, prefix: '' };
    return instancesOf(fields, place, { data, rows: held, messages });
  };
  const left = copyJson(held);
  for (const { hidden, field, path } of at(held)) {
    if (hidden && path.length > 0 && (carriesValue(field.type) || repeats(field))) clearAt(left, path);
  }
  const data = { ...opened, ...left };
  return { instances: at(data), data, held };
}

/** Puts what was submitted into `held`, but for fields that are not to be filled in. */
function enter(
  instances: readonly FieldInstance[],
  submitted: JsonObject,
  held: Record<string, unknown>,
  ignored: ReadonlySet<string>,
): void {
  for (const instance of instances) {
    const { field, path } = instance;
    if (field.type === 'expression' || !carriesValue(field.type) || path.length === 0) continue;
    const value = getAt(submitted, path);
    if (value === undefined || ignored.has(placeOf(instance))) continue;
    const isWritten =
      field.type === 'number' && typeof value === 'string' && field.serializeToString !== true;
    setAt(held, path, isWritten && value.trim() !== '' ? Number(value) : copyJson(value));
  }
}

/** Sets the shown fields of type `expression` in `held`. */
function compute({ instances, data }: Settled, held: Record<string, unknown>): void {
  for (const { field, path, scope, hidden } of instances) {
    const { type, expression, computeOn = 'change' } = field;
    const isComputed = computeOn === 'change' || computeOn === 'presubmit';
    if (hidden || type !== 'expression' || !isComputed || !isExpression(expression) || path.length === 0)
      continue;
    setAt(held, path, evaluate(expression, data, scope));
  }
}

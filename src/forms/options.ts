/** The choices of a radio, select, checklist or taglist, from wherever the schema takes them. */
import { isDeepStrictEqual } from 'node:util';
import { evaluate, isExpression, type Scope } from './feel';
import { isObject, type JsonObject } from './paths';
import type { FormField } from './schema';

export interface Option {
  readonly label: string;
  readonly value: unknown;
}

/** `initial`: the variables the form was opened with; `valuesKey` names one of them. */
export function optionsOf(field: FormField, initial: JsonObject, data: JsonObject, scope: Scope): Option[] {
  const source = optionSource(field, initial, data, scope);
  return Array.isArray(source) ? source.flatMap(toOption) : [];
}

function optionSource(field: FormField, initial: JsonObject, data: JsonObject, scope: Scope): unknown {
  const { valuesKey } = field;
  if (valuesKey !== undefined)
    return valuesKey !== null && Object.hasOwn(initial, valuesKey) ? initial[valuesKey] : [];
  if (field.values !== undefined) return field.values;
  return isExpression(field.valuesExpression) ? evaluate(field.valuesExpression, data, scope) : [];
}

function toOption(source: unknown): Option[] {
  if (isPrimitive(source)) return [{ value: source, label: String(source) }];
  if (!isObject(source)) return [];
  const { label, value } = source;
  const hasLabel = typeof label === 'string' && label !== '';
  if (!hasLabel) return isPrimitive(value) ? [{ value, label: String(value) }] : [];
  const isValue = isPrimitive(value) || (isObject(value) && Object.keys(value).length > 0);
  return isValue ? [{ label, value }] : [];
}

function isPrimitive(value: unknown): boolean {
  return (
    (typeof value === 'string' && value !== '') || typeof value === 'number' || typeof value === 'boolean'
  );
}

/** The option's own value when `value` is one of them. */
export function findOption(options: readonly Option[], value: unknown): Option | undefined {
  return options.find((option) => isDeepStrictEqual(option.value, value));
}

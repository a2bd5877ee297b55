/** The schema's `validate` rules on a value already of the right type, as form-js applies them. */
import { isNumber } from '../json';
import { bounded } from '../feel';
import { isAddress } from '../text/address';
import { resolve, type Scope } from './feel';
import type { FormMessages } from './messages';
import type { JsonObject } from './paths';
import type { FieldValidation } from './schema';

export interface RuleContext {
  readonly label: string;
  readonly messages: FormMessages;
  readonly data: JsonObject;
  readonly scope: Scope;
}

type Rule = (value: unknown, validation: FieldValidation, context: RuleContext) => string | undefined;

const phone = /^(?:\+|00)[1-9]\d{5,19}$/;

const rules: readonly Rule[] = [
  (value, { min }, context) => {
    const bound = limit(min, context);
    return bound !== undefined && isNumeric(value) && Number(value) < bound
      ? context.messages.min(context.label, bound)
      : undefined;
  },
  (value, { max }, context) => {
    const bound = limit(max, context);
    return bound !== undefined && isNumeric(value) && Number(value) > bound
      ? context.messages.max(context.label, bound)
      : undefined;
  },
  (value, { minLength }, context) => {
    const bound = limit(minLength, context);
    return bound !== undefined && typeof value === 'string' && value.trim().length < bound
      ? context.messages.minLength(context.label, bound)
      : undefined;
  },
  (value, { maxLength }, context) => {
    const bound = limit(maxLength, context);
    return bound !== undefined && typeof value === 'string' && value.trim().length > bound
      ? context.messages.maxLength(context.label, bound)
      : undefined;
  },
  (value, { validationType }, { label, messages }) => {
    if (typeof value !== 'string') return undefined;
    if (validationType === 'email' && !isAddress(value)) return messages.email(label);
    return validationType === 'phone' && !phone.test(value) ? messages.phone(label) : undefined;
  },
  (value, { pattern, patternErrorMessage }, { label, messages }) => {
    if (pattern == null || pattern === '' || !isScalar(value)) return undefined;
    const isMatch = matches(pattern, String(value));
    if (isMatch === undefined) return messages.badPattern(label);
    return isMatch ? undefined : patternErrorMessage || messages.pattern(label);
  },
];

/** The first rule that the value breaks. An empty value is only ever checked for `required`, elsewhere. */
export function brokenRule(
  value: unknown,
  validation: FieldValidation,
  context: RuleContext,
): string | undefined {
  for (const rule of rules) {
    const message = rule(value, validation, context);
    if (message !== undefined) return message;
  }
  return undefined;
}

/** A bound that is an expression without a number as its result bounds nothing. */
function limit(bound: unknown, { data, scope }: RuleContext): number | undefined {
  const value = resolve(bound, data, scope);
  return isNumeric(value) ? Number(value) : undefined;
}

function isNumeric(value: unknown): boolean {
  if (isNumber(value)) return Number.isFinite(Number(value));
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || isNumber(value) || typeof value === 'boolean';
}

/** Undefined when the pattern is none, or takes too long on this text. */
function matches(pattern: string, text: string): boolean | undefined {
  try {
    return bounded(() => new RegExp(pattern).test(text));
  } catch {
    return undefined;
  }
}

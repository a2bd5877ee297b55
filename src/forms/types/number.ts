import { exactNumber, isNumber } from '../../json';
import type { FormField } from '../schema';
import { empty, valueOf, wrong, type FieldType, type ReadContext } from './field-type';

const decimalNumber = /^[+-]?\d+(?:\.\d+)?$/;

export const number: FieldType = {
  emptyValue: null,
  shown(value, field) {
    const isText = typeof value === 'string' && value !== '';
    if (!(isText || isNumber(value)) || Number.isNaN(Number(value))) return null;
    return field.serializeToString ? String(value) : Number(value);
  },
  /** A browser rounds what it shows, and sends that back in its own digits. */
  isSame: (shown, submitted) =>
    isNumber(shown) &&
    isNumber(submitted) &&
    Number(shown) === Number(submitted) &&
    String(submitted) === String(Number(submitted)),
  read(value, field, context) {
    if (value === undefined) return empty();
    if (value === null || value === '') return empty(null);
    const text = typeof value === 'string' ? value.trim() : undefined;
    const amount =
      text === undefined ? value : decimalNumber.test(text) ? exactNumber(text.replace('+', '')) : NaN;
    if (!isNumber(amount) || !Number.isFinite(Number(amount)))
      return wrong(context.messages.number(context.label));
    const fault = findFault(Number(amount), field, context);
    if (fault !== undefined) return wrong(fault);
    return valueOf(field.serializeToString ? (text ?? String(amount)) : amount);
  },
};

function findFault(amount: number, field: FormField, { label, messages }: ReadContext): string | undefined {
  const digits = field.decimalDigits;
  if (digits != null && digits >= 0 && decimals(amount) > digits) {
    return digits === 0 ? messages.integer(label) : messages.decimals(label, digits);
  }
  const increment = Number(field.increment ?? 0);
  if (!(increment > 0)) return undefined;
  const scale = 10 ** Math.max(decimals(amount), decimals(increment));
  const step = Math.round(increment * scale);
  const offset = Math.round(amount * scale) % step;
  if (offset === 0) return undefined;
  const below = (Math.round(amount * scale) - offset) / scale;
  return messages.increment(label, below, (below * scale + step) / scale);
}

/** Digits after the point as the number is written; `1e-7` has 7. */
function decimals(amount: number): number {
  const [digits = '', exponent = '0'] = String(amount).split('e');
  return Math.max(0, (digits.split('.')[1] ?? '').length - Number(exponent));
}

import { findOption, type Option } from '../options';
import type { FormField } from '../schema';
import { empty, valueOf, wrong, type FieldType } from './field-type';

/** form-js takes away what is no choice, but with choices of an expression only what counts as true. */
function isKept(value: unknown, field: FormField, options: () => readonly Option[]): boolean {
  const isComputed = Boolean(field.valuesExpression);
  return (isComputed && !value) || findOption(options(), value) !== undefined;
}

/** radio, select: one of the choices. */
export const singleChoice: FieldType = {
  emptyValue: null,
  shown: (value, field, { options }) => (isKept(value, field, options) ? value : null),
  read(value, _field, { label, messages, options }) {
    if (value === undefined) return empty();
    if (value === null || value === '') return empty(null);
    const choices = options();
    const found = findOption(choices, value);
    if (found) return valueOf(found.value);
    const labels = choices.map((choice) => choice.label);
    return wrong(messages.choice(label, labels));
  },
};

/** checklist, taglist: some of the choices, each once. */
export const multipleChoice: FieldType = {
  emptyValue: [],
  shown: (value, _field, { options }) =>
    Array.isArray(value) ? value.filter((one) => findOption(options(), one) !== undefined) : [],
  read(value, _field, { label, messages, options }) {
    if (value === undefined) return empty();
    if (value === null) return empty([]);
    if (!Array.isArray(value)) return wrong(messages.list(label));
    if (value.length === 0) return empty([]);
    const choices = options();
    const found = value.map((item) => findOption(choices, item));
    if (found.includes(undefined)) {
      const labels = choices.map((choice) => choice.label);
      return wrong(messages.choice(label, labels));
    }
    if (new Set(found).size < found.length) return wrong(messages.duplicate(label));
    return valueOf(found.map((option) => option?.value));
  },
};

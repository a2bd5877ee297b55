import { empty, wrong, type FieldType } from './field-type';

/** Fields with a value that the server has no way to check, such as form-js's file picker. */
export const unsupported: FieldType = {
  emptyValue: null,
  shown: () => null,
  read(value, _field, { label, messages }) {
    const isEmpty = value == null || value === '' || (Array.isArray(value) && value.length === 0);
    return isEmpty ? empty() : wrong(messages.unsupported(label));
  },
};

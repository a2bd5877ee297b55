import { empty, type FieldType } from './field-type';

/** `expression`: its value is computed, whatever is sent for it. */
export const computed: FieldType = {
  emptyValue: null,
  shown: (value) => value,
  read: () => empty(),
};

import { empty, valueOf, wrong, type FieldType } from './field-type';

/** An unticked box is `false`, also when the field is absent; "required" means ticked. */
export const checkbox: FieldType = {
  emptyValue: false,
  shown: (value) => value === true,
  read(value, _field, { label, messages }) {
    if (value === undefined || value === null || value === false) return empty(false);
    return value === true ? valueOf(true) : wrong(messages.boolean(label));
  },
};

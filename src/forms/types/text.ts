import { empty, valueOf, wrong, type FieldType } from './field-type';

// PostgreSQL stores neither the NUL character nor half a surrogate pair.
const unstorable = /\0|\p{Surrogate}/u;

function textType(clean: (text: string) => string): FieldType {
  return {
    emptyValue: '',
    shown: (value) => (value === null || typeof value === 'object' ? '' : clean(String(value))),
    read(value, field, { label, messages }) {
      if (value === undefined) return empty();
      if (value === null) return empty('');
      if (typeof value !== 'string') return wrong(messages.text(label));
      if (unstorable.test(value)) return wrong(messages.forbiddenCharacter(label));
      const isAddress = field.validate?.validationType === 'email';
      const text = isAddress ? clean(value).trim() : clean(value);
      return text.trim() === '' ? empty(text) : valueOf(text);
    },
  };
}

/** One line: what would break it becomes a space, as in the browser. */
export const textfield = textType((text) => text.replace(/[\r\n\t]/g, ' '));
export const textarea = textType((text) => text.replace(/\r\n?/g, '\n'));

/** The form-js schema by which an item of a kind is entered and checked. */
import type { FormSchema } from '../forms/schema';
import type { ReferenceField, ReferenceKind } from './kind';

type Component = Readonly<Record<string, unknown>>;
export type Choices = ReadonlyMap<string, readonly { readonly value: string; readonly label: string }[]>;

export const CODE_FIELD = 'code';
export const CODE_PATTERN = '^[a-zA-Z0-9][a-zA-Z0-9._-]{0,119}$';

const code: ReferenceField = {
  key: CODE_FIELD,
  label: 'Code',
  type: 'textfield',
  required: true,
  description: 'Court et définitif : lettres sans accent, chiffres, points et tirets.',
  format: { pattern: CODE_PATTERN, says: 'Lettres sans accent, chiffres, points et tirets sont attendus.' },
};

function validation(field: ReferenceField): Component {
  const { format, required, min, max } = field;
  return {
    ...(required === true && { required: true }),
    ...(format === 'email' && { validationType: 'email' }),
    ...(typeof format === 'object' && {
      validationType: 'custom',
      pattern: format.pattern,
      patternErrorMessage: format.says,
    }),
    ...(field.type === 'textfield' && { maxLength: 200 }),
    ...(field.type === 'textarea' && { maxLength: 4000 }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
  };
}

function shape(field: ReferenceField, choices: Choices): Component {
  switch (field.type) {
    case 'date':
      return { type: 'datetime', subtype: 'date', dateLabel: field.label };
    case 'time':
      return {
        type: 'datetime',
        subtype: 'time',
        timeLabel: field.label,
        timeInterval: 15,
        use24h: true,
        timeSerializingFormat: 'no_timezone',
      };
    case 'reference':
      return { type: 'select', label: field.label, values: choices.get(field.kind ?? '') ?? [] };
    case 'number':
      return { type: 'number', label: field.label, decimalDigits: 0 };
    case 'radio':
    case 'select':
      return { type: field.type, label: field.label, values: field.choices ?? [] };
    default:
      return { type: field.type, label: field.label };
  }
}

function component(kind: ReferenceKind, field: ReferenceField, choices: Choices): Component {
  return {
    id: `${kind.slug}_${field.key}`,
    key: field.key,
    ...shape(field, choices),
    ...(field.description !== undefined && { description: field.description }),
    validate: validation(field),
  };
}

/** `choices`: by kind, the items that a reference may name. `isNew`: the code is asked for as well. */
export function referenceForm(kind: ReferenceKind, choices: Choices, isNew: boolean): FormSchema {
  const asksCode = isNew && kind.codeOf === undefined;
  return {
    id: `referentiel-${kind.slug}`,
    type: 'default',
    schemaVersion: 16,
    components: [...(asksCode ? [code] : []), ...kind.fields].map((field) => component(kind, field, choices)),
  };
}

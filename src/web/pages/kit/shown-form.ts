/** A form's schema as people see it: the same, with French spaces. What the server checks keeps the deployed one. */
import { nonBreaking } from '../../../text/typography';
import type { FormSchema } from '../../../forms/schema';

const shown = new Set([
  'label',
  'dateLabel',
  'timeLabel',
  'description',
  'text',
  'content',
  'patternErrorMessage',
]);

function withSpaces(value: unknown, property?: string): unknown {
  if (typeof value === 'string') {
    return property !== undefined && shown.has(property) && !value.startsWith('=')
      ? nonBreaking(value)
      : value;
  }
  if (Array.isArray(value)) return value.map((one) => withSpaces(one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withSpaces(inner, name)]));
}

export function shownForm<Schema extends FormSchema | null>(schema: Schema): Schema {
  return withSpaces(schema) as Schema;
}

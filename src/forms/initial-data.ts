/** The variables that a form shows or computes with: what the browser gets to see, and no more. */
import { openedWith } from './opened';
import type { JsonObject } from './paths';
import { parseFormSchema } from './schema';
import { serverTimeZone } from './validate';

const template = /\{\{([\s\S]*?)\}\}/g;
const stringLiteral = /"(?:\\.|[^"\\])*"/g;
const name = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
/** Properties whose text is the name of a variable, or a path into one. */
const naming = new Set(['key', 'path', 'valuesKey']);

/**
 * As the form can show them: of an instant in a date field its day. Of a group, only what is there.
 * Throws `FormSchemaError` when `schema` is no form-js schema.
 */
export function initialData(
  schema: unknown,
  variables: JsonObject,
  timeZone = serverTimeZone(),
): Record<string, unknown> {
  const used = new Set<string>();
  const fields = parseFormSchema(schema).components;
  collect(fields, undefined, used);
  const opened = openedWith(fields, variables, timeZone);
  return Object.fromEntries(
    Object.keys(variables)
      .filter((variable) => used.has(variable))
      .map((variable) => [variable, opened[variable]]),
  );
}

function collect(value: unknown, property: string | undefined, used: Set<string>): void {
  if (typeof value === 'string') collectFromText(value, property, used);
  else if (Array.isArray(value)) value.forEach((item) => collect(item, property, used));
  else if (typeof value === 'object' && value !== null) {
    Object.entries(value).forEach(([inner, item]) => collect(item, inner, used));
  }
}

function collectFromText(text: string, property: string | undefined, used: Set<string>): void {
  if (property !== undefined && naming.has(property)) {
    const [variable = ''] = text.split('.');
    used.add(variable);
  }
  for (const code of codeIn(text)) {
    for (const [found] of code.replace(stringLiteral, '""').matchAll(name)) used.add(found);
  }
}

function codeIn(text: string): string[] {
  if (text.startsWith('=')) return [text.slice(1)];
  return [...text.matchAll(template)].map(([, code = '']) => code);
}

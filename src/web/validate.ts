/** Requests against their schemas: wrong fields become errors in French. */
import { z } from 'zod';
import { withPlainNumbers } from '../json';
import { DomainError, type FieldError } from './errors';

const { localeError } = z.locales.fr();

function fieldErrors(error: z.ZodError, place: string): readonly FieldError[] {
  return error.issues.map((issue) => {
    const field = issue.path.map(String).join('.') || place;
    return { field, label: field, message: issue.message };
  });
}

/** Throws BAD_REQUEST naming each wrong field. `place` is what is checked: `corps`, `paramètres`. */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  data: unknown,
  place: string,
): z.output<Schema> {
  const exact = schema.safeParse(data, { error: localeError });
  // `1.0` is as good as 1 where a JavaScript number is asked for.
  const result = exact.success ? exact : schema.safeParse(withPlainNumbers(data), { error: localeError });
  if (result.success) return result.data;
  const errors = fieldErrors(result.error, place);
  throw new DomainError(
    'BAD_REQUEST',
    `La requête (${place}) n’est pas celle attendue : ${errors.map((error) => `${error.field} : ${error.message}`).join(' ; ')}.`,
    { errors },
  );
}

/** A path that cannot name anything names nothing: 404. */
export function checkedPath<Schema extends z.ZodType>(schema: Schema, data: unknown): z.output<Schema> {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const values = Object.values(data as Record<string, string>).join(', ');
  throw new DomainError(
    'NOT_FOUND',
    `Rien ne porte la clé « ${values} ». Une clé est un nombre entier positif.`,
  );
}

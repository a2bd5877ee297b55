/** Deployed forms, as form-js schemas. */
import type { FormSchema } from '../forms/schema';
import type { Knex } from 'knex';
import { z } from 'zod';
import { isKey, jsonObject, parameter } from './rows';

const row = z.object({ schema: jsonObject.nullable() });

/** A deployed form never changes under its key, so it is read once. By database. */
const known = new WeakMap<Knex, Map<string, FormSchema>>();

function knownIn(knex: Knex): Map<string, FormSchema> {
  const forms = known.get(knex) ?? new Map<string, FormSchema>();
  known.set(knex, forms);
  return forms;
}

/** A form by its key, as a user task's header names it; null for a form key of another kind. */
export async function formByKey(knex: Knex, formKey: string): Promise<FormSchema | null> {
  if (!isKey(formKey)) return null;
  const forms = knownIn(knex);
  const cached = forms.get(formKey);
  if (cached !== undefined) return cached;
  const found: unknown = await knex('rm_form').where({ key: formKey }).first('schema');
  const schema = found === undefined ? null : row.parse(found).schema;
  if (schema !== null) forms.set(formKey, schema);
  return schema;
}

/** The latest deployed version of a form. */
export async function latestForm(knex: Knex, formId: string): Promise<FormSchema | null> {
  const found: unknown = await knex('rm_form')
    .where({ form_id: parameter(formId) })
    .whereNull('deleted_at')
    .orderBy('version', 'desc')
    .first('schema');
  return found === undefined ? null : row.parse(found).schema;
}

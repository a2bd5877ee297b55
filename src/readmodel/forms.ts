/** Deployed forms, as form-js schemas. */
import type { Knex } from 'knex';
import { z } from 'zod';
import { isKey, jsonObject, parameter } from './rows';

const row = z.object({ schema: jsonObject.nullable() });

export type FormSchema = Readonly<Record<string, unknown>>;

/** A form by its key, as a user task's header names it; null for a form key of another kind. */
export async function formByKey(knex: Knex, formKey: string): Promise<FormSchema | null> {
  if (!isKey(formKey)) return null;
  const found: unknown = await knex('rm_form').where({ key: formKey }).first('schema');
  return found === undefined ? null : row.parse(found).schema;
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

/** FORM: a deployed version of a form. */
import type { Logger } from '../../kit/logger';
import { z } from 'zod';
import { ValueType } from '../../protocol/records';
import { textOfFile } from '../../xml';
import { handler, wireKey } from '../handler';
import { rmForm } from '../tables';

const shape = z.object({
  formKey: wireKey,
  formId: z.string(),
  version: z.number().int(),
  resourceName: z.string(),
  /** Base64 of the form-js schema. */
  resource: z.string().nullish(),
});

const schemaShape = z.record(z.string(), z.unknown());

/** The schema as JSON text; null when the file is not a JSON object. */
function schemaText(resource: string, formId: string, logger: Logger): string | null {
  const text = textOfFile('x.form', Buffer.from(resource, 'base64'));
  try {
    return JSON.stringify(schemaShape.parse(JSON.parse(text)));
  } catch (error) {
    logger.warn({ err: error, formId }, 'deployed form is not a JSON object');
    return null;
  }
}

export const formHandler = handler(ValueType.FORM, shape, (record, value, changes, logger) => {
  const key = value.formKey;
  if (record.intent === 'DELETED') changes.upsert(rmForm, { key, deleted_at: record.timestamp });
  if (record.intent !== 'CREATED') return;
  changes.upsert(rmForm, {
    key,
    form_id: value.formId,
    version: value.version,
    resource_name: value.resourceName,
    schema: schemaText(value.resource ?? '', value.formId, logger),
    deployed_at: record.timestamp,
  });
});

/** VARIABLE: values as JSON text; two of the root scope are shown with the instance. */
import { z } from 'zod';
import { ValueType } from '../../protocol/records';
import { handler, wireKey } from '../handler';
import { rmInstance, rmVariable } from '../tables';

const shape = z.object({
  name: z.string(),
  /** JSON text. */
  value: z.string(),
  scopeKey: wireKey,
  processInstanceKey: wireKey,
});

/** Root-scope variables that are columns of the instance. */
const instanceColumns: Readonly<Record<string, 'initiator' | 'case_number'>> = {
  initiateur: 'initiator',
  numeroDossier: 'case_number',
};

/** A JSON string's text; any other JSON as it is written. */
function plainText(json: string): string {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'string' ? value : json;
  } catch {
    return json;
  }
}

export const variableHandler = handler(ValueType.VARIABLE, shape, (record, value, changes) => {
  if (record.intent !== 'CREATED' && record.intent !== 'UPDATED') return;
  changes.upsert(rmVariable, {
    scope_key: value.scopeKey,
    name: value.name,
    process_instance_key: value.processInstanceKey,
    value: value.value,
  });
  const column = instanceColumns[value.name];
  if (column && value.scopeKey === value.processInstanceKey) {
    changes.upsert(rmInstance, { key: value.processInstanceKey, [column]: plainText(value.value) });
  }
});

/** TIMER: timers that are still to fire. */
import { z } from 'zod';
import { ValueType } from '../../protocol/records';
import { handler, optionalKey, wireKey } from '../handler';
import { rmTimer } from '../tables';

const shape = z.object({
  processInstanceKey: optionalKey,
  processDefinitionKey: wireKey,
  elementInstanceKey: optionalKey,
  targetElementId: z.string(),
  dueDate: z.number().int(),
  repetitions: z.number().int(),
});

export const timerHandler = handler(ValueType.TIMER, shape, (record, value, changes) => {
  const key = String(record.key);
  if (record.intent === 'TRIGGERED' || record.intent === 'CANCELED') changes.delete(rmTimer, key);
  if (record.intent !== 'CREATED') return;
  changes.upsert(rmTimer, {
    key,
    process_instance_key: value.processInstanceKey,
    process_key: value.processDefinitionKey,
    element_id: value.targetElementId,
    element_instance_key: value.elementInstanceKey,
    due_at: value.dueDate,
    repetitions: value.repetitions,
  });
});

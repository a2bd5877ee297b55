/** DECISION: a decision of a deployed DMN file. */
import { z } from 'zod';
import { ValueType } from '../../protocol/records';
import { handler, wireKey } from '../handler';
import { rmDecision } from '../tables';

const shape = z.object({
  decisionKey: wireKey,
  decisionId: z.string(),
  decisionName: z.string().default(''),
  version: z.number().int(),
  decisionRequirementsKey: wireKey,
});

export const decisionHandler = handler(ValueType.DECISION, shape, (record, value, changes) => {
  const key = value.decisionKey;
  if (record.intent === 'DELETED') changes.upsert(rmDecision, { key, deleted_at: record.timestamp });
  if (record.intent !== 'CREATED') return;
  changes.upsert(rmDecision, {
    key,
    decision_id: value.decisionId,
    version: value.version,
    name: value.decisionName,
    file_key: value.decisionRequirementsKey,
    deployed_at: record.timestamp,
  });
});

/** DECISION_REQUIREMENTS: a deployed version of a DMN file. */
import { z } from 'zod';
import { ValueType } from '../../protocol/records';
import { textOfFile } from '../../xml';
import { handler, wireKey } from '../handler';
import { rmDecisionFile } from '../tables';

const shape = z.object({
  decisionRequirementsKey: wireKey,
  decisionRequirementsId: z.string(),
  decisionRequirementsName: z.string().default(''),
  decisionRequirementsVersion: z.number().int(),
  resourceName: z.string(),
  /** Base64 of the DMN file. */
  resource: z.string().nullish(),
});

export const decisionRequirementsHandler = handler(
  ValueType.DECISION_REQUIREMENTS,
  shape,
  (record, value, changes) => {
    const key = value.decisionRequirementsKey;
    if (record.intent === 'DELETED') changes.upsert(rmDecisionFile, { key, deleted_at: record.timestamp });
    if (record.intent !== 'CREATED') return;
    changes.upsert(rmDecisionFile, {
      key,
      decision_requirements_id: value.decisionRequirementsId,
      version: value.decisionRequirementsVersion,
      name: value.decisionRequirementsName,
      resource_name: value.resourceName,
      dmn_xml: textOfFile('x.dmn', Buffer.from(value.resource ?? '', 'base64')),
      deployed_at: record.timestamp,
    });
  },
);

/** PROCESS_MESSAGE_SUBSCRIPTION: the messages that instances wait for. */
import { z } from 'zod';
import { ValueType } from '../../protocol/records';
import { handler, wireKey } from '../handler';
import { rmWaitingMessage } from '../tables';

const shape = z.object({
  messageName: z.string(),
  correlationKey: z.string(),
  processInstanceKey: wireKey,
  bpmnProcessId: z.string(),
  elementId: z.string(),
  elementInstanceKey: wireKey,
  interrupting: z.boolean().default(true),
});

export const processMessageSubscriptionHandler = handler(
  ValueType.PROCESS_MESSAGE_SUBSCRIPTION,
  shape,
  (record, value, changes) => {
    const key = String(record.key);
    const closed =
      record.intent === 'DELETING' ||
      record.intent === 'DELETED' ||
      (record.intent === 'CORRELATED' && value.interrupting);
    if (closed) changes.delete(rmWaitingMessage, key);
    if (record.intent !== 'CREATED' && record.intent !== 'MIGRATED') return;
    changes.upsert(rmWaitingMessage, {
      key,
      process_instance_key: value.processInstanceKey,
      bpmn_process_id: value.bpmnProcessId,
      element_id: value.elementId,
      element_instance_key: value.elementInstanceKey,
      message_name: value.messageName,
      correlation_key: value.correlationKey,
      interrupting: value.interrupting,
    });
  },
);

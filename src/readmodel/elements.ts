/** What happened inside an instance: its element instances and the sequence flows it took. */
import type { Knex } from 'knex';
import { z } from 'zod';
import { AFFECTED } from './called';
import { count, isKey, key, optionalKey, optionalText, optionalTime, text, time } from './rows';
import type { ElementInstanceView, SequenceFlowView } from './views';

const row = z.object({
  key,
  element_id: text,
  element_name: optionalText,
  element_type: text,
  state: z.enum(['ACTIVE', 'COMPLETED', 'TERMINATED']),
  flow_scope_key: optionalKey,
  started_at: time,
  ended_at: optionalTime,
  has_incident: z.boolean(),
  called_instance_key: optionalKey,
});

/** In the order they began; the process itself is not among them. */
export async function listElements(
  knex: Knex,
  processInstanceKey: string,
): Promise<readonly ElementInstanceView[]> {
  if (!isKey(processInstanceKey)) return [];
  const found: unknown[] = await knex('rm_element_instance AS element')
    .leftJoin('rm_process_element AS described', (join) => {
      join
        .on('described.process_key', 'element.process_key')
        .andOn('described.element_id', 'element.element_id');
    })
    .leftJoin('rm_instance AS called', (join) => {
      join
        .on('called.parent_key', 'element.process_instance_key')
        .andOn('called.parent_element_instance_key', 'element.key');
    })
    .where('element.process_instance_key', processInstanceKey)
    .select('element.*', 'described.name AS element_name', 'called.key AS called_instance_key')
    .select(
      knex.raw(`(called.key IN ${AFFECTED} IS TRUE OR EXISTS (SELECT FROM rm_incident incident
        WHERE incident.process_instance_key = element.process_instance_key
          AND incident.element_instance_key = element.key AND incident.state = 'CREATED')) AS has_incident`),
    )
    .orderBy('element.started_at')
    .orderBy('element.key');
  return found.map((one) => {
    const element = row.parse(one);
    return {
      key: element.key,
      elementId: element.element_id,
      elementName: element.element_name,
      elementType: element.element_type,
      state: element.state,
      flowScopeKey: element.flow_scope_key,
      startedAt: element.started_at,
      endedAt: element.ended_at,
      hasIncident: element.has_incident,
      calledProcessInstanceKey: element.called_instance_key,
    };
  });
}

const flowRow = z.object({ element_id: z.string(), count });

export async function listSequenceFlows(
  knex: Knex,
  processInstanceKey: string,
): Promise<readonly SequenceFlowView[]> {
  if (!isKey(processInstanceKey)) return [];
  const found: unknown[] = await knex('rm_sequence_flow')
    .where({ process_instance_key: processInstanceKey })
    .orderBy('element_id');
  return found.map((one) => {
    const flow = flowRow.parse(one);
    return { elementId: flow.element_id, count: flow.count };
  });
}

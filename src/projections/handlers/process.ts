/** PROCESS: a deployed version of a procedure, with the names of its elements. */
import { z } from 'zod';
import { describeProcess, factsOf, type ProcessDescription } from '../../bpmn';
import { ValueType } from '../../protocol/records';
import { textOfFile } from '../../xml';
import type { Changes } from '../changes';
import { handler, optionalText, wireKey } from '../handler';
import { rmProcess, rmProcessElement } from '../tables';

const shape = z.object({
  processDefinitionKey: wireKey,
  bpmnProcessId: z.string(),
  version: z.number().int(),
  versionTag: optionalText,
  resourceName: z.string(),
  /** Base64 of the BPMN file. */
  resource: z.string().nullish(),
});

/** Elements without text are left out: they add nothing to their id. */
function addElements(key: string, description: ProcessDescription, changes: Changes): void {
  for (const { id, name, type, documentation, lane } of description.elements) {
    const row = { process_key: key, element_id: id, type, name: name || null, lane: lane || null };
    changes.upsert(rmProcessElement, { ...row, documentation: documentation || null });
  }
}

export const processHandler = handler(ValueType.PROCESS, shape, async (record, value, changes, logger) => {
  const key = value.processDefinitionKey;
  if (record.intent === 'DELETED') {
    changes.upsert(rmProcess, { key, deleted_at: record.timestamp });
    return;
  }
  if (record.intent !== 'CREATED') return;
  const xml = textOfFile('x.bpmn', Buffer.from(value.resource ?? '', 'base64'));
  const row = {
    key,
    bpmn_process_id: value.bpmnProcessId,
    version: value.version,
    version_tag: value.versionTag,
    resource_name: value.resourceName,
    bpmn_xml: xml,
    deployed_at: record.timestamp,
  };
  try {
    const description = await describeProcess(xml, value.bpmnProcessId);
    changes.upsert(rmProcess, {
      ...row,
      name: description.name,
      letter: description.letter || null,
      documentation: description.documentation || null,
      startable: description.hasNoneStart && !description.isCircuit,
      start_form_id: description.startFormId,
      start_form_key: description.startFormKey,
      facts: JSON.stringify(factsOf(description)),
    });
    addElements(key, description, changes);
  } catch (error) {
    logger.warn(
      { err: error, key, bpmnProcessId: value.bpmnProcessId },
      'BPMN of a deployed process not readable',
    );
    changes.upsert(rmProcess, row);
  }
});

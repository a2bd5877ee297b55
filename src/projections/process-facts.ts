/** The facts of processes that a release before the column `rm_process.facts` projected. */
import type { Logger } from '../kit/logger';
import type { Knex } from 'knex';
import { describeProcess, factsOf } from '../bpmn';

interface Row {
  readonly key: string;
  readonly bpmn_process_id: string;
  readonly bpmn_xml: string;
}

export async function addMissingFacts(knex: Knex, logger: Logger): Promise<void> {
  const rows = await knex<Row>('rm_process')
    .whereNull('facts')
    .whereNotNull('bpmn_xml')
    .select('key', 'bpmn_process_id', 'bpmn_xml');
  for (const { key, bpmn_process_id: bpmnProcessId, bpmn_xml: xml } of rows) {
    try {
      const facts = JSON.stringify(factsOf(await describeProcess(xml, bpmnProcessId)));
      await knex('rm_process').where({ key }).update({ facts });
    } catch (error) {
      logger.warn({ err: error, key, bpmnProcessId }, 'BPMN of a deployed process not readable');
    }
  }
}

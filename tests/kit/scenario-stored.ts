/** The records that a stopped program left in its data folder. */
import type { EngineRecord } from '../../src/protocol/records';
import { parseRecord } from '../../src/protocol/parse-record';
import { openDatabase } from '../../src/store/open';

/** In order, up to the end of the last process instance: what follows it has no fixed time. */
export async function storedRecords(dataDir: string): Promise<EngineRecord[]> {
  const database = await openDatabase({ dataDir });
  try {
    const rows: { text: string }[] = await database
      .knex('record')
      .select(database.knex.raw('record::text AS text'))
      .orderBy(['partition_id', 'position']);
    const records = rows.map(({ text }) => parseRecord(text));
    const last = records.findLastIndex(
      ({ intent, value }) => intent === 'ELEMENT_COMPLETED' && value['bpmnElementType'] === 'PROCESS',
    );
    return records.slice(0, last + 1);
  } finally {
    await database.close();
  }
}

/** The body of a bulk: for each record an action line and the record, as Zeebe's Elasticsearch exporter writes them. */

export interface ExportedRecord {
  readonly partitionId: number;
  readonly position: string;
  readonly valueType: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  /** JSON text. */
  readonly text: string;
}

const PREFIX = 'zeebe-record';
/** The version whose records the engine speaks: part of Zeebe's index names. */
const VERSION = '8.6.0';

/** One index a value type and day, e.g. `zeebe-record_process-instance_8.6.0_2026-11-22`. */
function indexOf(record: ExportedRecord): string {
  const type = record.valueType.toLowerCase().replaceAll('_', '-');
  const day = new Date(record.timestamp).toISOString().slice(0, 10);
  return `${PREFIX}_${type}_${VERSION}_${day}`;
}

function linesOf(record: ExportedRecord): string {
  const { partitionId, position, text } = record;
  const action = {
    _index: indexOf(record),
    _id: `${String(partitionId)}-${position}`,
    routing: String(partitionId),
  };
  return `${JSON.stringify({ index: action })}\n${text}\n`;
}

export function bulkBody(records: readonly ExportedRecord[]): string {
  return records.map(linesOf).join('');
}

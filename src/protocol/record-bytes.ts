/** The JSON of records, as `printJson` makes it, written as bytes: most of it is the same in many of them. */
import { printJson } from '../json';
import type { ByteWriter } from './byte-writer';
import type { EngineRecord, WireKey } from './records';

/** The fields from `recordType` to `authorizations` of records of one kind. */
interface Kind {
  readonly of: EngineRecord;
  readonly bytes: Uint8Array;
}

/** The last one of each value type and intent. */
const kinds = new Map<string, Map<string, Kind>>();

const isKind = (left: EngineRecord, right: EngineRecord): boolean =>
  left.recordType === right.recordType &&
  left.rejectionType === right.rejectionType &&
  left.rejectionReason === right.rejectionReason &&
  left.brokerVersion === right.brokerVersion &&
  left.recordVersion === right.recordVersion &&
  left.authorizations === right.authorizations;

function kindOf(record: EngineRecord): Uint8Array {
  let ofType = kinds.get(record.valueType);
  if (ofType === undefined) kinds.set(record.valueType, (ofType = new Map<string, Kind>()));
  const known = ofType.get(record.intent);
  if (known !== undefined && isKind(known.of, record)) return known.bytes;
  const { recordType, valueType, intent, rejectionType, rejectionReason } = record;
  const { brokerVersion, recordVersion, authorizations } = record;
  const json = JSON.stringify({
    recordType,
    valueType,
    intent,
    rejectionType,
    rejectionReason,
    brokerVersion,
    recordVersion,
    authorizations,
  });
  const bytes = Buffer.from(`,${json.slice(1, -1)}`);
  // Not the record itself, which would keep its value.
  ofType.set(record.intent, { of: { ...record, value: {} }, bytes });
  return bytes;
}

/** Writes records into one writer. Those of an element's life carry the same value: it is made once, then copied. */
export class RecordWriter {
  private readonly values = new Map<object, readonly [start: number, end: number]>();

  constructor(private readonly to: ByteWriter) {}

  write(record: EngineRecord): void {
    const { to } = this;
    to.text('{"partitionId":');
    to.integer(record.partitionId);
    to.text(',"position":');
    this.wireKey(record.position);
    to.text(',"sourceRecordPosition":');
    this.wireKey(record.sourceRecordPosition);
    to.text(',"key":');
    this.wireKey(record.key);
    to.text(',"timestamp":');
    to.integer(record.timestamp);
    to.copy(kindOf(record));
    this.optional(',"operationReference":', record.operationReference);
    this.optional(',"sequence":', record.sequence);
    to.text(',"value":');
    this.value(record.value);
    to.text('}');
  }

  private wireKey(key: WireKey): void {
    if (typeof key === 'number') this.to.integer(key);
    else this.to.text(`"${key}"`);
  }

  private optional(name: string, value: number | undefined): void {
    if (value === undefined) return;
    this.to.text(name);
    this.to.integer(value);
  }

  private value(value: object): void {
    const { to } = this;
    const written = this.values.get(value);
    if (written !== undefined) {
      to.repeat(...written);
      return;
    }
    const start = to.at;
    to.text(printJson(value));
    this.values.set(value, [start, to.at]);
  }
}

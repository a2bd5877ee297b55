/** The JSON of records, as `JSON.stringify` makes it, for many at once. */
import type { EngineRecord } from './records';

const quoted = new Map<string, string>();

/** Of the few names that come again and again. */
function name(text: string): string {
  let json = quoted.get(text);
  if (json === undefined) quoted.set(text, (json = JSON.stringify(text)));
  return json;
}

const optional = (field: string, value: number | undefined): string =>
  value === undefined ? '' : `,"${field}":${value}`;

/** Records of one element's life carry the same value object, and all the same authorizations: each is told once. */
export function recordTexts(records: readonly EngineRecord[]): string[] {
  const texts = new Map<object, string>();
  const json = (value: object): string => {
    let text = texts.get(value);
    if (text === undefined) texts.set(value, (text = JSON.stringify(value)));
    return text;
  };
  return records.map(
    (record) =>
      `{"partitionId":${record.partitionId},"position":${wireKey(record.position)},` +
      `"sourceRecordPosition":${wireKey(record.sourceRecordPosition)},"key":${wireKey(record.key)},` +
      `"timestamp":${record.timestamp},"recordType":${name(record.recordType)},` +
      `"valueType":${name(record.valueType)},"intent":${name(record.intent)},` +
      `"rejectionType":${name(record.rejectionType)},"rejectionReason":${JSON.stringify(record.rejectionReason)},` +
      `"brokerVersion":${name(record.brokerVersion)},"recordVersion":${record.recordVersion},` +
      `"authorizations":${json(record.authorizations)}` +
      optional('operationReference', record.operationReference) +
      optional('sequence', record.sequence) +
      `,"value":${json(record.value)}}`,
  );
}

const wireKey = (key: number | string): string => (typeof key === 'number' ? `${key}` : `"${key}"`);

/** Events as Zeebe's Elasticsearch exporter sends them, of the value types it sends by default. */
import type { EngineRecord, ValueType } from '../protocol/records';
import type { RecordValueType } from './values';

const PARTITION = 1;
const BROKER_VERSION = '8.6.0';
const AUTHORIZATIONS = { authorized_tenants: ['<default>'] } as const;

const NOT_EXPORTED: ReadonlySet<string> = new Set([
  'JOB_BATCH',
  'MESSAGE_BATCH',
  'PROCESS_EVENT',
  'PROCESS_INSTANCE_BATCH',
  'PROCESS_INSTANCE_RESULT',
]);

/** Value types whose events Zeebe 8.6 writes in their second version. */
const SECOND_VERSION: ReadonlySet<string> = new Set(['PROCESS', 'DEPLOYMENT', 'FORM', 'DECISION']);

export interface RecordMetadata {
  readonly position: number;
  readonly sourceRecordPosition: number;
  readonly timestamp: number;
  readonly operationReference: number;
}

export function isExported(valueType: RecordValueType): boolean {
  return !NOT_EXPORTED.has(valueType);
}

export function toRecord(
  valueType: RecordValueType,
  intent: string,
  key: number,
  value: object,
  metadata: RecordMetadata,
): EngineRecord {
  return {
    partitionId: PARTITION,
    position: metadata.position,
    sourceRecordPosition: metadata.sourceRecordPosition,
    key,
    timestamp: metadata.timestamp,
    recordType: 'EVENT',
    valueType: valueType as ValueType,
    intent,
    rejectionType: 'NULL_VAL',
    rejectionReason: '',
    brokerVersion: BROKER_VERSION,
    recordVersion: SECOND_VERSION.has(valueType) ? 2 : 1,
    authorizations: AUTHORIZATIONS,
    operationReference: metadata.operationReference,
    value: value as Record<string, unknown>,
  };
}

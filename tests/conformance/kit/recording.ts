/**
 * What an engine did with a script: the records, and the answers of refused steps and of awaited results. Stored as
 * brotli of one line a record, without what never differs or is never compared.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { projectRoot } from '../../../src/config/root';
import { documentNumber, ExactNumber, parseJson, printJson } from '../../../src/json';
import type { EngineRecord } from '../../../src/protocol/records';

export interface Answer {
  /** Index of the step. */
  readonly step: number;
  readonly refused?: string;
  readonly result?: unknown;
}

export interface Recording {
  readonly records: readonly EngineRecord[];
  readonly answers: readonly Answer[];
}

const folder = path.join(projectRoot, 'tests/conformance/recordings');

/** Not compared: of the run, or the same in every record. */
const OMITTED = new Set([
  'partitionId',
  'position',
  'timestamp',
  'sourceRecordPosition',
  'sequence',
  'brokerVersion',
  'recordVersion',
  'authorizations',
  'recordType',
  'rejectionType',
  'rejectionReason',
]);
const NO_REFERENCE = -1;

function fileOf(name: string): string {
  return path.join(folder, `${name.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}.br`);
}

/** The content of resources is known by its checksum. */
function compact(record: EngineRecord): object {
  const entries = Object.entries(record).filter(
    ([name, value]) =>
      !OMITTED.has(name) && !(name === 'operationReference' && Number(value) === NO_REFERENCE),
  );
  return withoutResources(Object.fromEntries(entries)) as object;
}

function withoutResources(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutResources);
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [
      name,
      name === 'resource' && typeof entry === 'string' ? '' : withoutResources(entry),
    ]),
  );
}

export function encodeRecording({ records, answers }: Recording): string {
  return [...answers, ...records.map(compact)].map((line) => printJson(line)).join('\n');
}

export function decodeRecording(text: string): Recording {
  const lines = text.split('\n').filter((line) => line !== '');
  const parsed = lines.map((line) => parseJson(line, documentNumber) as EngineRecord | Answer);
  return {
    records: parsed.filter((line): line is EngineRecord => 'intent' in line),
    answers: parsed.filter((line): line is Answer => 'step' in line),
  };
}

/** As it will be read again. */
export function compacted(recording: Recording): Recording {
  return decodeRecording(encodeRecording(recording));
}

export function writeRecording(name: string, recording: Recording): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(name), brotliCompressSync(encodeRecording(recording)));
}

export function readRecording(name: string): Recording {
  const file = fileOf(name);
  if (!existsSync(file)) {
    throw new Error(`Expected '${name}' to be recorded in ${file}, but it is not: run npm run record`);
  }
  return decodeRecording(brotliDecompressSync(readFileSync(file)).toString('utf8'));
}

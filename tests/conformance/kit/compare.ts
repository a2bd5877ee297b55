/**
 * How two recordings of a script differ, in four verdicts: the life of the elements in order, an instance at a time;
 * everything else as sets; the whole stream in order; the answers. An empty text: equal.
 */
import { printJson } from '../../../src/json';
import type { EngineRecord } from '../../../src/protocol/records';
import { normalise } from './normalise';
import type { Answer, Recording } from './recording';

export const VERDICTS = ['lifecycle', 'sets', 'stream', 'answers'] as const;
export type Verdict = (typeof VERDICTS)[number];
export type Differences = Readonly<Record<Verdict, string>>;

export function differences(theirs: Recording, ours: Recording): Differences {
  return {
    lifecycle: difference(lifecycles(theirs.records), lifecycles(ours.records)),
    sets: difference(sets(theirs.records), sets(ours.records)),
    stream: difference(stream(theirs.records), stream(ours.records)),
    answers: difference(texts(theirs.answers), texts(ours.answers)),
  };
}

/** A readable account of what differs; empty when nothing does. */
export function describeDifferences(found: Differences): string {
  return VERDICTS.filter((verdict) => found[verdict] !== '')
    .map((verdict) => `${verdict}:\n${found[verdict]}`)
    .join('\n\n');
}

const CONTEXT = 4;

/** Around the first line that differs. */
function difference(theirs: readonly string[], ours: readonly string[]): string {
  const at = theirs.findIndex((line, index) => line !== ours[index]);
  const first = at === -1 ? theirs.length : at;
  if (first === theirs.length && theirs.length === ours.length) return '';
  const before = theirs.slice(Math.max(0, first - CONTEXT), first).map((line) => `  ${line}`);
  const part = (sign: string, lines: readonly string[]): string[] =>
    lines.slice(first, first + CONTEXT).map((line) => `${sign} ${line}`);
  return [...before, ...part('Zeebe   ', theirs), ...part('embedded', ours)].join('\n');
}

function lifecycles(records: readonly EngineRecord[]): string[] {
  const instances = new Map<unknown, string[]>();
  for (const { valueType, intent, value } of records) {
    if (valueType !== 'PROCESS_INSTANCE') continue;
    const key = value['processInstanceKey'];
    const line = `${String(value['bpmnProcessId'])} ${String(value['elementId'])} ${String(value['bpmnElementType'])} ${intent}`;
    instances.set(key, [...(instances.get(key) ?? []), line]);
  }
  return [...instances.values()]
    .map((lines) => lines.join('\n'))
    .sort()
    .flatMap((text) => text.split('\n'));
}

/** Keys are replaced by the element whose instance they are. */
function sets(records: readonly EngineRecord[]): string[] {
  const elements = new Map<string, string>();
  for (const { valueType, key, value } of records) {
    if (valueType === 'PROCESS_INSTANCE') elements.set(String(key), `<${String(value['elementId'])}>`);
  }
  const named = (text: string): string =>
    text.replaceAll(/2251799\d{9}/g, (key) => elements.get(key) ?? '<key>');
  return records
    .filter(({ valueType }) => valueType !== 'PROCESS_INSTANCE')
    .map((record) => named(keyed(record)))
    .sort();
}

function keyed(record: EngineRecord): string {
  return printJson(normalise([record], null)[0]);
}

function stream(records: readonly EngineRecord[]): string[] {
  return normalise(records).map((record) => printJson(record));
}

function texts(answers: readonly Answer[]): string[] {
  return answers.map((answer) =>
    printJson(answer)
      .replaceAll(/2251799\d{9}/g, '<key>')
      // What a parser expected is a rule of its grammar (docs/conformance.md).
      .replaceAll(/(failed to parse expression '.*?': Expected ).*?(:\d+:\d+)/g, '$1…$2'),
  );
}

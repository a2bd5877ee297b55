/** What an engine made of a decision case: a line of `zeebe-8.6.0.jsonl`. Values are JSON texts. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface GoldenEvaluation {
  readonly output?: string;
  readonly failure?: string;
  readonly failedDecision?: string;
  /** Refused: the file has no such decision. */
  readonly rejection?: string;
  readonly evaluated?: readonly {
    readonly id: string;
    readonly name: string;
    readonly type: string;
    readonly output: string;
    /** Id, name, value. */
    readonly inputs: readonly (readonly string[])[];
    /** Id, index, outputs. */
    readonly rules: readonly (readonly [string, number, readonly (readonly string[])[]])[];
  }[];
}

export interface Golden {
  readonly name: string;
  /** Why the file is refused. */
  readonly refusal?: string;
  /** Ids and names, in order. */
  readonly decisions?: readonly (readonly string[])[];
  readonly evaluations?: readonly GoldenEvaluation[];
}

const file = path.join(__dirname, 'zeebe-8.6.0.jsonl');
const lines = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Golden);
const recorded = new Map(lines.map((golden) => [golden.name, golden]));

/** Throws when the case was not recorded. */
export function readGolden(name: string): Golden {
  const golden = recorded.get(name);
  if (golden === undefined)
    throw new Error(`Expected '${name}' to be recorded, but it is not: run record.ts`);
  return golden;
}

export const recordedNames: readonly string[] = [...recorded.keys()];

/** A refusal without the reasons of XML and FEEL parsers, and the addresses of Java objects. */
export function comparable(refusal: string): string {
  return refusal
    .replace(/(Unable to parse model).*/s, '$1')
    .replace(/(failed to parse expression '[^\n]*'): Expected[^\n]*/g, '$1')
    .replace(/@[0-9a-f]+'/g, "'");
}

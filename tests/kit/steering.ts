/**
 * Chance with a memory, so that a walk sees rare branches and comes to an end: a case seldom gives the same answer
 * twice to the same question, and numbers and texts that a gateway compares are often near what it compares them to.
 */
import type { Chance } from './random';

/** Which of the values that a field may have it gets. */
export interface Preference {
  of(name: string, choices: readonly unknown[]): unknown;
  /** What the process's conditions compare this name to. */
  compared(name: string): readonly unknown[];
}

const COMPARISON = /([\p{L}_][\p{L}\p{N}_.]*)\s*(?:=|!=|<=?|>=?)\s*("[^"]*"|-?\d+(?:\.\d+)?|true|false)/gu;
const CONDITION = /<bpmn:conditionExpression[^>]*>([\s\S]*?)<\/bpmn:conditionExpression>/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&#34;': '"',
  '&quot;': '"',
};

const lastOf = (path: string): string => path.split('.').at(-1) ?? path;

/** Name → the literals that the conditions of the process's flows compare it to. */
export function comparisonsOf(bpmnXml: string): ReadonlyMap<string, readonly unknown[]> {
  const found = new Map<string, unknown[]>();
  for (const [, text = ''] of bpmnXml.matchAll(CONDITION)) {
    const condition = text.replaceAll(/&(?:lt|gt|amp|quot|#34);/g, (entity) => ENTITIES[entity] ?? entity);
    for (const [, path = '', literal = ''] of condition.matchAll(COMPARISON)) {
      const name = lastOf(path);
      found.set(name, [...(found.get(name) ?? []), JSON.parse(literal) as unknown]);
    }
  }
  return found;
}

export class Steering {
  /** Instance, field and value → how often it was given. */
  private readonly given = new Map<string, number>();

  constructor(
    private readonly random: Chance,
    private readonly comparisons: ReadonlyMap<string, readonly unknown[]>,
  ) {}

  /** For one form of an instance. */
  for(processInstanceKey: string): Preference {
    return {
      compared: (name) => this.comparisons.get(lastOf(name)) ?? [],
      of: (name, choices) => {
        const keyOf = (choice: unknown) => `${processInstanceKey} ${name} ${JSON.stringify(choice)}`;
        const weights = choices.map((choice) => 1 / (1 + (this.given.get(keyOf(choice)) ?? 0)) ** 2);
        const chosen = this.weighted(choices, weights);
        this.given.set(keyOf(chosen), (this.given.get(keyOf(chosen)) ?? 0) + 1);
        return chosen;
      },
    };
  }

  private weighted(choices: readonly unknown[], weights: readonly number[]): unknown {
    let left = this.random.next() * weights.reduce((sum, weight) => sum + weight, 0);
    const index = weights.findIndex((weight) => (left -= weight) < 0);
    return choices[index < 0 ? choices.length - 1 : index];
  }
}

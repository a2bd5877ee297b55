/** The cases of a procedure, walked one after the other on one program, and what its diagram offers to walk. */
import { readDiagram } from './diagram-rules';
import type { Scenario } from '../processes/scenario';
import type { TestProgram } from './program';
import { recordsOf, traversed } from './scenario-records';
import { walk, type Walk } from './scenario-run';

export interface Coverage {
  readonly taken: readonly string[];
  readonly missing: readonly string[];
}

/** Sequence flows and boundary events of the diagram, by whether one of the walks took them. */
export async function coverageOf(
  program: TestProgram,
  walks: readonly Walk[],
  xml: string,
): Promise<Coverage> {
  const { nodes, flows } = await readDiagram(xml);
  const wanted = [...flows, ...nodes.filter(({ attachedTo }) => attachedTo)].map(({ id }) => id);
  const took = new Set<string>();
  for (const { processInstanceKey } of walks) {
    for (const id of traversed(await recordsOf(program.as('admin'), processInstanceKey))) took.add(id);
  }
  return { taken: wanted.filter((id) => took.has(id)), missing: wanted.filter((id) => !took.has(id)) };
}

/** One after the other, so that two engines do the same things in the same order. */
export async function walkAll(
  program: TestProgram,
  bpmnProcessId: string,
  scenarios: readonly Scenario[],
): Promise<Walk[]> {
  const walks: Walk[] = [];
  for (const scenario of scenarios) walks.push(await walk(program, bpmnProcessId, scenario));
  return walks;
}

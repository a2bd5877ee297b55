/** Decisions and business knowledge models that need themselves. */
import { child, children, isA, text, type Element } from '../bpmn/element';

/** Requirements of requirements. */
const MAX_DEPTH = 400;

type Dependencies = ReadonlyMap<string, readonly string[]>;

/** Zeebe's text; null when there is no cycle. */
export function findCycle(elements: readonly Element[]): string | null {
  const decisions = dependencies(elements, 'dmn:Decision', 'informationRequirement', 'requiredDecision');
  if (hasCycle(decisions)) return 'Invalid DMN model: Cyclic dependencies between decisions detected.';
  const knowledge = dependencies(
    elements,
    'dmn:BusinessKnowledgeModel',
    'knowledgeRequirement',
    'requiredKnowledge',
  );
  return hasCycle(knowledge) ? 'Invalid DMN model: Cyclic dependencies between BKMs detected.' : null;
}

function dependencies(
  elements: readonly Element[],
  type: string,
  requirement: string,
  reference: string,
): Dependencies {
  return new Map(
    elements
      .filter((element) => isA(element, type))
      .map((element) => [
        text(element, 'id') ?? '',
        children(element, requirement).map((needed) => {
          const href = text(child(needed, reference), 'href') ?? '';
          return href.slice(href.indexOf('#') + 1);
        }),
      ]),
  );
}

/** Each is visited once. What is nested deeper than can be evaluated counts as a cycle. */
function hasCycle(graph: Dependencies): boolean {
  const depths = new Map<string, number>();
  const path = new Set<string>();
  const depthOf = (id: string): number => {
    const known = depths.get(id);
    if (known !== undefined) return known;
    if (path.has(id) || path.size > MAX_DEPTH) return Infinity;
    path.add(id);
    const depth = 1 + Math.max(0, ...(graph.get(id) ?? []).map(depthOf));
    path.delete(id);
    depths.set(id, depth);
    return depth;
  };
  return [...graph.keys()].some((id) => depthOf(id) > MAX_DEPTH);
}

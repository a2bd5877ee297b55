import { child, children, isA, walk, type Element, type ReadWarning } from '../element';
import type { RuleContext } from './rule';

export function ruleContext(root: Element, warnings: readonly ReadWarning[]): RuleContext {
  const elements = [...walk(root)];
  const boundary = elements.filter((element) => isA(element, 'bpmn:BoundaryEvent'));
  const byActivity = groupBy(boundary, 'attachedToRef');
  return {
    root,
    elements,
    outgoing: (node) => children(node, 'outgoing'),
    incoming: (node) => children(node, 'incoming'),
    boundaryEvents: (activity) => byActivity.get(activity) ?? [],
    missing: (element, reference) =>
      warnings.find((warning) => warning.element === element && warning.property === `bpmn:${reference}`)
        ?.value,
  };
}

function groupBy(elements: readonly Element[], reference: string): Map<Element, Element[]> {
  const groups = new Map<Element, Element[]>();
  for (const element of elements) {
    const key = child(element, reference);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [element]);
    else group.push(element);
  }
  return groups;
}

/** What changed between two versions of a diagram, element by element. */
import { diff } from 'bpmn-js-differ';
import { idOf, readXml, tagOf, text, type Element } from './element';

export const ChangeKind = { ADDED: 'ADDED', REMOVED: 'REMOVED', CHANGED: 'CHANGED', MOVED: 'MOVED' } as const;
export type ChangeKind = (typeof ChangeKind)[keyof typeof ChangeKind];

export interface ElementChange {
  readonly kind: ChangeKind;
  readonly elementId: string;
  /** As it is called afterwards; of a removed one, as it was. */
  readonly name: string;
  /** BPMN tag, e.g. `userTask`. */
  readonly type: string;
  /** Of a changed one: the attributes, as BPMN names them. */
  readonly attributes: readonly string[];
}

/** Shapes and edges change with what they show. */
const isDrawing = ({ $type }: Element): boolean => /^(?:bpmndi|di|dc):/.test($type);

function changeOf(kind: ChangeKind, element: Element, attributes: readonly string[] = []): ElementChange {
  return {
    kind,
    elementId: idOf(element),
    name: text(element, 'name') ?? '',
    type: tagOf(element),
    attributes,
  };
}

/** `extensionElements.values[0].type` → `extensionElements`. */
const attributeOf = (path: string): string => path.split(/[.[]/)[0] ?? path;

/** @throws Error when one of them is not BPMN */
export async function compareDiagrams(before: string, after: string): Promise<readonly ElementChange[]> {
  const [old, fresh] = await Promise.all([readXml(before), readXml(after)]);
  const { _added, _removed, _changed, _layoutChanged } = diff<Element>(old.root, fresh.root);
  const changed = Object.values(_changed).map(({ model, attrs }) =>
    changeOf(ChangeKind.CHANGED, model, [...new Set(Object.keys(attrs).map(attributeOf))]),
  );
  return [
    ...Object.values(_added).map((element) => ({ element, change: changeOf(ChangeKind.ADDED, element) })),
    ...Object.values(_removed).map((element) => ({ element, change: changeOf(ChangeKind.REMOVED, element) })),
    ...Object.values(_layoutChanged).map((element) => ({
      element,
      change: changeOf(ChangeKind.MOVED, element),
    })),
  ]
    .filter(({ element }) => !isDrawing(element))
    .map(({ change }) => change)
    .concat(changed);
}

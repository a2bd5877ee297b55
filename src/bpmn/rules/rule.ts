/** What a deployment rule looks like. A rule reports; it never throws. */
import type { Element } from '../element';

export interface Rule {
  /** BPMN types that the rule looks at, subtypes included. */
  readonly on: readonly string[];
  check(element: Element, report: (message: string) => void, model: RuleContext): void;
}

/** Facts of the whole file that single elements do not know. */
export interface RuleContext {
  readonly root: Element;
  /** Those that the node names as its own: Zeebe's rules know no others. */
  readonly outgoing: (node: Element) => readonly Element[];
  readonly incoming: (node: Element) => readonly Element[];
  readonly boundaryEvents: (activity: Element) => readonly Element[];
  /** Of a reference that leads nowhere: the id that is not there. */
  readonly missing: (element: Element, reference: string) => string | undefined;
  /** Events, tasks… that name this message, error or signal. */
  readonly elements: readonly Element[];
}

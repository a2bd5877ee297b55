/**
 * What the engine derives from an executable process once, in the order in which Zeebe visits it: Zeebe walks a
 * BPMN file backwards among siblings, so flows are taken and events opened in reverse document order.
 */
import type { ExecutableElement, ExecutableProcess, SequenceFlow } from '../../bpmn/model';
import type { ProcessInstanceValue } from '../values';
import { bodyOf, innerOf } from './multi-instance';

type InstanceType = Pick<ProcessInstanceValue, 'elementId' | 'bpmnElementType'>;

export interface ModelNode {
  readonly element: ExecutableElement;
  readonly outgoing: readonly SequenceFlow[];
  /** Those of `outgoing` that have a condition. */
  readonly conditional: readonly SequenceFlow[];
  /** Events that can occur while the element is active. */
  readonly events: readonly ExecutableElement[];
  readonly boundaryIds: ReadonlySet<string>;
  readonly interruptingIds: ReadonlySet<string>;
  readonly startEvents: readonly ExecutableElement[];
}

export class ProcessModel {
  private readonly nodes = new Map<string, ModelNode>();
  /** Of multi-instance activities: what the body repeats. */
  private readonly innerNodes = new Map<string, ModelNode>();

  /** Some inclusive gateway joins paths: it has to know of every sequence flow that is under way. */
  readonly hasInclusiveJoin: boolean;

  /** By id; a multi-instance activity is its body, which stands in the flow for it. */
  private readonly elements: ReadonlyMap<string, ExecutableElement>;

  /** In the order of their ids. */
  readonly callActivityIds: readonly string[];

  constructor(readonly process: ExecutableProcess) {
    this.callActivityIds = [...process.elements.values()]
      .filter(({ type }) => type === 'CALL_ACTIVITY')
      .map(({ id }) => id)
      .sort();
    this.elements = new Map([...process.elements].map(([id, element]) => [id, bodyOf(element)]));
    this.hasInclusiveJoin = [...process.elements.values()].some(
      ({ type, incoming }) => type === 'INCLUSIVE_GATEWAY' && incoming.length > 1,
    );
  }

  get root(): ModelNode {
    return this.node(this.process.bpmnProcessId);
  }

  /** The node of an element instance: the body of a multi-instance activity shares its id with what it repeats. */
  nodeOf({ elementId, bpmnElementType }: InstanceType): ModelNode {
    const node = this.node(elementId);
    if (node.element.type !== 'MULTI_INSTANCE_BODY' || bpmnElementType === 'MULTI_INSTANCE_BODY') return node;
    return this.inner(elementId);
  }

  /** An event that an element instance waits for: itself, or one of the diagram. */
  eventOf(scope: InstanceType, id: string): ExecutableElement {
    return id === scope.elementId ? this.nodeOf(scope).element : this.element(id);
  }

  /** What the multi-instance body repeats. */
  inner(id: string): ModelNode {
    let node = this.innerNodes.get(id);
    if (node !== undefined) return node;
    const element = this.process.elements.get(id);
    if (element === undefined) throw new Error(this.missing('element', id));
    // As in Zeebe, an event inside does not keep others from occurring.
    node = { ...this.derive(innerOf(element)), interruptingIds: new Set() };
    this.innerNodes.set(id, node);
    return node;
  }

  /** Throws for an unknown id: a bug. */
  node(id: string): ModelNode {
    let node = this.nodes.get(id);
    if (node === undefined) this.nodes.set(id, (node = this.derive(this.element(id))));
    return node;
  }

  element(id: string): ExecutableElement {
    const element = this.elements.get(id);
    if (element === undefined) throw new Error(this.missing('element', id));
    return element;
  }

  find(id: string): ExecutableElement | undefined {
    return this.elements.get(id);
  }

  /** An element or a sequence flow has the id. */
  has(id: string): boolean {
    return this.process.elements.has(id) || this.process.flows.has(id);
  }

  flow(id: string): SequenceFlow {
    const flow = this.process.flows.get(id);
    if (flow === undefined) throw new Error(this.missing('sequence flow', id));
    return flow;
  }

  /** The element of the scope; undefined on the process. */
  scopeOf(element: ExecutableElement): ModelNode | undefined {
    return element.scopeId === undefined ? undefined : this.node(element.scopeId);
  }

  /** The scopes that the element is in, from the process inwards; a multi-instance subprocess is two of them. */
  scopesAround(id: string): readonly ModelNode[] {
    const scopes: ModelNode[] = [];
    for (
      let scope = this.scopeOf(this.element(id));
      scope !== undefined;
      scope = this.scopeOf(scope.element)
    ) {
      const { type, id: scopeId } = scope.element;
      scopes.unshift(...(type === 'MULTI_INSTANCE_BODY' ? [scope, this.inner(scopeId)] : [scope]));
    }
    return scopes;
  }

  followsEventBasedGateway(id: string): boolean {
    const incoming = this.find(id)?.incoming ?? [];
    return incoming.some((flow) => this.find(this.flow(flow).sourceId)?.type === 'EVENT_BASED_GATEWAY');
  }

  isBoundaryEvent(id: string): boolean {
    return this.find(id)?.type === 'BOUNDARY_EVENT';
  }

  private derive(element: ExecutableElement): ModelNode {
    const outgoing = element.outgoing.map((id) => this.flow(id)).reverse();
    const boundaryEvents = element.boundaryEvents.map((id) => this.element(id)).reverse();
    const eventStarts = element.eventSubprocesses.flatMap((id) =>
      this.element(id)
        .startEvents.slice(0, 1)
        .map((start) => this.element(start)),
    );
    const awaited = this.awaitedBy(element, outgoing);
    const events = [...eventStarts, ...awaited, ...ownEvent(element), ...boundaryEvents];
    return {
      element,
      outgoing,
      conditional: outgoing.filter((flow) => flow.condition !== undefined),
      events,
      boundaryIds: new Set(element.boundaryEvents),
      interruptingIds: new Set(
        [...eventStarts, ...boundaryEvents]
          .filter((event) => event.interrupting)
          .concat(awaited)
          .map((event) => event.id),
      ),
      startEvents: element.startEvents.map((id) => this.element(id)).reverse(),
    };
  }

  /** The events behind an event-based gateway. */
  private awaitedBy(element: ExecutableElement, outgoing: readonly SequenceFlow[]): ExecutableElement[] {
    if (element.type !== 'EVENT_BASED_GATEWAY') return [];
    return outgoing.map((flow) => this.element(flow.targetId));
  }

  private missing(what: string, id: string): string {
    return `Expected process '${this.process.bpmnProcessId}' to have ${what} '${id}', but it has none`;
  }
}

/** Catch events and receive tasks wait for their own event. */
function ownEvent(element: ExecutableElement): ExecutableElement[] {
  return element.type === 'INTERMEDIATE_CATCH_EVENT' || element.type === 'RECEIVE_TASK' ? [element] : [];
}

/** A multi-instance activity is two elements of one id: the body in the flow, and inside it what it repeats. */
import type { ExecutableElement } from '../../bpmn/model';

/** The body has the flows, the boundary events and the loop; any other element is itself. */
export function bodyOf(element: ExecutableElement): ExecutableElement {
  if (element.loop === undefined) return element;
  const { id, name, scopeId, incoming, outgoing, boundaryEvents, loop } = element;
  return {
    id,
    ...(name !== undefined && { name }),
    type: 'MULTI_INSTANCE_BODY',
    eventType: 'UNSPECIFIED',
    ...(scopeId !== undefined && { scopeId }),
    incoming,
    outgoing,
    boundaryEvents,
    loop,
    inputs: [],
    outputs: [],
    children: [],
    startEvents: [],
    eventSubprocesses: [],
  };
}

export function innerOf(element: ExecutableElement): ExecutableElement {
  const { loop: _loop, ...inner } = element;
  return { ...inner, incoming: [], outgoing: [], boundaryEvents: [] };
}

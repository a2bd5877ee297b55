/** Short BPMN for tests: bodies of elements in, a file out. */
export interface BpmnFile {
  readonly name: string;
  readonly content: string;
}

/** @param body elements of the process @param roots messages and errors */
export function bpmn(id: string, body: string, roots = ''): BpmnFile {
  const content = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="test">
${roots}<bpmn:process id="${id}" name="${id}" isExecutable="true">
${withOutgoing(body)}
</bpmn:process>
</bpmn:definitions>`;
  return { name: `${id}.bpmn`, content };
}

/** Zeebe wants boundary events and event-based gateways to name their flows. */
function withOutgoing(body: string): string {
  return body.replace(
    /(<bpmn:(?:boundaryEvent|eventBasedGateway) id="([^"]+)"[^>]*>(?:<bpmn:extensionElements>.*?<\/bpmn:extensionElements>)?)/g,
    (begin: string, _all: string, id: string) => {
      const outgoing = [...body.matchAll(/<bpmn:sequenceFlow id="([^"]+)" sourceRef="([^"]+)"/g)];
      const own = outgoing.filter(([, , source]) => source === id);
      return begin + own.map(([, name]) => `<bpmn:outgoing>${name}</bpmn:outgoing>`).join('');
    },
  );
}

let flows = 0;

/** Ids that do not depend on what else was built before. */
export function withOwnIds<T>(build: () => T): T {
  const before = flows;
  flows = 0;
  try {
    return build();
  } finally {
    flows = before;
  }
}

/** `flow('a', 'b', '=x > 1')`, with an optional condition and id. */
export function flow(source: string, target: string, condition?: string, id?: string): string {
  flows += 1;
  const body =
    condition === undefined
      ? ''
      : `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${escape(condition)}</bpmn:conditionExpression>`;
  return `<bpmn:sequenceFlow id="${id ?? `f${flows}_${source}_${target}`}" sourceRef="${source}" targetRef="${target}">${body}</bpmn:sequenceFlow>`;
}

/** Flows along a path. */
export function path(...ids: readonly string[]): string {
  return ids
    .slice(1)
    .map((id, index) => flow(ids[index] as string, id))
    .join('\n');
}

export function element(type: string, id: string, extensions = '', content = '', attributes = ''): string {
  const inside = extensions === '' ? '' : `<bpmn:extensionElements>${extensions}</bpmn:extensionElements>`;
  return `<bpmn:${type} id="${id}" ${attributes}>${inside}${content}</bpmn:${type}>`;
}

export const start = (id = 'start'): string => element('startEvent', id);
export const end = (id = 'end'): string => element('endEvent', id);

export function task(id: string, type: string, extensions = '', kind = 'serviceTask'): string {
  return element(kind, id, `<zeebe:taskDefinition type="${escape(type)}" />${extensions}`);
}

export function mappings(entries: {
  input?: Record<string, string>;
  output?: Record<string, string>;
}): string {
  const list = (kind: 'input' | 'output'): string =>
    Object.entries(entries[kind] ?? {})
      .map(([target, source]) => `<zeebe:${kind} source="${escape(source)}" target="${target}" />`)
      .join('');
  return `<zeebe:ioMapping>${list('input')}${list('output')}</zeebe:ioMapping>`;
}

export function message(id: string, name: string, correlationKey?: string): string {
  const subscription =
    correlationKey === undefined
      ? ''
      : `<bpmn:extensionElements><zeebe:subscription correlationKey="${escape(correlationKey)}" /></bpmn:extensionElements>`;
  return `<bpmn:message id="${id}" name="${name}">${subscription}</bpmn:message>`;
}

export function error(id: string, code: string): string {
  return `<bpmn:error id="${id}" name="${id}" errorCode="${code}" />`;
}

export const messageEvent = (ref: string): string =>
  `<bpmn:messageEventDefinition id="${ref}_def_${(flows += 1)}" messageRef="${ref}" />`;
export const errorEvent = (ref?: string): string =>
  ref === undefined ? '<bpmn:errorEventDefinition />' : `<bpmn:errorEventDefinition errorRef="${ref}" />`;
export const signalEvent = (ref: string): string =>
  `<bpmn:signalEventDefinition id="${ref}_def_${(flows += 1)}" signalRef="${ref}" />`;
export const signal = (id: string, name: string): string =>
  `<bpmn:signal id="${id}" name="${escape(name)}" />`;
export const escalation = (id: string, code?: string): string =>
  `<bpmn:escalation id="${id}" name="${id}"${code === undefined ? '' : ` escalationCode="${escape(code)}"`} />`;
export const escalationEvent = (ref?: string): string =>
  `<bpmn:escalationEventDefinition${ref === undefined ? '' : ` escalationRef="${ref}"`} />`;
export const linkEvent = (name: string): string =>
  `<bpmn:linkEventDefinition id="${name}_link_${(flows += 1)}" name="${name}" />`;
/** @param activity the one to compensate; all of the scope when absent */
export const compensateEvent = (activity?: string): string =>
  `<bpmn:compensateEventDefinition id="compensate_${(flows += 1)}"${activity === undefined ? '' : ` activityRef="${activity}"`} />`;
/** From a compensation boundary event to its handler. */
export const association = (source: string, target: string): string =>
  `<bpmn:association id="a_${source}_${target}" sourceRef="${source}" targetRef="${target}" />`;
export const terminateEvent = '<bpmn:terminateEventDefinition />';

export function timerEvent(kind: 'timeDate' | 'timeDuration' | 'timeCycle', text: string): string {
  return `<bpmn:timerEventDefinition><bpmn:${kind} xsi:type="bpmn:tFormalExpression">${escape(text)}</bpmn:${kind}></bpmn:timerEventDefinition>`;
}

export function boundary(id: string, attachedTo: string, definition: string, interrupting = true): string {
  return element(
    'boundaryEvent',
    id,
    '',
    definition,
    `attachedToRef="${attachedTo}" cancelActivity="${interrupting}"`,
  );
}

export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

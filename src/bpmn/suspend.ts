/**
 * The same process with no way to begin by itself: its timers, messages and signals become ones that never come. A mark
 * says so, and why, to whoever reads the diagram: people start no case of it either.
 *
 * Not a state beside the engine: a deployed version, so that it is the same on the embedded engine and on a Zeebe.
 */
import { BpmnModdle } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json';
import { anyIds } from './any-ids';

/** `zeebe:property` of the process: why its starts are suspended. */
export const SUSPENSION = 'logigramme:suspension';
const NEVER = '9999-12-31T00:00:00Z';

type Node = Record<string, unknown> & { $type: string; $parent?: Node };

const list = (owner: Node, name: string): Node[] => (owner[name] ??= []) as Node[];

interface Maker {
  create(type: string, properties: object): Node;
}

function property(moddle: Maker, process: Node, reason: string): void {
  const extensions = (process['extensionElements'] ??= moddle.create('bpmn:ExtensionElements', {
    values: [],
  })) as Node;
  const values = list(extensions, 'values');
  let properties = values.find(({ $type }) => $type === 'zeebe:Properties');
  if (properties === undefined) {
    properties = moddle.create('zeebe:Properties', { properties: [] });
    values.push(properties);
  }
  list(properties, 'properties').push(moddle.create('zeebe:Property', { name: SUSPENSION, value: reason }));
}

/** Replaces what an event waits for. `nonce`: makes names that nobody publishes. */
function neverComes(moddle: Maker, root: Node, definition: Node, nonce: string): void {
  const name = `suspendue-${nonce}`;
  const id = `suspension_${nonce}_${list(root, 'rootElements').length}`;
  if (definition.$type === 'bpmn:TimerEventDefinition') {
    definition['timeCycle'] = undefined;
    definition['timeDuration'] = undefined;
    definition['timeDate'] = moddle.create('bpmn:FormalExpression', { body: NEVER });
  }
  if (definition.$type === 'bpmn:MessageEventDefinition') {
    const message = moddle.create('bpmn:Message', { id, name });
    list(root, 'rootElements').push(message);
    definition['messageRef'] = message;
  }
  if (definition.$type === 'bpmn:SignalEventDefinition') {
    const signal = moddle.create('bpmn:Signal', { id, name });
    list(root, 'rootElements').push(signal);
    definition['signalRef'] = signal;
  }
}

/** @throws Error when the file is not BPMN or has no such process */
export async function withStartsSuspended(
  xml: string,
  bpmnProcessId: string,
  { reason, nonce }: { readonly reason: string; readonly nonce: string },
): Promise<string> {
  const moddle = new BpmnModdle({ zeebe });
  const { rootElement } = await moddle.fromXML(xml, 'bpmn:Definitions', anyIds);
  const root = rootElement as unknown as Node;
  const process = list(root, 'rootElements').find(
    (one) => one.$type === 'bpmn:Process' && one['id'] === bpmnProcessId,
  );
  if (process === undefined)
    throw new Error(`Expected a process with id '${bpmnProcessId}', but the file has none`);
  const maker = moddle as unknown as Maker;
  for (const element of list(process, 'flowElements')) {
    if (element.$type !== 'bpmn:StartEvent') continue;
    for (const definition of (element['eventDefinitions'] ?? []) as Node[])
      neverComes(maker, root, definition, nonce);
  }
  property(maker, process, reason);
  return (await moddle.toXML(rootElement, { format: true })).xml;
}

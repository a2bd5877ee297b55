/** What there is to lay out: the semantic part of a BPMN file with one pool, its lanes, nodes and flows. */
import { BpmnModdle } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };

const reconstructed = 'Reconstruit, à valider par la DSI.';

/** Half width and half height of each kind of shape, in pixels. */
export function halfSize(type) {
  if (type.endsWith('Gateway')) return { x: 25, y: 25 };
  if (type.endsWith('Event')) return { x: 18, y: 18 };
  return { x: 60, y: 40 };
}

export const isLabelledOutside = ({ type }) => type.endsWith('Gateway') || type.endsWith('Event');

function isReconstructed(element) {
  return (element.documentation?.[0]?.text ?? '').startsWith(reconstructed);
}

/** A connector that says nothing itself is as reconstructed as the two steps that it joins. */
function connectsInvented(flow, invented) {
  const says = flow.documentation?.length > 0;
  return !says && invented.has(flow.sourceRef.id) && invented.has(flow.targetRef.id);
}

/**
 * Nodes in file order: `{id, type, name, lane, host?, reconstructed, centre?}`; `centre` is where the file
 * draws the node now. Throws unless there is one pool and every node has its lane.
 */
export async function readModel(xml) {
  const { rootElement } = await new BpmnModdle({ zeebe }).fromXML(xml);
  const collaboration = rootElement.rootElements.find(({ $type }) => $type === 'bpmn:Collaboration');
  const pool = collaboration?.participants?.[0];
  if (!pool || collaboration.participants.length > 1)
    throw new Error('Expected one pool to lay out: draw the procedure in a single participant with lanes');
  const { flowElements = [], laneSets = [] } = pool.processRef;
  const lanes = (laneSets[0]?.lanes ?? []).map(({ id, name, flowNodeRef = [] }) => ({
    id,
    name,
    nodes: flowNodeRef.map((node) => node.id),
  }));
  const drawn = new Map(
    (rootElement.diagrams ?? [])
      .flatMap(({ plane }) => plane.planeElement ?? [])
      .filter(({ bounds, bpmnElement }) => bounds && bpmnElement)
      .map(({ bounds: { x, y, width, height }, bpmnElement }) => [
        bpmnElement.id,
        { x: x + width / 2, y: y + height / 2 },
      ]),
  );
  const nodes = flowElements
    .filter(({ $type }) => $type !== 'bpmn:SequenceFlow')
    .map((element) => ({
      id: element.id,
      type: element.$type,
      name: element.name ?? '',
      lane: lanes.find((lane) => lane.nodes.includes(element.id))?.id,
      host: element.attachedToRef?.id,
      reconstructed: isReconstructed(element),
      centre: drawn.get(element.id),
    }));
  const lost = nodes.filter(({ lane }) => !lane).map(({ id }) => id);
  if (lost.length > 0) throw new Error(`Expected every node in a lane, but not so: ${lost.join(', ')}`);
  const invented = new Set(nodes.filter(({ reconstructed }) => reconstructed).map(({ id }) => id));
  const flows = flowElements
    .filter(({ $type }) => $type === 'bpmn:SequenceFlow')
    .map((flow) => ({
      id: flow.id,
      name: flow.name ?? '',
      source: flow.sourceRef.id,
      target: flow.targetRef.id,
      reconstructed: isReconstructed(flow) || connectsInvented(flow, invented),
    }));
  const notes = (collaboration.artifacts ?? [])
    .filter(({ $type }) => $type === 'bpmn:TextAnnotation')
    .map(({ id, text }) => ({ id, text }));
  return { collaboration: collaboration.id, pool: pool.id, lanes, nodes, flows, notes };
}

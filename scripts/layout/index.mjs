/** Lays out a BPMN file: replaces its diagram interchange and leaves the rest of its text as it is. */
import { placeLabels } from './labels.mjs';
import { readModel } from './model.mjs';
import { assignCells, place } from './place.mjs';
import { route } from './route.mjs';

const ochre =
  ' bioc:stroke="#8a4b08" bioc:fill="#fff4dc" color:background-color="#fff4dc" color:border-color="#8a4b08"';
const ochreLine = ' bioc:stroke="#8a4b08" color:border-color="#8a4b08"';

/** `cells`: {id: [column, row within its lane]}, for all nodes but boundary events; without it see place.mjs. */
export async function layOut(xml, cells) {
  const model = await readModel(xml);
  const boxes = place(model, assignCells(model, cells));
  const ways = route(model, boxes);
  const labels = placeLabels(model, boxes, ways);
  const diagram = toXml(model, boxes, ways, labels);
  const without = xml.replace(/\s*<bpmndi:BPMNDiagram[^]*<\/bpmndi:BPMNDiagram>/, '');
  return without.replace(/\s*<\/bpmn:definitions>/, `\n${diagram}\n</bpmn:definitions>`);
}

function toXml(model, boxes, ways, labels) {
  const label = (id) => {
    const box = labels.get(id);
    if (!box) return [];
    return ['        <bpmndi:BPMNLabel>', `          ${bounds(box)}`, '        </bpmndi:BPMNLabel>'];
  };
  const shape = (id, attributes = '') => [
    `      <bpmndi:BPMNShape id="${id}_di" bpmnElement="${id}"${attributes}>`,
    `        ${bounds(boxes.get(id))}`,
    ...label(id),
    '      </bpmndi:BPMNShape>',
  ];
  const edge = ({ id, reconstructed }) => [
    `      <bpmndi:BPMNEdge id="${id}_di" bpmnElement="${id}"${reconstructed ? ochreLine : ''}>`,
    ...ways.get(id).map(({ x, y }) => `        <di:waypoint x="${x}" y="${y}" />`),
    ...label(id),
    '      </bpmndi:BPMNEdge>',
  ];
  const marker = ({ type }) => (type === 'bpmn:ExclusiveGateway' ? ' isMarkerVisible="true"' : '');
  return [
    `  <bpmndi:BPMNDiagram id="${model.pool}_diagramme">`,
    `    <bpmndi:BPMNPlane id="${model.pool}_plan" bpmnElement="${model.collaboration}">`,
    ...shape(model.pool, ' isHorizontal="true"'),
    ...model.lanes.flatMap(({ id }) => shape(id, ' isHorizontal="true"')),
    ...model.nodes.flatMap((node) => shape(node.id, marker(node) + (node.reconstructed ? ochre : ''))),
    ...model.notes.flatMap(({ id }) => shape(id, ochre)),
    ...model.flows.flatMap(edge),
    '    </bpmndi:BPMNPlane>',
    '  </bpmndi:BPMNDiagram>',
  ].join('\n');
}

function bounds({ x, y, width, height }) {
  return `<dc:Bounds x="${x}" y="${y}" width="${width}" height="${height}" />`;
}

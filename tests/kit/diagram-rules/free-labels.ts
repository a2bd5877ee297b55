/** Labels beside their shapes and flows lie on no line, no shape and no other label, and have room for their text. */
import type { Box, DiagramRule, Edge, Shape } from './diagram';
import { crosses, overlap, segmentsOf } from './geometry';

/** bpmn-js breaks such labels at 90 pixels and draws them at 11, about 6 pixels a character and 14 a line. */
const lineWidth = 90;
const characterWidth = 6;
const lineHeight = 13;
const outside = [
  'bpmn:StartEvent',
  'bpmn:EndEvent',
  'bpmn:BoundaryEvent',
  'bpmn:IntermediateCatchEvent',
  'bpmn:IntermediateThrowEvent',
];

export const freeLabels: DiagramRule = {
  name: 'free labels',
  check({ nodes, flows }) {
    const labelled = [...nodes.filter(isLabelledOutside), ...flows].filter(({ name }) => name !== '');
    return labelled.flatMap((owner): string[] => {
      const { label } = owner;
      if (!label) return [`${owner.id} has a name but no place for it`];
      return [
        ...flows
          .filter((flow) => segmentsOf(flow).some((one) => crosses(one, label)))
          .map(({ id }) => `the label of ${owner.id} is on ${id}`),
        ...nodes
          .filter(({ box }) => overlap(box, label))
          .map(({ id }) => `the label of ${owner.id} is on ${id}`),
        ...labelled
          .filter((other) => other.id > owner.id && other.label && overlap(other.label, label))
          .map(({ id }) => `the labels of ${owner.id} and ${id} overlap`),
        ...(hasRoom(owner.name, label) ? [] : [`the label of ${owner.id} is too small for "${owner.name}"`]),
      ];
    });
  },
};

function isLabelledOutside({ type }: Shape | Edge): boolean {
  return type.endsWith('Gateway') || outside.includes(type);
}

function hasRoom(name: string, label: Box): boolean {
  const lines = name.split(' ').reduce<string[]>((done, word) => {
    const last = done.at(-1);
    const joined = last === undefined ? word : `${last} ${word}`;
    const fits = joined.length * characterWidth <= lineWidth;
    return fits ? [...done.slice(0, -1), joined] : [...done, word];
  }, []);
  const widest = Math.max(...lines.map((line) => line.length * characterWidth));
  return (
    label.height >= lines.length * lineHeight && label.width >= Math.min(widest, lineWidth) - characterWidth
  );
}

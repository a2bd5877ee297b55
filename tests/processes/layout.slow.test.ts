/** `npm run layout`: what it draws keeps the diagram rules, and it changes nothing but the drawing. */
import { layOut } from '../../scripts/layout/index.mjs';
import { diagramRules, readDiagram } from '../kit/diagram-rules';
import { processFiles, readProcessFile } from './files';

const drawing = /\s*<bpmndi:BPMNDiagram[^]*<\/bpmndi:BPMNDiagram>/;

async function faults(xml: string): Promise<string[]> {
  const diagram = await readDiagram(xml);
  return diagramRules.flatMap((rule) => rule.check(diagram));
}

describe.each(processFiles('.bpmn'))('%s', (file) => {
  const xml = readProcessFile(file);

  test('laid out again from its drawing keeps every rule and its text', async () => {
    const again = await layOut(xml);
    expect(await faults(again)).toEqual([]);
    expect(again.replace(drawing, '')).toBe(xml.replace(drawing, ''));
    expect(await layOut(again)).toBe(again);
  });
});

test('a file without a drawing is laid out from its flows', async () => {
  const [file = ''] = processFiles('.bpmn').filter((name) => name.startsWith('l-'));
  const laidOut = await layOut(readProcessFile(file).replace(drawing, ''));
  const { undrawn, nodes } = await readDiagram(laidOut);
  expect(undrawn).toEqual([]);
  expect(new Set(nodes.map(({ box }) => `${box.x} ${box.y}`)).size).toBe(nodes.length);
});

test('a file without lanes is refused', async () => {
  const [file = ''] = processFiles('.bpmn');
  const without = readProcessFile(file).replace(/<bpmn:laneSet[^]*<\/bpmn:laneSet>/, '');
  await expect(layOut(without)).rejects.toThrow('Expected every node in a lane');
});

/** The table of cases fits the diagram and its forms, and leaves nothing of the diagram out. */
import { validateForm } from '../../src/forms';
import { readDiagram } from '../kit/diagram-rules';
import { scenarios } from './b.scenarios';
import { processFiles, readProcessFile } from './files';

const folder = 'b-deploiement-materiel-informatique';
const xml = readProcessFile(`${folder}/${folder}.bpmn`);

/** Form of a user task or start event, by the links in the file. */
function formOf(elementId: string): object {
  const link = new RegExp(`id="${elementId}"[^]*?formId="([^"]+)"`).exec(xml);
  return JSON.parse(readProcessFile(`${folder}/${link?.[1]}.form`)) as object;
}

describe.each(scenarios)('$name', ({ start, steps, expected }) => {
  test('its path follows the flows of the diagram', async () => {
    const { nodes, flows } = await readDiagram(xml);
    const leads = (from: string, to: string) =>
      flows.some(({ source, target }) => source === from && target === to) ||
      nodes.some(({ id, attachedTo }) => id === to && attachedTo === from);
    const gaps = expected.path.slice(1).filter((id, index) => !leads(expected.path[index] ?? '', id));
    expect(gaps).toEqual([]);
    expect(nodes.find(({ id }) => id === expected.path.at(-1))?.type).toBe('bpmn:EndEvent');
  });

  test('its people fill in forms that the server takes as they are', () => {
    expect(validateForm(formOf('B1_demande_recue'), start, {})).toEqual({ ok: true, values: start });
    let variables = { ...start };
    for (const step of steps) {
      if (!('task' in step)) continue;
      expect(expected.path).toContain(step.task);
      const result = validateForm(formOf(step.task), step.data, variables);
      expect(result).toEqual({ ok: true, values: step.data });
      variables = { ...variables, ...step.data };
    }
  });

  test('its tasks belong to the groups of the diagram', () => {
    const groups = steps.flatMap((step) => ('task' in step ? [{ task: step.task, by: step.by }] : []));
    const wrong = groups.filter(({ task, by }) => {
      const link = new RegExp(`id="${task}"[^]*?candidateGroups="([^"]+)"`).exec(xml);
      return link?.[1] !== by;
    });
    expect(wrong).toEqual([]);
  });
});

test('together the cases take every flow and every boundary event', async () => {
  const { nodes, flows } = await readDiagram(xml);
  const pairs = new Set(
    scenarios.flatMap(({ expected: { path } }) => path.map((id, index) => `${path[index - 1]}>${id}`)),
  );
  const boundaryEvents = nodes
    .filter(({ attachedTo }) => attachedTo)
    .map(({ id, attachedTo }) => `${attachedTo}>${id}`);
  const wanted = [...flows.map(({ source, target }) => `${source}>${target}`), ...boundaryEvents];
  expect(wanted.filter((pair) => !pairs.has(pair))).toEqual([]);
});

test('every form belongs to one element, under its own file name', () => {
  const linked = [...xml.matchAll(/formId="([^"]+)"/g)].map(([, id = '']) => id);
  const files = processFiles('.form').filter((file) => file.startsWith(folder));
  const ids = files.map((file) => (JSON.parse(readProcessFile(file)) as { id: string }).id);
  expect(files).toEqual([...linked].sort().map((id) => `${folder}/${id}.form`));
  expect(ids).toEqual([...linked].sort());
});

/** Each procedure's table of cases fits its diagram and its forms, and leaves nothing of the diagram out. */
import path from 'node:path';
import { evaluateExpression } from '../../src/feel';
import { validateForm } from '../../src/forms';
import { loadMailTemplates } from '../../src/mail/out/template';
import { choiceSource } from '../../src/main/choice-source';
import { demoReferences } from '../../src/references/demo';
import { createFormChoices } from '../../src/references/form-choices';
import { readDiagram } from '../kit/diagram-rules';
import { contractForm } from '../../src/workers/contracts/contract-form';
import { findWorkers } from '../../src/workers/host/registry';
import { processFiles, readProcessFile } from './files';
import { bpmnOf, procedures } from './scenario-files';

const workers = findWorkers();

/** As the demonstration fills them in; the choice of articles stays that of the files. */
const choices = createFormChoices({
  ...choiceSource({ list: async () => [] }, { articles: async () => [] }),
  list: async (kind) => demoReferences.filter((item) => item.kind === kind),
});

test('every procedure has its cases', () => {
  const files = procedures.map(bpmnOf);
  expect(processFiles('.bpmn').filter((file) => !files.includes(file))).toEqual([]);
});

describe.each(procedures)('$folder', (procedure) => {
  const { folder, scenarios } = procedure;
  const xml = readProcessFile(bpmnOf(procedure));
  const isCircuit = xml.includes('name="logigramme:usage" value="circuit"');

  const isHere = (elementId: string) => xml.includes(`id="${elementId}"`);

  /** Of an element, up to the end of its extensions. */
  const extensionsOf = (elementId: string) =>
    new RegExp(`id="${elementId}"[^]*?</bpmn:extensionElements>`).exec(xml)?.[0] ?? '';

  /** Form of a user task or start event, by the links in the file; of a service task done by hand, by its worker. */
  async function formOf(
    elementId: string,
    variables: Readonly<Record<string, unknown>> = {},
  ): Promise<object> {
    const source = /<zeebe:taskDefinition type=(["'])(.+?)\1/u.exec(extensionsOf(elementId))?.[2] ?? '';
    // An expression, `=…`, chooses the type by the case.
    const kind = source.startsWith('=') ? 'feel' : 'literal';
    const type = evaluateExpression({ kind, source: source.replace(/^=/u, '') }, variables);
    const jobType = type.ok ? type.value : type.failure;
    const worker = workers.find(({ type }) => type === jobType);
    if (worker !== undefined) return contractForm(worker);
    const link = new RegExp(`id="${elementId}"[^]*?formId="([^"]+)"`).exec(xml);
    const form = JSON.parse(readProcessFile(`${folder}/${link?.[1]}.form`)) as Readonly<
      Record<string, unknown>
    >;
    return choices.filled(form);
  }

  describe.each(scenarios)('$name', ({ start, startedByTimer, startedByMessage, steps, expected }) => {
    test('its path follows the flows of the diagram', async () => {
      const { nodes, flows } = await readDiagram(xml);
      const leads = (from: string, to: string) =>
        flows.some(({ source, target }) => source === from && target === to) ||
        nodes.some(({ id, attachedTo }) => id === to && attachedTo === from);
      const before = expected.path.map((_, index) => expected.path.slice(0, index));
      const gaps = expected.path
        .slice(1)
        // Parallel branches interleave: something earlier leads there.
        .filter((id, index) => !before[index + 1]?.some((from) => leads(from, id)));
      expect(gaps).toEqual([]);
      expect(nodes.find(({ id }) => id === expected.path.at(-1))?.type).toBe('bpmn:EndEvent');
    });

    test('its people fill in forms that the server takes as they are', async () => {
      // A circuit has no start form: its caller gives it what it needs.
      if (!startedByTimer && !startedByMessage && !isCircuit)
        expect(validateForm(await formOf(expected.path[0] ?? ''), start, {})).toEqual({
          ok: true,
          values: start,
        });
      let variables = { ...start };
      for (const step of steps) {
        // What a called procedure asks depends on what it was given.
        if (!('task' in step) || !isHere(step.task)) continue;
        expect(expected.path).toContain(step.task);
        const result = validateForm(await formOf(step.task, variables), step.data, variables);
        expect({ task: step.task, ...result }).toEqual({ task: step.task, ok: true, values: step.data });
        variables = { ...variables, ...step.data };
      }
    });

    test('its tasks belong to the groups of the diagram', () => {
      const groups = steps.flatMap((step) =>
        'task' in step && isHere(step.task) ? [{ task: step.task, by: step.by }] : [],
      );
      const wrong = groups.filter(({ task, by }) => {
        const link = /candidateGroups(?:="|" value=")([^"]+)"/.exec(extensionsOf(task));
        // An expression, `=…`, gives the groups of the case.
        return !link?.[1]?.startsWith('=') && !link?.[1]?.split(',').includes(by);
      });
      expect(wrong).toEqual([]);
    });

    test('its mails have templates, which its data fills', () => {
      const templates = loadMailTemplates({ administration: 'Direction générale des Douanes' });
      const entered = steps.map((step) => {
        if ('message' in step) return step.message.variables;
        return 'task' in step ? step.data : {};
      });
      const data: Record<string, unknown> = Object.assign(
        { numeroDossier: 'X-2026-000001' },
        expected.variables,
        start,
        ...entered,
        expected.variables,
      );
      // A called procedure's own mails are in its own cases.
      const own = expected.mails.filter(
        ({ template }) => xml.includes(`"${template}"`) || xml.includes(`&quot;${template}&quot;`),
      );
      for (const { template } of own) expect(templates.render(template, data).text).not.toBe('');
    });
  });

  test('together the cases take every flow and every boundary event', async () => {
    const { nodes, flows } = await readDiagram(xml);
    const pairs = new Set(
      scenarios.flatMap(({ expected: { path: way } }) => way.map((id, index) => `${way[index - 1]}>${id}`)),
    );
    const isTaken = (from: string, to: string) => pairs.has(`${from}>${to}`);
    const boundaryEvents = nodes.flatMap(({ id, attachedTo }) => (attachedTo ? [[attachedTo, id]] : []));
    const parallel = new Set(nodes.filter(({ type }) => type === 'bpmn:ParallelGateway').map(({ id }) => id));
    const wanted = [
      ...flows
        .filter(({ source, target }) => !parallel.has(source) && !parallel.has(target))
        .map(({ source, target }) => [source, target]),
      ...boundaryEvents,
    ];
    expect(wanted.filter(([from = '', to = '']) => !isTaken(from, to))).toEqual([]);
  });

  test('every form belongs to one element, under its own file name', () => {
    const linked = [...xml.matchAll(/formId="([^"]+)"/g)].map(([, id = '']) => id);
    const files = processFiles('.form').filter((file) => path.dirname(file) === folder);
    const ids = files.map((file) => (JSON.parse(readProcessFile(file)) as { id: string }).id);
    expect(files).toEqual([...linked].sort().map((id) => `${folder}/${id}.form`));
    expect(ids).toEqual([...linked].sort());
  });
});

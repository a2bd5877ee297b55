/** The map's and the overview's figures, against the same computed from the records alone. */
import pino from 'pino';
import { createZeebeClient } from '../../src/zeebe';
import { overviewPeriod } from '../../src/web/overview-period';
import { eventually, startTestProgram, type TestProgram } from '../kit/program';

jest.setTimeout(180_000);

const bpmn = (more: string) => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="x">
  <bpmn:process id="mesure" name="Mesure" isExecutable="true">
    <bpmn:startEvent id="s" /><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="task" />
    <bpmn:userTask id="task" name="Traiter"><bpmn:extensionElements><zeebe:assignmentDefinition candidateGroups="gs" /></bpmn:extensionElements></bpmn:userTask>
    <bpmn:sequenceFlow id="g" sourceRef="task" targetRef="many" />
    <bpmn:userTask id="many" name="Confirmer"><bpmn:extensionElements><zeebe:assignmentDefinition candidateGroups="gs" /></bpmn:extensionElements>
      <bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=[1,2]" /></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>
    <bpmn:sequenceFlow id="h" sourceRef="many" targetRef="e" /><bpmn:endEvent id="e" />${more}
  </bpmn:process>
</bpmn:definitions>`;

interface Row {
  readonly key: string;
  readonly valueType: string;
  readonly intent: string;
  readonly timestamp: number;
  readonly value: { readonly elementId: string; readonly bpmnElementType: string };
}

interface MapElement {
  readonly elementId: string;
  readonly active: number;
  readonly entered: number;
  readonly duration: {
    readonly count: number;
    readonly mean: number | null;
    readonly median: number | null;
    readonly p95: number | null;
  };
  readonly waiting: { readonly count: number };
}

let program: TestProgram;
const cases: string[] = [];
beforeAll(async () => {
  program = await startTestProgram();
  const client = createZeebeClient({ address: program.engineAddress, logger: pino({ enabled: false }) });
  await client.deploy([{ name: 'mesure.bpmn', content: bpmn('') }]);
  for (let n = 0; n < 4; n += 1) await start();
  await client.deploy([{ name: 'mesure.bpmn', content: bpmn('<bpmn:task id="extra" name="En plus" />') }]);
  await client.close();
  await eventually(
    () => program.as('admin').get<{ version: number }>('/processes/mesure'),
    ({ body }) => body.version === 2,
  );
  for (let n = 0; n < 2; n += 1) await start();
  const gs = program.as('gs');
  for (let n = 0; n < 5; n += 1) {
    const { body } = await gs.get<{ items: { key: string }[] }>('/tasks?state=CREATED');
    const key = body.items[0]?.key ?? '';
    await gs.post(`/tasks/${key}/claim`);
    expect((await gs.post(`/tasks/${key}/complete`)).status).toBe(200);
  }
});
afterAll(() => program?.stop());

async function start(): Promise<void> {
  const { body } = await eventually(
    () =>
      program
        .as('requerant')
        .post<{ processInstanceKey: string }>('/process-instances', { bpmnProcessId: 'mesure' }),
    ({ status }) => status === 201,
  );
  cases.push(body.processInstanceKey);
}

/** All records of the cases, page by page. */
async function records(keys: readonly string[]): Promise<Row[]> {
  const all: Row[] = [];
  for (const key of keys) {
    for (let cursor: string | null = ''; cursor !== null;) {
      const from: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await program
        .as('admin')
        .get<{ items: Row[]; nextCursor: string | null }>(
          `/process-instances/${key}/records?limit=100${from}`,
        );
      all.push(...body.items);
      cursor = body.nextCursor;
    }
  }
  return all;
}

/** As SQL's percentile_cont. */
function percentile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low === undefined || high === undefined ? null : Math.round(low + (high - low) * (at % 1));
}

function counted(rows: readonly Row[], elementId: string) {
  const passages = rows.filter(
    ({ valueType, value }) =>
      valueType === 'PROCESS_INSTANCE' &&
      value.elementId === elementId &&
      value.bpmnElementType !== 'MULTI_INSTANCE_BODY',
  );
  const begun = new Map(
    passages
      .filter(({ intent }) => intent === 'ELEMENT_ACTIVATING')
      .map(({ key, timestamp }) => [key, timestamp]),
  );
  const ended = passages.filter(({ intent }) => intent === 'ELEMENT_COMPLETED');
  const spans = ended.map(({ key, timestamp }) => timestamp - (begun.get(key) ?? timestamp));
  const sum = spans.reduce((total, one) => total + one, 0);
  return {
    entered: begun.size,
    active: begun.size - ended.length,
    duration: {
      count: spans.length,
      mean: spans.length === 0 ? null : Math.round(sum / spans.length),
      median: percentile(spans, 0.5),
      p95: percentile(spans, 0.95),
    },
  };
}

const map = async (query = '') =>
  (await program.as('responsable').get<{ items: MapElement[] }>(`/statistics/processes/mesure/map${query}`))
    .body.items;

test.each([
  ['', () => cases],
  ['?version=1', () => cases.slice(0, 4)],
  ['?version=2', () => cases.slice(4)],
])('the map%s has what the records say', async (query, ofVersion) => {
  const rows = await records(ofVersion());
  const found = await map(query);
  expect(found.find(({ elementId }) => elementId === 'task')?.entered).toBe(ofVersion().length);
  for (const view of found) {
    const { entered, active, duration } = view;
    expect({ elementId: view.elementId, entered, active, duration }).toEqual({
      elementId: view.elementId,
      ...counted(rows, view.elementId),
    });
  }
});

test('it is narrowed by period, requester and data', async () => {
  const later = new Date(Date.now() + 60_000).toISOString();
  expect((await map(`?from=${later}`)).every(({ entered }) => entered === 0)).toBe(true);
  expect((await map('?initiator=gs')).length).toBe(0);
  expect((await map('?initiator=requerant')).find(({ elementId }) => elementId === 's')?.entered).toBe(6);
  expect((await map('?variableName=initiateur&variableValue=requerant')).length).toBeGreaterThan(2);
  expect((await map('?variableName=initiateur&variableValue=gs')).length).toBe(0);
  const done = (await map()).find(({ elementId }) => elementId === 'task');
  expect(done?.waiting.count).toBe(done?.duration.count);
});

test('the overview counts cases as the case list does', async () => {
  const { body } = await program
    .as('responsable')
    .get<{ items: { bpmnProcessId: string; open: number; trend: number[] }[] }>('/statistics/overview');
  const ours = body.items.find(({ bpmnProcessId }) => bpmnProcessId === 'mesure');
  const open = await program
    .as('admin')
    .get<{ items: object[] }>('/process-instances?bpmnProcessId=mesure&state=ACTIVE');
  expect(ours?.open).toBe(open.body.items.length);
  expect(ours?.trend.at(-1)).toBe(6);
});

test.each([
  ['2026-12-01T08:30:00Z', 'Africa/Abidjan', '2026-12-01T00:00:00.000Z', '2026-11-30T00:00:00.000Z'],
  ['2026-11-29T23:30:00Z', 'Europe/Paris', '2026-10-31T23:00:00.000Z', '2026-11-29T23:00:00.000Z'],
])('at %s in %s the month began at %s and the week at %s', (now, zone, month, week) => {
  const period = overviewPeriod(Date.parse(now), zone);
  expect(new Date(period.monthStart).toISOString()).toBe(month);
  expect(new Date(period.weeks.at(-1) ?? 0).toISOString()).toBe(week);
  expect(period.weeks).toHaveLength(12);
});

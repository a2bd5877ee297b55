/** A procedure whose starts are suspended opens no case, by nobody and nothing; cases under way go on. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pino from 'pino';
import { describeProcesses, parseBpmn } from '../../src/bpmn';
import { withStartsSuspended } from '../../src/bpmn/suspend';
import { projectRoot } from '../../src/config/root';
import { createZeebeClient } from '../../src/zeebe';
import { eventually, startTestProgram, type TestProgram } from '../kit/program';

jest.setTimeout(180_000);

const files = readdirSync(path.join(projectRoot, 'processes'), { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.bpmn'),
);

test.each(files)('%s stays what it is, but for its starts', async (name) => {
  const xml = readFileSync(path.join(projectRoot, 'processes', name), 'utf8');
  const [process] = await describeProcesses(xml);
  const id = process?.bpmnProcessId ?? '';
  const suspended = await withStartsSuspended(xml, id, {
    reason: 'Réforme « en cours » & audit',
    nonce: 'n1',
  });
  expect(await parseBpmn(suspended, name)).toMatchObject({ ok: true });
  const [after] = await describeProcesses(suspended);
  expect(after?.suspension).toBe('Réforme « en cours » & audit');
  expect({ ...after, suspension: '', startMessages: [] }).toEqual({ ...process, startMessages: [] });
  expect(after?.startMessages.filter((message) => process?.startMessages.includes(message))).toEqual([]);
});

const often = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="x">
  <bpmn:process id="souvent" name="Souvent" isExecutable="true">
    <bpmn:startEvent id="hand"><bpmn:outgoing>h</bpmn:outgoing></bpmn:startEvent>
    <bpmn:startEvent id="timer"><bpmn:outgoing>f</bpmn:outgoing><bpmn:timerEventDefinition id="t"><bpmn:timeCycle>R/PT0.2S</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:startEvent>
    <bpmn:sequenceFlow id="h" sourceRef="hand" targetRef="task" /><bpmn:sequenceFlow id="f" sourceRef="timer" targetRef="task" />
    <bpmn:userTask id="task" name="Traiter"><bpmn:extensionElements><zeebe:assignmentDefinition candidateGroups="gs" /></bpmn:extensionElements></bpmn:userTask>
  </bpmn:process>
</bpmn:definitions>`;

describe('in the real program', () => {
  let program: TestProgram | undefined;
  beforeAll(async () => {
    program = await startTestProgram();
    const client = createZeebeClient({ address: program.engineAddress, logger: pino({ enabled: false }) });
    await client.deploy([{ name: 'souvent.bpmn', content: often }]);
    await client.close();
  });
  afterAll(() => program?.stop());

  test('a timer stops, nobody starts it, tasks go on, and it all comes back', async () => {
    const { as, url } = program as TestProgram;
    const [owner, agent, gs] = [as('proprietaire'), as('requerant'), as('gs')];
    const cases = async () =>
      (await as('admin').get<{ items: object[] }>('/process-instances?bpmnProcessId=souvent&limit=200')).body
        .items.length;
    await eventually(cases, (count) => count > 2);

    expect((await agent.post('/processes/souvent/suspend', { reason: 'x' })).status).toBe(403);
    const suspended = await owner.post('/processes/souvent/suspend', { reason: 'Réforme en cours' });
    expect(suspended.body).toMatchObject({ suspension: 'Réforme en cours', startable: false, version: 2 });
    expect((await owner.post('/processes/souvent/suspend', { reason: 'x' })).status).toBe(409);
    const refused = await agent.post<{ detail: string }>('/process-instances', { bpmnProcessId: 'souvent' });
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      'Les démarrages de la procédure « Souvent » sont suspendus : Réforme en cours',
    ]);
    const before = await cases();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(await cases()).toBe(before);

    const tasks = await gs.get<{ items: { key: string }[] }>('/tasks');
    const key = tasks.body.items[0]?.key ?? '';
    expect((await gs.post(`/tasks/${key}/claim`)).status).toBe(200);
    expect((await gs.post(`/tasks/${key}/complete`)).status).toBe(200);
    expect(url).toMatch(/^http/);

    const resumed = await owner.post('/processes/souvent/resume');
    expect(resumed.body).toMatchObject({ suspension: null, startable: true, version: 3 });
    await eventually(cases, (count) => count > before);
    expect((await agent.post('/process-instances', { bpmnProcessId: 'souvent' })).status).toBe(201);
  });
});

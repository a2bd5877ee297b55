/** The example of docs/writing-a-worker.md, as a process of its own, against the program. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import pino from 'pino';
import { projectRoot } from '../../src/config/root';
import { createZeebeClient } from '../../src/zeebe';
import { eventually, startTestProgram, type TestProgram } from '../kit/program';

const PROCESS = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="x">
  <bpmn:error id="taux" errorCode="TAUX_INVALIDE" />
  <bpmn:process id="calcul" name="Calcul" isExecutable="true">
    <bpmn:startEvent id="start" />
    <bpmn:sequenceFlow id="in" sourceRef="start" targetRef="task" />
    <bpmn:serviceTask id="task" name="Calculer la taxe">
      <bpmn:extensionElements><zeebe:taskDefinition type="calcul-taxe" /></bpmn:extensionElements>
    </bpmn:serviceTask>
    <bpmn:sequenceFlow id="out" sourceRef="task" targetRef="done" />
    <bpmn:endEvent id="done" />
    <bpmn:boundaryEvent id="caught" attachedToRef="task"><bpmn:outgoing>refused</bpmn:outgoing><bpmn:errorEventDefinition errorRef="taux" /></bpmn:boundaryEvent>
    <bpmn:sequenceFlow id="refused" sourceRef="caught" targetRef="invalid" />
    <bpmn:endEvent id="invalid"><bpmn:incoming>refused</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
</bpmn:definitions>`;

let program: TestProgram;
let worker: ChildProcess;
beforeAll(async () => {
  program = await startTestProgram();
  const client = createZeebeClient({ address: program.engineAddress, logger: pino({ enabled: false }) });
  await client.deploy([{ name: 'calcul.bpmn', content: PROCESS }]);
  await client.close();
  worker = spawn(process.execPath, [path.join(projectRoot, 'dist/examples/external-worker.js')], {
    env: { PATH: process.env['PATH'], ZEEBE_ADDRESS: program.engineAddress },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
});
afterAll(async () => {
  worker?.kill('SIGKILL');
  await program?.stop();
});

async function start(variables: object): Promise<string> {
  const admin = program.as('admin');
  const request = { bpmnProcessId: 'calcul', variables };
  const { body } = await eventually(
    () => admin.post<{ processInstanceKey: string }>('/process-instances', request),
    ({ status }) => status === 201,
  );
  return body.processInstanceKey;
}

const read = <Body>(resource: string, isThere: (body: Body) => boolean) =>
  eventually(
    async () => (await program.as('admin').get<Body>(resource)).body,
    (body) => isThere(body),
  );

test('it completes, raises its error, and makes an incident that people understand; then it stops when told', async () => {
  const [good, refused, bad] = [
    await start({ valeur: 250_000, taux: 18 }),
    await start({ valeur: 250_000, taux: 118 }),
    await start({ valeur: 'beaucoup', taux: 18 }),
  ];
  type State = { state: string };
  await read<State>(`/process-instances/${good}`, ({ state }) => state === 'COMPLETED');
  const variables = await program.as('admin').get(`/process-instances/${good}/variables`);
  expect(JSON.stringify(variables.body)).toMatch(/"taxe"[^}]*45000/);

  await read<State>(`/process-instances/${refused}`, ({ state }) => state === 'COMPLETED');
  const elements = await program.as('admin').get(`/process-instances/${refused}/elements`);
  expect(JSON.stringify(elements.body)).toContain('"invalid"');

  type Incidents = { items: { processInstanceKey: string; errorMessage: string }[] };
  const { items } = await read<Incidents>('/incidents', ({ items: all }) =>
    all.some(({ processInstanceKey }) => processInstanceKey === bad),
  );
  expect(items.find(({ processInstanceKey }) => processInstanceKey === bad)?.errorMessage).toBe(
    'Variable « valeur » : un montant positif est attendu.',
  );

  worker.kill('SIGTERM');
  expect(await once(worker, 'exit')).toEqual([0, null]);
});

/** A case whose procedure calls another: P, with the shared circuit « Voie hiérarchique ». */
import pino from 'pino';
import { createZeebeClient } from '../../src/zeebe';
import { startTestProgram, eventually, type TestProgram } from '../kit/program';

jest.setTimeout(180_000);

interface Task {
  readonly key: string;
  readonly elementId: string;
  readonly processInstanceKey: string;
  readonly caseNumber: string | null;
}
interface Item {
  readonly processInstanceKey: string;
  readonly bpmnProcessId: string;
  readonly parentProcessInstanceKey: string | null;
}
type Items<T> = { readonly items: readonly T[] };

let program: TestProgram;
let caseKey = '';
let caseNumber = '';
let circuitKey = '';

const tasksOf = async (who: string, key: string) =>
  (await program.as(who).get<Items<Task>>(`/tasks?state=CREATED&processInstanceKey=${key}`)).body.items;

async function page(who: string, path: string): Promise<string> {
  const signIn = await fetch(`${program.url}/connexion`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: program.url },
    body: new URLSearchParams({ identifiant: who, motDePasse: 'demonstration' }),
  });
  const cookie = signIn.headers.getSetCookie().map((one) => one.split(';')[0]);
  const response = await fetch(`${program.url}${path}`, { headers: { cookie: cookie.join('; ') } });
  expect(response.status).toBe(200);
  return response.text();
}

beforeAll(async () => {
  program = await startTestProgram();
  const { body, status } = await program
    .as('requerant')
    .post<{ processInstanceKey: string; caseNumber: string }>('/process-instances', {
      bpmnProcessId: 'maintenance-evolutive-systeme-decisionnel',
      variables: {
        requerant: 'Mariam Cissé',
        courrielRequerant: 'mariam.cisse@douanes.example.ci',
        service: 'Direction des Recettes',
        interfaceDemandee: 'Suivi des recettes',
        besoin: 'Voir les recettes par bureau.',
      },
    });
  expect(status).toBe(201);
  caseKey = body.processInstanceKey;
  caseNumber = body.caseNumber;
  const tasks = await eventually(
    () => tasksOf('dgd', caseKey),
    (items) => items.length > 0,
  );
  circuitKey = tasks[0]?.processInstanceKey ?? '';
});
afterAll(() => program.stop());

it('should list the tasks of what it called among its own, under its number', async () => {
  expect(await tasksOf('dgd', caseKey)).toMatchObject([{ elementId: 'VH_viser', caseNumber }]);
  expect(circuitKey).not.toBe(caseKey);
});

it('should be found, without its circuits, which are found by their caller', async () => {
  const list = async (query: string) =>
    (await program.as('requerant').get<Items<Item>>(`/process-instances?${query}`)).body.items;
  expect(await list('state=ACTIVE')).toMatchObject([{ processInstanceKey: caseKey }]);
  expect(await list(`q=${encodeURIComponent('Suivi des recettes')}`)).toHaveLength(1);
  expect(await list(`parentProcessInstanceKey=${caseKey}`)).toMatchObject([
    { processInstanceKey: circuitKey, bpmnProcessId: 'voie-hierarchique', parentProcessInstanceKey: caseKey },
  ]);
});

it('should tell which instance its call activity called', async () => {
  const { body } = await program
    .as('requerant')
    .get<Items<{ elementId: string; calledProcessInstanceKey: string | null }>>(
      `/process-instances/${caseKey}/elements`,
    );
  expect(body.items.map((one) => [one.elementId, one.calledProcessInstanceKey])).toEqual([
    ['P1_demande_exprimee', null],
    ['P2_transmettre', circuitKey],
  ]);
});

it('should be read by its actors, and its circuit too, and by nobody else', async () => {
  const status = async (who: string, key: string) =>
    (await program.as(who).get(`/process-instances/${key}`)).status;
  for (const who of ['requerant', 'dgd', 'dsi', 'cssd', 'admin']) {
    expect([who, await status(who, caseKey), await status(who, circuitKey)]).toEqual([who, 200, 200]);
  }
  for (const who of ['gs', 'rssi']) {
    expect([who, await status(who, caseKey), await status(who, circuitKey)]).toEqual([who, 403, 403]);
  }
});

it('should refuse that the circuit is canceled without its caller, or started by hand', async () => {
  const refused = await program
    .as('responsable')
    .delete<{ code: string }>(`/process-instances/${circuitKey}`);
  expect([refused.status, refused.body.code]).toEqual([409, 'INSTANCE_CALLED']);
  const started = await program
    .as('admin')
    .post<{ code: string }>('/process-instances', { bpmnProcessId: 'voie-hierarchique', variables: {} });
  expect([started.status, started.body.code]).toEqual([409, 'NOT_STARTABLE']);
});

it('should show on its page the circuit’s task and steps, and the way to it and back', async () => {
  const html = await page('requerant', `/dossiers/${caseKey}`);
  expect(html).toContain(`href="/dossiers/${circuitKey}"`);
  expect(html).toContain('Viser et transmettre');
  expect(html).toContain('<span class="tag">Voie hiérarchique</span>');
  const circuit = await page('dgd', `/dossiers/${circuitKey}`);
  expect(circuit).toContain(`href="/dossiers/${caseKey}"`);
  expect(circuit).toContain(caseNumber);
  expect(await page('requerant', '/dossiers')).not.toContain(circuitKey);
});

/** A procedure that gives the circuit no list of levels. */
const careless = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
  <bpmn:process id="negligente" name="Négligente" isExecutable="true">
    <bpmn:startEvent id="debut"><bpmn:outgoing>f</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="f" sourceRef="debut" targetRef="appel" />
    <bpmn:callActivity id="appel" name="Transmettre">
      <bpmn:extensionElements><zeebe:calledElement processId="voie-hierarchique" /></bpmn:extensionElements>
      <bpmn:incoming>f</bpmn:incoming>
    </bpmn:callActivity>
  </bpmn:process>
</bpmn:definitions>`;

it('should take the incident of a circuit for its own', async () => {
  const client = createZeebeClient({ address: program.engineAddress, logger: pino({ level: 'silent' }) });
  await client.deploy([{ name: 'negligente.bpmn', content: careless }]);
  const variables = { initiateur: 'requerant' };
  const { processInstanceKey } = await client.createProcessInstance({
    bpmnProcessId: 'negligente',
    variables,
  });
  await client.close();
  const { body } = await eventually(
    () => program.as('admin').get<Items<Item>>(`/incidents?processInstanceKey=${processInstanceKey}`),
    (answer) => answer.body.items.length > 0,
  );
  expect(body.items).toMatchObject([{ bpmnProcessId: 'voie-hierarchique', elementId: 'VH_viser' }]);
  const instance = await program.as('admin').get(`/process-instances/${processInstanceKey}`);
  expect(instance.body).toMatchObject({ hasIncident: true, bpmnProcessId: 'negligente' });
  const stuck = await program.as('admin').get<Items<Item>>('/process-instances?hasIncident=true');
  expect(stuck.body.items.map((one) => one.processInstanceKey)).toEqual([processInstanceKey]);
  const elements = await program.as('admin').get(`/process-instances/${processInstanceKey}/elements`);
  expect(elements.body).toMatchObject({ items: [{}, { elementId: 'appel', hasIncident: true }] });
  const html = await page('admin', `/dossiers/${processInstanceKey}`);
  expect(html).toMatch(/Étape «.Viser et transmettre.»/);
});

/** Every kind of incident that the engine makes: told in words, grouped, and resolved as the page and the API do it. */
import pino from 'pino';
import { createZeebeClient, type ZeebeClient } from '../../src/zeebe';
import { fr } from '../../src/text/catalogue';
import { eventually, startTestProgram, type TestProgram } from '../kit/program';

jest.setTimeout(120_000);

interface Kind {
  readonly id: string;
  readonly errorType: string;
  /** Between start and end, with the id `step`. */
  readonly step: string;
  /** What stops it, where nothing at all would be another kind. */
  readonly wrong?: Readonly<Record<string, unknown>>;
  /** What puts it right. */
  readonly variables?: Readonly<Record<string, unknown>>;
  /** What the step waits for afterwards; absent: the case ends. */
  readonly waits?: true;
}

const extension = (inside: string): string => `<bpmn:extensionElements>${inside}</bpmn:extensionElements>`;
const name = 'id="step" name="Étape arrêtée"';
const job = (type: string, more = ''): string =>
  `<bpmn:serviceTask ${name}>${extension(`<zeebe:taskDefinition type="${type}" retries="1"/>${more}`)}</bpmn:serviceTask>`;
const listener = (on: string): string =>
  `<bpmn:manualTask ${name}>${extension(
    `<zeebe:executionListeners><zeebe:executionListener eventType="${on}" type="echoue" retries="1"/></zeebe:executionListeners>`,
  )}</bpmn:manualTask>`;

const kinds: readonly Kind[] = [
  { id: 'job', errorType: 'JOB_NO_RETRIES', step: job('echoue') },
  { id: 'start-listener', errorType: 'EXECUTION_LISTENER_NO_RETRIES', step: listener('start') },
  { id: 'end-listener', errorType: 'EXECUTION_LISTENER_NO_RETRIES', step: listener('end') },
  { id: 'unhandled-error', errorType: 'UNHANDLED_ERROR_EVENT', step: job('erreur') },
  {
    id: 'input-mapping',
    errorType: 'IO_MAPPING_ERROR',
    step: job(
      'reussit',
      '<zeebe:ioMapping><zeebe:input source="=assert(x, x != null)" target="y"/></zeebe:ioMapping>',
    ),
    variables: { x: 1 },
  },
  {
    id: 'output-mapping',
    errorType: 'IO_MAPPING_ERROR',
    step: job(
      'reussit',
      '<zeebe:ioMapping><zeebe:output source="=assert(x, x != null)" target="y"/></zeebe:ioMapping>',
    ),
    variables: { x: 1 },
  },
  { id: 'job-type', errorType: 'EXTRACT_VALUE_ERROR', step: job('=x'), variables: { x: 'reussit' } },
  {
    id: 'call',
    errorType: 'CALLED_ELEMENT_ERROR',
    step: `<bpmn:callActivity ${name}>${extension('<zeebe:calledElement processId="=x"/>')}</bpmn:callActivity>`,
    wrong: { x: 'absent' },
    variables: { x: 'court' },
  },
  {
    id: 'decision-name',
    errorType: 'CALLED_DECISION_ERROR',
    step: `<bpmn:businessRuleTask ${name}>${extension('<zeebe:calledDecision decisionId="=x" resultVariable="r"/>')}</bpmn:businessRuleTask>`,
    wrong: { x: 'absent' },
    variables: { x: 'choix' },
  },
  {
    id: 'decision',
    errorType: 'DECISION_EVALUATION_ERROR',
    step: `<bpmn:businessRuleTask ${name}>${extension('<zeebe:calledDecision decisionId="choix-exigeant" resultVariable="r"/>')}</bpmn:businessRuleTask>`,
    variables: { x: 2 },
  },
  {
    id: 'timer',
    errorType: 'EXTRACT_VALUE_ERROR',
    step: `<bpmn:intermediateCatchEvent ${name}><bpmn:timerEventDefinition><bpmn:timeDuration>=x</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>`,
    variables: { x: 'PT0S' },
  },
  {
    id: 'message',
    errorType: 'EXTRACT_VALUE_ERROR',
    step: `<bpmn:receiveTask ${name} messageRef="m"/>`,
    variables: { x: 'cle' },
    waits: true,
  },
  {
    id: 'form',
    errorType: 'FORM_NOT_FOUND',
    step: `<bpmn:userTask ${name}>${extension('<zeebe:userTask/><zeebe:formDefinition formId="=x"/>')}</bpmn:userTask>`,
    wrong: { x: 'absent' },
    variables: { x: 'formulaire' },
    waits: true,
  },
  {
    id: 'condition',
    errorType: 'EXTRACT_VALUE_ERROR',
    step: `<bpmn:exclusiveGateway ${name}/>`,
    variables: { x: 1 },
  },
  {
    id: 'no-path',
    errorType: 'CONDITION_ERROR',
    step: `<bpmn:exclusiveGateway ${name}/>`,
    variables: { x: 1 },
  },
];

const conditions: Readonly<Record<string, string>> = { condition: '=x &gt; 0', 'no-path': '=x = 1' };

function processOf({ id, step }: Kind): string {
  const condition = conditions[id];
  const inside =
    condition === undefined ? '' : `<bpmn:conditionExpression>${condition}</bpmn:conditionExpression>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="x">
  <bpmn:message id="m" name="reponse">${extension('<zeebe:subscription correlationKey="=x"/>')}</bpmn:message>
  <bpmn:process id="arret-${id}" name="Arrêt ${id}" isExecutable="true">
    <bpmn:startEvent id="start"/><bpmn:sequenceFlow id="in" sourceRef="start" targetRef="step"/>${step}
    <bpmn:sequenceFlow id="out" sourceRef="step" targetRef="end">${inside}</bpmn:sequenceFlow><bpmn:endEvent id="end"/>
  </bpmn:process>
</bpmn:definitions>`;
}

const called = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="x">
  <bpmn:process id="court" isExecutable="true"><bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="e"/><bpmn:endEvent id="e"/></bpmn:process>
</bpmn:definitions>`;

const decisions = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="choix-tables" name="Choix" namespace="x">
  <decision id="choix" name="Choix"><literalExpression id="l1"><text>1</text></literalExpression></decision>
  <decision id="choix-exigeant" name="Choix exigeant"><literalExpression id="l2"><text>assert(x, x != null)</text></literalExpression></decision>
</definitions>`;

const form = JSON.stringify({ type: 'default', id: 'formulaire', schemaVersion: 16, components: [] });

interface Cause {
  readonly id: string;
  readonly errorType: string;
  readonly bpmnProcessId: string;
  readonly elementName: string;
  readonly count: number;
}
interface Instance {
  readonly state: string;
  readonly hasIncident: boolean;
}
interface Outcome {
  readonly resolved: readonly string[];
  readonly failed: readonly object[];
  readonly gone: readonly string[];
}

let program: TestProgram;
let client: ZeebeClient;
/** What fails does so once it is not put right. */
let outage = true;
const instances = new Map<string, string[]>();

const get = async <T>(path: string): Promise<T> => (await program.as('admin').get<T>(path)).body;
const causesOf = async (id: string): Promise<readonly Cause[]> => {
  const { items } = await get<{ items: readonly Cause[] }>('/incident-causes');
  return items.filter(({ bpmnProcessId }) => bpmnProcessId === `arret-${id}`);
};

beforeAll(async () => {
  program = await startTestProgram();
  client = createZeebeClient({ address: program.engineAddress, logger: pino({ enabled: false }) });
  await client.deploy([
    ...kinds.map((kind) => ({ name: `${kind.id}.bpmn`, content: processOf(kind) })),
    { name: 'court.bpmn', content: called },
    { name: 'choix.dmn', content: decisions },
    { name: 'formulaire.form', content: form },
  ]);
  client.createWorker('reussit', async () => ({ kind: 'complete' }));
  client.createWorker('echoue', async () =>
    outage ? { kind: 'fail', errorMessage: 'Le serveur 10.0.0.7 ne répond pas.' } : { kind: 'complete' },
  );
  client.createWorker('erreur', async ({ processInstanceKey }) =>
    outage
      ? { kind: 'error', errorCode: 'REFUS', errorMessage: `Dossier ${processInstanceKey} refusé` }
      : { kind: 'complete' },
  );
  for (const { id, wrong } of kinds) {
    const started = [1, 2].map(() =>
      client.createProcessInstance({ bpmnProcessId: `arret-${id}`, variables: wrong ?? {} }),
    );
    instances.set(
      id,
      (await Promise.all(started)).map(({ processInstanceKey }) => processInstanceKey),
    );
  }
});
afterAll(async () => {
  await client?.close();
  await program?.stop();
});

test.each(kinds)('two cases that stop by $id are one cause of kind $errorType, in words', async (kind) => {
  const causes = await eventually(
    () => causesOf(kind.id),
    (found) => found.reduce((sum, { count }) => sum + count, 0) === 2,
  );
  expect(causes).toMatchObject([{ errorType: kind.errorType, elementName: 'Étape arrêtée', count: 2 }]);
  expect(fr).toHaveProperty([`incidentType.${kind.errorType}`]);
  expect(fr).toHaveProperty([`incidentHelp.${kind.errorType}`]);
});

test.each(kinds)('what stopped by $id goes on when it is put right and its cause retried', async (kind) => {
  outage = false;
  const keys = instances.get(kind.id) ?? [];
  if (kind.variables !== undefined)
    for (const key of keys) await client.setVariables(key, kind.variables, { local: true });
  const [cause] = await causesOf(kind.id);
  const { status, body } = await program
    .as('responsable')
    .post<Outcome>(`/incident-causes/${cause?.id ?? ''}/resolve`, {});
  expect([status, body]).toEqual([
    200,
    { resolved: [expect.any(String), expect.any(String)], gone: [], failed: [], left: 0 },
  ]);
  for (const key of keys) {
    const instance = await eventually(
      () => get<Instance>(`/process-instances/${key}`),
      ({ hasIncident, state }) => !hasIncident && (kind.waits === true || state === 'COMPLETED'),
      5_000,
    );
    expect(instance.state).toBe(kind.waits === true ? 'ACTIVE' : 'COMPLETED');
  }
  expect(await causesOf(kind.id)).toEqual([]);
});

test('retrying what is resolved already says so, and does not fail', async () => {
  const { items } = await get<{ items: { key: string }[] }>('/incidents?state=RESOLVED&limit=2');
  const keys = items.map(({ key }) => key);
  const { body } = await program.as('admin').post<Outcome>('/incidents/resolve', { keys });
  expect(body).toMatchObject({ resolved: [], gone: keys, failed: [] });
});

/** A manager moves steps, changes the version of cases and cancels; each leaves who, when, why, before and after. */
import pino from 'pino';
import { createZeebeClient, type ZeebeClient } from '../../src/zeebe';
import { eventually, startTestProgram, type TestProgram } from '../kit/program';

jest.setTimeout(120_000);

/** Steps in a row; the last one is called differently from version to version. */
function diagram(last: string, more = ''): string {
  const task = (id: string, name: string): string =>
    `<bpmn:userTask id="${id}" name="${name}"><bpmn:extensionElements><zeebe:assignmentDefinition candidateGroups="=&quot;gs&quot;"/></bpmn:extensionElements></bpmn:userTask>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="x">
  <bpmn:process id="etapes" name="Étapes" isExecutable="true">${more}
    <bpmn:startEvent id="start"/><bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="instruire"/>
    ${task('instruire', 'Instruire')}<bpmn:sequenceFlow id="f2" sourceRef="instruire" targetRef="${last}"/>
    ${task(last, 'Signer')}<bpmn:sequenceFlow id="f3" sourceRef="${last}" targetRef="end"/><bpmn:endEvent id="end"/>
  </bpmn:process>
</bpmn:definitions>`;
}

interface Element {
  readonly key: string;
  readonly elementId: string;
  readonly state: string;
}
interface Intervention {
  readonly kind: string;
  readonly account: string;
  readonly reason: string;
  readonly before: object;
  readonly after: object | null;
}

let program: TestProgram;
let client: ZeebeClient;
const versions: string[] = [];

const manager = () => program.as('responsable');
const stepsOf = async (key: string): Promise<readonly Element[]> => {
  const { body } = await manager().get<{ items: Element[] }>(`/process-instances/${key}/elements`);
  return body.items.filter(({ state }) => state === 'ACTIVE');
};
const interventionsOf = async (key: string): Promise<readonly Intervention[]> =>
  (await manager().get<{ items: Intervention[] }>(`/process-instances/${key}/interventions`)).body.items;
const standing = (version: number, ...steps: [string, string][]) => ({
  state: 'ACTIVE',
  version,
  active: steps.map(([elementId, elementName]) => ({ elementId, elementName })),
});

/** A case of the first version, at « Instruire ». */
async function openCase(): Promise<{ key: string; step: string }> {
  const { processInstanceKey: key } = await client.createProcessInstance({
    bpmnProcessId: 'etapes',
    version: 1,
  });
  const [step] = await eventually(
    () => stepsOf(key),
    (steps) => steps.length === 1,
  );
  return { key, step: step?.key ?? '' };
}

async function migrate(keys: readonly string[], options: object) {
  const { status, body } = await manager().post<{ items: object[] }>('/migrations', {
    keys,
    targetProcessDefinitionKey: versions[1],
    ...options,
  });
  return { status, items: body.items };
}

beforeAll(async () => {
  program = await startTestProgram();
  client = createZeebeClient({ address: program.engineAddress, logger: pino({ enabled: false }) });
  for (const content of [diagram('signer'), diagram('viser', '<bpmn:documentation>2</bpmn:documentation>')]) {
    const { processes } = await client.deploy([{ name: 'etapes.bpmn', content }]);
    versions.push(processes[0]?.processDefinitionKey ?? '');
  }
});
afterAll(async () => {
  await client?.close();
  await program?.stop();
});

test('a preview tells what ends and what starts, and changes nothing', async () => {
  const { key, step } = await openCase();
  const request = { activate: ['signer'], terminate: [step], variables: { avis: 'favorable' } };
  const { body } = await manager().post(`/process-instances/${key}/modification/preview`, request);
  expect(body).toEqual({
    ends: [{ key: step, elementId: 'instruire', elementName: 'Instruire' }],
    starts: [{ elementId: 'signer', elementName: 'Signer' }],
    variables: { avis: 'favorable' },
    endsCase: false,
  });
  const last = await manager().post(`/process-instances/${key}/modification/preview`, { terminate: [step] });
  expect(last.body).toMatchObject({ endsCase: true });
  expect(await stepsOf(key)).toMatchObject([{ key: step }]);
  expect(await interventionsOf(key)).toEqual([]);
});

test('a moved case stands at the other step, with its new data, and keeps the trace', async () => {
  const { key, step } = await openCase();
  const { status } = await manager().post(`/process-instances/${key}/modification`, {
    activate: ['signer'],
    terminate: [step],
    variables: { avis: 'favorable' },
    reason: 'Instruit sur papier pendant la panne',
  });
  expect(status).toBe(200);
  expect(await stepsOf(key)).toMatchObject([{ elementId: 'signer' }]);
  const { body } = await manager().get<{ items: object[] }>(`/process-instances/${key}/variables`);
  expect(body.items).toContainEqual({ name: 'avis', value: 'favorable', scopeKey: key });
  expect(await interventionsOf(key)).toMatchObject([
    {
      kind: 'MODIFY',
      account: 'responsable',
      reason: 'Instruit sur papier pendant la panne',
      before: standing(1, ['instruire', 'Instruire']),
      after: standing(1, ['signer', 'Signer']),
    },
  ]);
});

test.each([
  ['nothing', {}, 422],
  ['a step that is not in the diagram', { activate: ['inconnue'] }, 422],
  ['the start', { activate: ['start'] }, 422],
  ['a step that is over', { terminate: ['1'] }, 422],
])('%s is refused, in words', async (_what, request, wanted) => {
  const { key } = await openCase();
  const { status, body } = await manager().post(`/process-instances/${key}/modification`, {
    ...request,
    reason: 'r',
  });
  expect(status).toBe(wanted);
  expect(body).toMatchObject({ code: 'FORM_INVALID', detail: expect.stringMatching(/[.]$/) });
  expect(await interventionsOf(key)).toEqual([]);
});

test('a dry run tells which cases can go on in the other version, and moves none', async () => {
  const [stays, signs] = [await openCase(), await openCase()];
  await manager().post(`/process-instances/${signs.key}/modification`, {
    activate: ['signer'],
    terminate: [signs.step],
    reason: 'r',
  });
  const { items } = await migrate([stays.key, signs.key], { dryRun: true });
  expect(items).toMatchObject([
    { processInstanceKey: stays.key, reasons: [], migrated: false },
    {
      processInstanceKey: signs.key,
      reasons: ['« Signer », où le dossier se trouve, n’existe plus.'],
      migrated: false,
    },
  ]);
  expect(await interventionsOf(stays.key)).toEqual([]);

  const moved = await migrate([stays.key, signs.key], {
    dryRun: false,
    mapping: { signer: 'viser' },
    reason: 'Nouvelle version du guide',
  });
  expect(moved.items).toMatchObject([{ migrated: true }, { migrated: true }]);
  expect(await stepsOf(signs.key)).toMatchObject([{ elementId: 'viser' }]);
  expect((await interventionsOf(signs.key)).at(-1)).toMatchObject({
    kind: 'MIGRATE',
    reason: 'Nouvelle version du guide',
    before: standing(1, ['signer', 'Signer']),
    after: standing(2, ['viser', 'Signer']),
  });
});

test('a migration without a reason is refused', async () => {
  const { key } = await openCase();
  expect(await migrate([key], { dryRun: false })).toMatchObject({ status: 422 });
});

test('a cancelled case says who ended it, and why', async () => {
  const { key } = await openCase();
  const { status } = await manager().post(`/process-instances/${key}/cancel`, { reason: 'Saisi deux fois' });
  expect(status).toBe(200);
  expect(await interventionsOf(key)).toMatchObject([
    { kind: 'CANCEL', reason: 'Saisi deux fois', after: { state: 'CANCELED', active: [] } },
  ]);
  const again = await manager().post(`/process-instances/${key}/cancel`, { reason: 'r' });
  expect(again.status).toBe(409);
});

test('an agent and an owner may not intervene', async () => {
  const { key } = await openCase();
  for (const name of ['gs', 'proprietaire']) {
    const { status } = await program.as(name).post(`/process-instances/${key}/cancel`, { reason: 'r' });
    expect([name, status]).toEqual([name, 403]);
  }
});

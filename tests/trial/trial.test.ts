/** Trying a procedure without touching anything: B walked, kept as a case, replayed, and its difference told. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../src/config/root';
import { validateForm } from '../../src/forms';
import { caseOf, readCase, replay, Trial, TrialSessions, workerStep, type TrialFile } from '../../src/trial';
import { DONE } from '../../src/tasks/by-hand';
import { demande, PROCEDURE_B, saisies } from '../kit/procedure-b';

const folder = (name: string): TrialFile[] => {
  const at = path.join(projectRoot, 'processes', name);
  return readdirSync(at)
    .filter((file) => /\.(bpmn|form|dmn)$/.test(file))
    .map((file) => ({ name: file, content: readFileSync(path.join(at, file), 'utf8') }));
};
const files = [
  ...folder('b-deploiement-materiel-informatique'),
  ...folder('archivage'),
  ...folder('notification'),
  ...folder('circuit-signature'),
];
const parts = { validateForm, contracts: [], workerForms: new Map() };
const source = { files, bpmnProcessId: PROCEDURE_B, startAt: Date.UTC(2026, 0, 15, 8) };
const start = { ...demande, initiateur: 'awa', numeroDossier: 'ESSAI-1' };

type Entered = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
/** Does whatever waits until the end: people by `saisies`, workers by `outputs`. */
async function walk(trial: Trial, outputs: Entered = {}): Promise<void> {
  await trial.perform({ kind: 'START', variables: start });
  for (let round = 0; round < 100 && trial.state === 'ACTIVE'; round += 1) {
    const [next] = trial.waiting().filter(({ kind }) => kind === 'TASK' || kind === 'WORKER');
    if (next === undefined) throw new Error(`Expected an end, but ${JSON.stringify(trial.waiting())} waits`);
    const entered: Entered = { ...saisies, ...outputs };
    await trial.perform({
      kind: 'COMPLETE',
      at: trial.placeOf(next),
      variables: entered[next.element] ?? {},
    });
  }
}

const outputs: Entered = {
  B5_verifier_disponibilite: { stockDisponible: true },
  B5_reserver_stock: { reservationId: 'r1' },
};

test('B is walked to its end: people’s forms are checked, nothing but the trial’s own engine is touched', async () => {
  const trial = await Trial.open(parts, source);
  expect(trial.state).toBe('NEW');
  expect(trial.startForm).not.toBeNull();
  await walk(trial, outputs);
  expect(trial.state).toBe('COMPLETED');
  expect(trial.sandbox.observed.path.map(({ element }) => element)).toContain('B8_deployer');
});

test('a form refuses what people could not send', async () => {
  const trial = await Trial.open(parts, source);
  await expect(
    trial.perform({ kind: 'START', variables: { ...start, quantite: 'deux' } }),
  ).rejects.toMatchObject({
    code: 'FORM_INVALID',
  });
  expect(trial.steps).toEqual([]);
});

test('a walk kept as a case passes on the same files, and tells what changed on others', async () => {
  const trial = await Trial.open(parts, source);
  await walk(trial, outputs);
  const saved = readCase(JSON.stringify(caseOf(trial, 'Tout va bien')), 'b.essai');

  expect(await replay(parts, source, saved)).toEqual({ passes: true, differences: [] });

  const changed = files.map((file) =>
    file.name.endsWith('b-deploiement.form') ? { ...file, content: withRequiredField(file.content) } : file,
  );
  const told = await replay(parts, { files: changed }, saved);
  expect(told.passes).toBe(false);
  expect(told.differences[0]).toMatch(/^Le geste \d+ ne se fait plus : .*Nouveau champ/);
});

function withRequiredField(form: string): string {
  const schema = JSON.parse(form) as { components: object[] };
  schema.components.push({
    type: 'textfield',
    id: 'Field_neuf',
    key: 'neuf',
    label: 'Nouveau champ',
    validate: { required: true },
  });
  return JSON.stringify(schema);
}

test('time is jumped to the next timer', async () => {
  const trial = await Trial.open(parts, { ...source, files: [timed], bpmnProcessId: 'p' });
  await trial.perform({ kind: 'START', variables: {} });
  const [timer] = trial.waiting();
  expect(timer).toMatchObject({ kind: 'TIMER', dueAt: source.startAt + 3 * 86_400_000 });
  await trial.perform({ kind: 'TIMER', at: { process: 'p', element: 'attente', nth: 0 } });
  expect(trial.state).toBe('COMPLETED');
  expect(trial.sandbox.now).toBe(source.startAt + 3 * 86_400_000);
});

const bpmn = (inner: string): TrialFile => ({
  name: 'p.bpmn',
  content: `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="t">
<bpmn:process id="p" name="P" isExecutable="true"><bpmn:startEvent id="s"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>${inner}</bpmn:process></bpmn:definitions>`,
});
const timed = bpmn(`<bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="attente" />
<bpmn:intermediateCatchEvent id="attente" name="Trois jours"><bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing><bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P3D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
<bpmn:sequenceFlow id="f2" sourceRef="attente" targetRef="e" /><bpmn:endEvent id="e"><bpmn:incoming>f2</bpmn:incoming></bpmn:endEvent>`);
const worked = bpmn(`<bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="w" />
<bpmn:serviceTask id="w" name="Réserver"><bpmn:extensionElements><zeebe:taskDefinition type="reserver" /></bpmn:extensionElements><bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing></bpmn:serviceTask>
<bpmn:boundaryEvent id="b" attachedToRef="w"><bpmn:outgoing>f3</bpmn:outgoing><bpmn:errorEventDefinition errorRef="err" /></bpmn:boundaryEvent>
<bpmn:sequenceFlow id="f2" sourceRef="w" targetRef="e" /><bpmn:endEvent id="e" name="Fait"><bpmn:incoming>f2</bpmn:incoming></bpmn:endEvent>
<bpmn:sequenceFlow id="f3" sourceRef="b" targetRef="e2" /><bpmn:endEvent id="e2" name="Refusé"><bpmn:incoming>f3</bpmn:incoming></bpmn:endEvent></bpmn:process>
<bpmn:error id="err" errorCode="STOCK_VIDE" /><bpmn:process id="q">`);
const at = { process: 'p', element: 'w', nth: 0 };

test('a worker returns what the author chooses: values, an error of its contract, or a failure that is repaired', async () => {
  const choice = { errors: ['STOCK_VIDE'], example: { reste: 4 } };
  expect(workerStep(at, { resultatEtape: DONE, reste: 2 }, choice)).toEqual({
    kind: 'COMPLETE',
    at,
    variables: { reste: 2 },
  });
  const refused = await Trial.open(parts, { ...source, files: [worked], bpmnProcessId: 'p' });
  await refused.perform({ kind: 'START', variables: {} });
  await refused.perform(workerStep(at, { resultatEtape: 'STOCK_VIDE' }, choice));
  expect(refused.sandbox.observed.ends).toEqual([{ process: 'p', element: 'e2' }]);

  const failed = await Trial.open(parts, { ...source, files: [worked], bpmnProcessId: 'p' });
  await failed.perform({ kind: 'START', variables: {} });
  await failed.perform({ kind: 'FAIL', at, message: 'Panne du stock' });
  expect(failed.waiting()).toMatchObject([{ kind: 'INCIDENT', message: 'Panne du stock' }]);
  await failed.perform({ kind: 'REPAIR', at, variables: { stock: 3 } });
  await failed.perform({ kind: 'COMPLETE', at, variables: { reste: 3 } });
  expect(failed.sandbox.observed.ends).toEqual([{ process: 'p', element: 'e' }]);
});

test('a step that waits no more is told with what waits instead', async () => {
  const trial = await Trial.open(parts, { ...source, files: [timed], bpmnProcessId: 'p' });
  await trial.perform({ kind: 'START', variables: {} });
  await expect(trial.perform({ kind: 'COMPLETE', at, variables: {} })).rejects.toThrow(
    /« w » n’attend pas : l’essai attend à « Trois jours »/,
  );
});

test('a procedure that never waits is stopped, in words', async () => {
  const many = bpmn(`<bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="w" />
<bpmn:subProcess id="w"><bpmn:incoming>f1</bpmn:incoming><bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=for i in 1..2000 return i" inputElement="i" /></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics><bpmn:startEvent id="si" /></bpmn:subProcess>`);
  const bounded = { ...parts, bounds: { records: 2_000, rounds: 10 } };
  const trial = await Trial.open(bounded, { ...source, files: [many], bpmnProcessId: 'p' });
  await expect(trial.perform({ kind: 'START', variables: {} })).rejects.toThrow(/dépassé 2000 évènements/);
});

test('a draft that the engine refuses cannot be tried', async () => {
  const broken = { name: 'p.bpmn', content: '<oops' };
  await expect(Trial.open(parts, { ...source, files: [broken] })).rejects.toMatchObject({
    code: 'RESOURCE_INVALID',
  });
});

test('a person has one trial at a time, and it ends when it is left alone', async () => {
  jest.useFakeTimers();
  try {
    const sessions = new TrialSessions({ idleMillis: 1_000, most: 2 });
    const trial = {} as Trial;
    sessions.open('awa', 'd1', trial);
    sessions.open('awa', 'd2', trial);
    expect(sessions.find('awa', 'd1')).toBeNull();
    expect(sessions.find('awa', 'd2')).toBe(trial);
    sessions.open('bob', 'd2', trial);
    sessions.open('cle', 'd2', trial);
    expect(sessions.find('awa', 'd2')).toBeNull();
    jest.advanceTimersByTime(1_001);
    expect(sessions.size).toBe(0);
  } finally {
    jest.useRealTimers();
  }
});

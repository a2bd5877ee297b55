/** What the plan says of a case is what the engine then does with it. */
import { planMigration } from '../../src/cases/migration-plan';
import { TestEngine } from '../engine/kit/test-engine';

const file = (inner: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="t">
<bpmn:process id="p" name="P" isExecutable="true"><bpmn:startEvent id="s" /><bpmn:endEvent id="e" />${inner}</bpmn:process><bpmn:message id="m" name="retour"><bpmn:extensionElements><zeebe:subscription correlationKey="=&quot;k&quot;" /></bpmn:extensionElements></bpmn:message><bpmn:escalation id="esc" escalationCode="x" /></bpmn:definitions>`;
const flows = (...pairs: readonly (readonly [string, string])[]): string =>
  pairs
    .map(([from, to], n) => `<bpmn:sequenceFlow id="f${String(n)}" sourceRef="${from}" targetRef="${to}" />`)
    .join('');
const user = (id: string, inner = ''): string =>
  `<bpmn:userTask id="${id}" name="Lire">${inner}</bpmn:userTask>`;
const service = (id: string): string =>
  `<bpmn:serviceTask id="${id}" name="Lire"><bpmn:extensionElements><zeebe:taskDefinition type="x" /></bpmn:extensionElements></bpmn:serviceTask>`;
const straight = flows(['s', 't'], ['t', 'e']);
const timer = (id: string, on: string, hours = 1): string =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="${on}"><bpmn:outgoing>${id}f</bpmn:outgoing><bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT${String(hours)}H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent><bpmn:sequenceFlow id="${id}f" sourceRef="${id}" targetRef="e" />`;
const loop = (sequential: boolean): string =>
  `<bpmn:multiInstanceLoopCharacteristics isSequential="${String(sequential)}"><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=[1,2]" inputElement="i" /></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>`;
const sub = (inner: string): string =>
  `<bpmn:subProcess id="sub"><bpmn:startEvent id="si" />${inner}<bpmn:sequenceFlow id="sf" sourceRef="si" targetRef="t" /></bpmn:subProcess>${flows(['s', 'sub'], ['sub', 'e'])}`;
const plain = file(user('t') + straight);

test.each<[name: string, before: string, after: string, reason: RegExp | null]>([
  ['the same', plain, file(user('t') + straight), null],
  [
    'a step more behind it',
    plain,
    file(user('t') + user('u') + flows(['s', 't'], ['t', 'u'], ['u', 'e'])),
    null,
  ],
  [
    'its step gone',
    plain,
    file(user('u') + flows(['s', 'u'], ['u', 'e'])),
    /« Lire », où le dossier se trouve, n’existe plus/,
  ],
  ['another kind of step', plain, file(service('t') + straight), /étape d’une autre sorte/],
  ['a timer more', plain, file(user('t') + timer('b', 't') + straight), null],
  [
    'another time',
    file(user('t') + timer('b', 't') + straight),
    file(user('t') + timer('b', 't', 5) + straight),
    null,
  ],
  [
    'its timer on another step',
    file(user('t') + user('u') + timer('b', 't') + flows(['s', 't'], ['t', 'u'], ['u', 'e'])),
    file(user('t') + user('u') + timer('b', 'u') + flows(['s', 't'], ['t', 'u'], ['u', 'e'])),
    null,
  ],
  ['into a subprocess', plain, file(sub(user('t'))), /a changé de sous-processus/],
  [
    'within a subprocess',
    file(sub(user('t'))),
    file(sub(user('t') + timer('b', 't').replace('"e"', '"t"'))),
    null,
  ],
  [
    'from parallel to one after the other',
    file(user('t', loop(false)) + straight),
    file(user('t', loop(true)) + straight),
    /ne se répète plus/,
  ],
  [
    'repeated as before',
    file(user('t', loop(false)) + straight),
    file(user('t', loop(false)) + straight),
    null,
  ],
  [
    'an escalation that cannot move',
    file(sub(user('t'))),
    file(
      `${sub(user('t'))}<bpmn:boundaryEvent id="b" attachedToRef="sub"><bpmn:outgoing>bf</bpmn:outgoing><bpmn:escalationEventDefinition escalationRef="esc" /></bpmn:boundaryEvent><bpmn:sequenceFlow id="bf" sourceRef="b" targetRef="e" />`,
    ),
    /porte un évènement d’une sorte qui ne se déplace pas/,
  ],
])('%s', async (_, before, after, reason) => {
  // given a case in the version before
  const engine = new TestEngine();
  await engine.deploy({ name: 'p.bpmn', content: before });
  const key = engine.create('p');
  const deployed = await engine.deploy({ name: 'p.bpmn', content: `${after}<!-- v2 -->` });
  const [process] = deployed.value['processesMetadata'] as readonly { processDefinitionKey: number }[];
  const ended = new Set(
    [...engine.of('PROCESS_INSTANCE', 'ELEMENT_COMPLETED', 'ELEMENT_TERMINATED')].map((one) => one.key),
  );
  const active = engine
    .of('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED')
    .filter((one) => !ended.has(one.key))
    .map(({ value }) => ({
      elementId: String(value['elementId']),
      elementType: String(value['bpmnElementType']),
    }));

  // when
  const plan = await planMigration(before, after, 'p');
  const answer = engine.send('PROCESS_INSTANCE_MIGRATION', 'MIGRATE', key, {
    processInstanceKey: key,
    targetProcessDefinitionKey: process?.processDefinitionKey,
    mappingInstructions: [...(plan?.mapping ?? [])].map(([sourceElementId, targetElementId]) => ({
      sourceElementId,
      targetElementId,
    })),
  });

  // then
  const reasons = plan?.reasons(active) ?? [];
  expect({ reasons, engine: answer.kind === 'rejection' ? answer.reason : null }).toEqual({
    reasons: reason === null ? [] : [expect.stringMatching(reason)],
    engine: reason === null ? null : expect.any(String),
  });
});

test('a diagram that cannot be read makes no plan', async () => {
  expect(await planMigration(plain, '<oops', 'p')).toBeNull();
  expect(await planMigration(plain, plain, 'other')).toBeNull();
});

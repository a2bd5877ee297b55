/** Deleted processes, decisions and forms. */
import {
  bpmn,
  element,
  end,
  message,
  messageEvent,
  path,
  signal,
  signalEvent,
  start,
  task,
  timerEvent,
  withOwnIds,
  type BpmnFile,
} from '../../engine/kit/bpmn';
import { decision, dmn, literal, type DmnFile } from '../../engine/kit/dmn';
import {
  advance,
  broadcast,
  cancel,
  complete,
  create,
  deploy,
  evaluate,
  line,
  MINUTE,
  publish,
  refused,
  remove,
  resolve,
  type Script,
  type Step,
} from '../kit/steps';

const renamed = (file: { name: string; content: string }, name: string) => ({
  ...file,
  content: file.content.replace(/isExecutable/, `zeebe:note="${name}" isExecutable`),
});

function processes(): Script {
  const one = line('x-del', [['t', task('t', 'x-del-t')]]);
  const [two, three] = [renamed(one, 'two'), renamed(one, 'three')];
  return {
    name: 'a deleted process gives its version to no other',
    steps: [
      deploy(one),
      create('x-del'),
      refused(remove('x-del')),
      complete('x-del-t'),
      remove('x-del'),
      refused(create('x-del')),
      refused(remove('x-del')),
      deploy(one),
      deploy(two),
      deploy(three),
      remove('x-del', 4),
      create('x-del'),
      deploy(three),
      remove('x-del', 5),
      deploy(three),
      deploy(three),
      remove('x-del', 2),
      deploy(three),
      remove('x-del'),
      deploy(two),
      cancel,
      remove('x-del', 3),
      refused({ do: 'create', id: 'x-del', version: 2 }),
    ],
  };
}

function startEvents(): Script {
  const file = bpmn(
    'x-del-start',
    element('startEvent', 'm', '', messageEvent('mm')) +
      element('startEvent', 's', '', signalEvent('ss')) +
      element('startEvent', 'tm', '', timerEvent('timeCycle', 'R/PT1M')) +
      end() +
      path('m', 'end') +
      path('s', 'end') +
      path('tm', 'end'),
    message('mm', 'x-ds-m') + signal('ss', 'x-ds-s'),
  );
  const none = bpmn('x-del-start', start() + end() + path('start', 'end'));
  return {
    name: 'a deleted process starts no more, and the version before it does',
    steps: [
      deploy(file),
      deploy(renamed(file, 'two')),
      remove('x-del-start'),
      publish('x-ds-m', 'k'),
      broadcast('x-ds-s'),
      advance(MINUTE + 1000),
      deploy(renamed(file, 'three')),
      remove('x-del-start', 1),
      broadcast('x-ds-s'),
      deploy({ ...none, name: 'x-del-start.bpmn' }),
      broadcast('x-ds-s'),
      remove('x-del-start'),
      broadcast('x-ds-s'),
      remove('x-del-start'),
      broadcast('x-ds-s'),
      publish('x-ds-m', 'k'),
      advance(2 * MINUTE),
    ],
  };
}

function forms(): Script {
  const one = { name: 'x.form', content: '{"id":"x-del-form","components":[]}' };
  const two = { name: 'x.form', content: '{"id":"x-del-form","components":[],"n":2}' };
  const file = line('x-del-form-user', [
    ['u', element('userTask', 'u', '<zeebe:formDefinition formId="x-del-form" />')],
  ]);
  return {
    name: 'a deleted form is not found, and the version before it is',
    steps: [
      deploy(one),
      deploy(two),
      deploy(file),
      create('x-del-form-user'),
      remove('x-del-form'),
      create('x-del-form-user'),
      deploy(one),
      deploy(two),
      remove('x-del-form'),
      remove('x-del-form', 1),
      create('x-del-form-user'),
      refused(remove('x-del-form')),
      deploy(one),
      cancel,
      cancel,
      cancel,
    ],
  };
}

const ruled = (id: string, attributes = ''): BpmnFile =>
  line(id, [
    [
      'decide',
      element(
        'businessRuleTask',
        'decide',
        `<zeebe:calledDecision decisionId="x-dd-a" resultVariable="result" ${attributes} />`,
      ),
    ],
  ]);

const graph = (n: number, id = 'x-dd-graph', tag = ''): DmnFile =>
  dmn(
    id,
    decision('x-dd-a', literal(`x_dd_b + ${n}`), { requires: ['x-dd-b'], ...(tag !== '' && { tag }) }) +
      decision('x-dd-b', literal('n'), { variable: 'x_dd_b', type: 'number' }),
    { name: 'Graph' },
  );

function decisions(): Script {
  const evaluated = (byKey = false): Step => evaluate('x-dd-a', { n: 1 }, byKey);
  return {
    name: 'a deleted graph takes its decisions along, and the version before it is evaluated',
    steps: [
      deploy(graph(1)),
      deploy(graph(2)),
      deploy(graph(3)),
      evaluated(),
      remove('x-dd-graph', 2),
      evaluated(),
      refused(remove('x-dd-graph', 2)),
      remove('x-dd-graph'),
      evaluated(),
      refused(evaluated(true)),
      refused(evaluate('x-dd-b', {}, true)),
      deploy(graph(1)),
      deploy(graph(3)),
      evaluated(true),
      remove('x-dd-graph'),
      remove('x-dd-graph'),
      refused(evaluated()),
      refused(evaluate('x-dd-b', { n: 1 })),
      refused(remove('x-dd-graph', 1)),
      deploy(graph(1)),
      evaluated(),
      evaluated(true),
      remove('x-dd-graph'),
    ],
  };
}

function movedDecisions(): Script {
  const one = dmn('x-dm-one', decision('x-dm-a', literal('1')) + decision('x-dm-b', literal('"b"')));
  const two = dmn('x-dm-two', decision('x-dm-a', literal('2')));
  return {
    name: 'a decision that moved to another graph is the older one when that graph is deleted',
    steps: [
      deploy(one),
      deploy(two),
      evaluate('x-dm-a'),
      remove('x-dm-two'),
      evaluate('x-dm-a'),
      deploy(one),
      deploy(two),
      remove('x-dm-one'),
      evaluate('x-dm-a'),
      refused(evaluate('x-dm-b')),
      deploy(two),
      deploy(one),
      evaluate('x-dm-a'),
      remove('x-dm-one'),
      remove('x-dm-two'),
      refused(evaluate('x-dm-a')),
    ],
  };
}

function calledDecisions(): Script {
  return {
    name: 'a business rule task of a deleted decision raises an incident',
    steps: [
      deploy(graph(1, 'x-dd-called', 'v1'), ruled('x-dd-with', 'bindingType="deployment"')),
      deploy(graph(2, 'x-dd-called', 'v2')),
      deploy(
        ruled('x-dd-latest'),
        ruled('x-dd-v1', 'bindingType="versionTag" versionTag="v1"'),
        ruled('x-dd-v2', 'bindingType="versionTag" versionTag="v2"'),
      ),
      create('x-dd-latest', { n: 1 }),
      remove('x-dd-called', 2),
      create('x-dd-latest', { n: 1 }),
      create('x-dd-v1', { n: 1 }),
      create('x-dd-v2', { n: 1 }),
      deploy(graph(3, 'x-dd-called', 'v2')),
      resolve,
      remove('x-dd-called', 1),
      create('x-dd-latest', { n: 1 }),
      create('x-dd-with', { n: 1 }),
      create('x-dd-v1', { n: 1 }),
      remove('x-dd-called'),
      create('x-dd-latest', { n: 1 }),
      cancel,
      cancel,
      cancel,
    ],
  };
}

export const resourceDeletionsScripts: readonly Script[] = [
  processes,
  startEvents,
  forms,
  decisions,
  movedDecisions,
  calledDecisions,
].map(withOwnIds);

/** Escalations: thrown, caught by boundary events and event subprocesses, across call activities, and not at all. */
import {
  boundary,
  bpmn,
  element,
  end,
  escalation,
  escalationEvent,
  mappings,
  path,
  start,
  task,
  withOwnIds,
} from '../../engine/kit/bpmn';
import { cancel, complete, create, deploy, line, resolve, set, type Script } from '../kit/steps';

const throwing = (id: string, ref: string, extensions = ''): string =>
  element('intermediateThrowEvent', id, extensions, escalationEvent(ref));
const endThrowing = (id: string, ref: string): string => element('endEvent', id, '', escalationEvent(ref));

function subprocess(id: string, body: string): string {
  return element('subProcess', id, '', body);
}

function boundaries(): Script {
  const inner =
    start('ss') +
    element('exclusiveGateway', 'g', '', '', 'default="fd"') +
    throwing('ta', 'ea') +
    throwing('tb', 'eb', mappings({ output: { told: '="yes"' } })) +
    throwing('tc', 'ec') +
    task('w', 'x-esc-w') +
    endThrowing('se', 'ea') +
    path('ss', 'g') +
    `<bpmn:sequenceFlow id="fa" sourceRef="g" targetRef="ta"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=k = "a"</bpmn:conditionExpression></bpmn:sequenceFlow>` +
    `<bpmn:sequenceFlow id="fb" sourceRef="g" targetRef="tb"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=k = "b"</bpmn:conditionExpression></bpmn:sequenceFlow>` +
    `<bpmn:sequenceFlow id="fd" sourceRef="g" targetRef="tc" />` +
    path('ta', 'w') +
    path('tb', 'w') +
    path('tc', 'w') +
    path('w', 'se');
  const file = bpmn(
    'x-esc-boundaries',
    start() +
      subprocess('sp', inner) +
      boundary('ba', 'sp', escalationEvent('ea'), false) +
      boundary('bb', 'sp', escalationEvent('eb')) +
      boundary('bc', 'sp', escalationEvent()) +
      ['end', 'xa', 'xb', 'xc'].map((id) => end(id)).join('') +
      path('start', 'sp', 'end') +
      path('ba', 'xa') +
      path('bb', 'xb') +
      path('bc', 'xc'),
    escalation('ea', 'A') + escalation('eb', 'B') + escalation('ec', '="C" + k'),
  );
  return {
    name: 'escalations are caught by their code, and go on unless they are interrupted',
    steps: [
      deploy(file),
      create('x-esc-boundaries', { k: 'a' }),
      complete('x-esc-w', { done: 1 }),
      create('x-esc-boundaries', { k: 'b' }),
      create('x-esc-boundaries', { k: 'c' }),
      create('x-esc-boundaries', { k: null }),
      set('x-esc-boundaries', { k: 'd' }),
      resolve,
    ],
  };
}

function uncaught(): Script {
  const file = bpmn(
    'x-esc-uncaught',
    start() +
      throwing('t', 'e') +
      subprocess('sp', start('ss') + endThrowing('se', 'e') + path('ss', 'se')) +
      boundary('b', 'sp', escalationEvent('none')) +
      endThrowing('end', 'e') +
      end('xb') +
      path('start', 't', 'sp', 'end') +
      path('b', 'xb'),
    escalation('e', 'E') + escalation('none'),
  );
  return {
    name: 'an escalation that nothing catches changes nothing',
    steps: [deploy(file), create('x-esc-uncaught')],
  };
}

function nested(): Script {
  const inmost =
    start('s3') + throwing('t3', 'e') + task('w3', 'x-esc-n') + end('e3') + path('s3', 't3', 'w3', 'e3');
  const inner = start('s2') + subprocess('p3', inmost) + end('e2') + path('s2', 'p3', 'e2');
  const file = bpmn(
    'x-esc-nested',
    start() +
      subprocess('p2', inner) +
      boundary('b', 'p2', escalationEvent('e')) +
      task('after', 'x-esc-n2') +
      end() +
      end('xb') +
      path('start', 'p2', 'end') +
      path('b', 'after', 'xb'),
    escalation('e', 'E'),
  );
  return {
    name: 'an escalation ends the subprocesses between it and the event that catches it',
    steps: [deploy(file), create('x-esc-nested'), complete('x-esc-n2')],
  };
}

function eventSubprocesses(): Script {
  const handler = (id: string, ref: string | undefined, interrupting: boolean, inner: string): string =>
    element(
      'subProcess',
      id,
      '',
      element('startEvent', `${id}s`, '', escalationEvent(ref), `isInterrupting="${interrupting}"`) +
        inner +
        end(`${id}e`),
      'triggeredByEvent="true"',
    );
  const file = bpmn(
    'x-esc-event',
    start() +
      throwing('t1', 'e1') +
      task('w', 'x-esc-e') +
      throwing('t2', 'e2') +
      task('never', 'x-esc-never') +
      end() +
      path('start', 't1', 'w', 't2', 'never', 'end') +
      handler('h1', 'e1', false, task('h1w', 'x-esc-h1') + path('h1s', 'h1w', 'h1e')) +
      handler('h2', undefined, true, task('h2w', 'x-esc-h2') + path('h2s', 'h2w', 'h2e')),
    escalation('e1', 'E1') + escalation('e2', 'E2'),
  );
  return {
    name: 'escalation event subprocesses run beside their scope or end it',
    steps: [
      deploy(file),
      create('x-esc-event'),
      complete('x-esc-e'),
      complete('x-esc-h2'),
      create('x-esc-event'),
      complete('x-esc-h1', { seen: true }),
      complete('x-esc-e'),
      cancel,
    ],
  };
}

function calls(): Script {
  const child = line(
    'x-esc-child',
    [
      ['t', throwing('t', 'e')],
      ['w', task('w', 'x-esc-cw')],
    ],
    escalation('e', 'E'),
  );
  const file = bpmn(
    'x-esc-parent',
    start() +
      element('callActivity', 'c1', '<zeebe:calledElement processId="x-esc-child" />') +
      boundary('b1', 'c1', escalationEvent('e'), false) +
      element('callActivity', 'c2', '<zeebe:calledElement processId="x-esc-child" />') +
      boundary('b2', 'c2', escalationEvent()) +
      ['end', 'x1', 'x2'].map((id) => end(id)).join('') +
      path('start', 'c1', 'c2', 'end') +
      path('b1', 'x1') +
      path('b2', 'x2'),
    escalation('e', 'E'),
  );
  return {
    name: 'escalations cross call activities',
    steps: [deploy(child, file), create('x-esc-parent'), complete('x-esc-cw', { v: 1 })],
  };
}

export const escalationsScripts: readonly Script[] = [
  boundaries,
  uncaught,
  nested,
  eventSubprocesses,
  calls,
].map(withOwnIds);

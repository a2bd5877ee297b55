/**
 * Scenarios as data, so that the same commands go to the embedded engine and to a real broker. Each ends with every
 * instance ended.
 */
import {
  boundary,
  bpmn,
  element,
  end,
  error,
  errorEvent,
  flow,
  mappings,
  message,
  messageEvent,
  path,
  start,
  task,
  terminateEvent,
  timerEvent,
} from '../kit/bpmn';
import { callActivityScripts } from './elements/call-activity';
import { eventSubprocessScripts } from './elements/event-subprocess';
import { gatewayScripts } from './elements/gateways';
import { multiInstanceScripts } from './elements/multi-instance';
import { signalScripts } from './elements/signals';
import {
  advance,
  cancel,
  complete,
  create,
  deploy,
  fail,
  line,
  MINUTE,
  publish,
  resolve,
  set,
  throwError,
  type Script,
} from './steps';

function exclusive(): Script {
  const file = bpmn(
    'x-exclusive',
    start() +
      element('exclusiveGateway', 'g', '', '', 'default="fd"') +
      ['a', 'b', 'c', 'd'].map((id) => end(id)).join('') +
      flow('start', 'g') +
      flow('g', 'a', '=n > 1', 'fa') +
      flow('g', 'b', '=n > 2', 'fb') +
      flow('g', 'd', undefined, 'fd') +
      flow('g', 'c', '=n > 3', 'fc'),
  );
  return {
    name: 'exclusive',
    steps: [
      deploy(file),
      create('x-exclusive', { n: 5 }),
      create('x-exclusive', { n: 2 }),
      create('x-exclusive', { n: 0 }),
    ],
  };
}

function conditions(): Script {
  const file = bpmn(
    'x-conditions',
    `${start()}${element('exclusiveGateway', 'g')}${end('a')}${end('b')}` +
      flow('start', 'g') +
      flow('g', 'a', '=n > 1', 'fa') +
      flow('g', 'b', '=n < 0', 'fb'),
  );
  return {
    name: 'conditions',
    steps: [
      deploy(file),
      create('x-conditions', { n: 1 }),
      set('x-conditions', { n: 2 }),
      resolve,
      create('x-conditions'),
      set('x-conditions', { n: 'x' }),
      resolve,
      set('x-conditions', { n: -1 }),
      resolve,
    ],
  };
}

function parallel(): Script {
  const file = bpmn(
    'x-parallel',
    start() +
      element('parallelGateway', 'fork') +
      element('task', 'a') +
      element('manualTask', 'b') +
      task('c', 'x-c') +
      element('parallelGateway', 'join') +
      end() +
      path('start', 'fork', 'a', 'join', 'end') +
      path('fork', 'b', 'join') +
      path('fork', 'c', 'join'),
  );
  return { name: 'parallel', steps: [deploy(file), create('x-parallel'), complete('x-c')] };
}

function errors(): Script {
  const file = bpmn(
    'x-errors',
    start() +
      element(
        'subProcess',
        'sp',
        '',
        `${start('ss')}${task('t', 'x-err')}${end('se')}${path('ss', 't', 'se')}`,
      ) +
      boundary('bc', 'sp', errorEvent('ec')) +
      boundary('ba', 'sp', errorEvent('ea')) +
      boundary('bb', 'sp', errorEvent('eb')) +
      [end('e0'), end('e1'), end('e2'), end('e3')].join('') +
      path('start', 'sp', 'e0') +
      path('bc', 'e1') +
      path('ba', 'e2') +
      path('bb', 'e3'),
    error('ea', 'a') + error('eb', 'b') + error('ec', 'c'),
  );
  return {
    name: 'errors',
    steps: [
      deploy(file),
      create('x-errors'),
      throwError('x-err', 'b', { message: 'msg', variables: { v: 1 } }),
      create('x-errors'),
      throwError('x-err', 'zz', { message: 'msg' }),
      resolve,
      throwError('x-err', 'c'),
      create('x-errors'),
      throwError('x-err', 'zz'),
      cancel,
    ],
  };
}

function catchAll(): Script {
  const file = bpmn(
    'x-catch-all',
    start() +
      task('t', 'x-ca', mappings({ input: { local: '="l"' } })) +
      boundary('b1', 't', errorEvent('e1')) +
      element(
        'boundaryEvent',
        'b2',
        mappings({ output: { seen: '=v', hidden: '=local' } }),
        errorEvent(),
        'attachedToRef="t"',
      ) +
      end() +
      end('x1') +
      end('x2') +
      path('start', 't', 'end') +
      path('b1', 'x1') +
      path('b2', 'x2'),
    error('e1', 'one'),
  );
  return {
    name: 'catch-all',
    steps: [
      deploy(file),
      create('x-catch-all'),
      throwError('x-ca', 'other', { variables: { v: 7 } }),
      create('x-catch-all'),
      throwError('x-ca', 'one', { variables: { v: 7 } }),
    ],
  };
}

function errorEnd(): Script {
  const inside = `${start('ss')}${element('endEvent', 'ee', '', errorEvent('err'))}${path('ss', 'ee')}`;
  const caught = bpmn(
    'x-error-end',
    `${start()}${element('subProcess', 'sp', '', inside)}${boundary('b', 'sp', errorEvent('err'))}${end()}${end('x')}` +
      path('start', 'sp', 'end') +
      path('b', 'x'),
    error('err', 'E9'),
  );
  const uncaught = bpmn(
    'x-error-lost',
    `${start()}${element('endEvent', 'ee', '', errorEvent('err'))}${path('start', 'ee')}`,
    error('err', 'E9'),
  );
  return {
    name: 'error-end',
    steps: [deploy(caught), create('x-error-end'), deploy(uncaught), create('x-error-lost'), resolve, cancel],
  };
}

function timers(): Script {
  const file = bpmn(
    'x-timers',
    start() +
      task('t', 'x-timed') +
      boundary('cycle', 't', timerEvent('timeCycle', 'R3/PT1M'), false) +
      boundary('late', 't', timerEvent('timeDuration', '=wait')) +
      end() +
      end('e1') +
      end('e2') +
      path('start', 't', 'end') +
      path('cycle', 'e1') +
      path('late', 'e2'),
  );
  return {
    name: 'timers',
    steps: [
      deploy(file),
      create('x-timers', { wait: 'PT10M' }),
      advance(MINUTE + 1000),
      advance(MINUTE + 1000),
      advance(MINUTE + 1000),
      advance(10 * MINUTE),
      create('x-timers', { wait: 'PT10M' }),
      complete('x-timed'),
      create('x-timers', { wait: 'soon' }),
      set('x-timers', { wait: 5 }),
      resolve,
      set('x-timers', { wait: 'PT1M' }),
      resolve,
      advance(2 * MINUTE),
    ],
  };
}

function timerCatch(): Script {
  const file = line('x-timer-catch', [
    ['past', element('intermediateCatchEvent', 'past', '', timerEvent('timeDate', '2020-01-01T00:00:00Z'))],
    ['soon', element('intermediateCatchEvent', 'soon', '', timerEvent('timeDuration', '=duration("PT30S")'))],
    ['late', element('intermediateCatchEvent', 'late', '', timerEvent('timeDate', '=at'))],
  ]);
  return {
    name: 'timer-catch',
    steps: [
      deploy(file),
      create('x-timer-catch', { at: '2020-01-01T00:00:00+02:00[Europe/Paris]' }),
      advance(MINUTE),
      create('x-timer-catch', { at: 'never' }),
      advance(MINUTE),
      cancel,
    ],
  };
}

function messages(): Script {
  const file = bpmn(
    'x-messages',
    start() +
      element('intermediateCatchEvent', 'c', mappings({ output: { got: '=v' } }), messageEvent('m1')) +
      task('t', 'x-msg') +
      boundary('n', 't', messageEvent('m2'), false) +
      boundary('i', 't', messageEvent('m3')) +
      end() +
      end('e1') +
      end('e2') +
      path('start', 'c', 't', 'end') +
      path('n', 'e1') +
      path('i', 'e2'),
    message('m1', 'x-one', '=key') + message('m2', 'x-two', '=key') + message('m3', 'x-three', '=key'),
  );
  return {
    name: 'messages',
    steps: [
      deploy(file),
      publish('x-one', '12', { ttl: 10 * MINUTE, variables: { v: 1 } }),
      create('x-messages', { key: 12.5 }),
      publish('x-two', '12', { variables: { w: 1 } }),
      publish('x-two', '12', { variables: { w: 2 } }),
      publish('x-three', '12', { variables: { z: 1 } }),
      create('x-messages', { key: true }),
      set('x-messages', { key: 'k' }),
      resolve,
      publish('x-one', 'k'),
      complete('x-msg'),
      advance(15 * MINUTE),
    ],
  };
}

function twoInstances(): Script {
  const file = line(
    'x-two-instances',
    [['r', element('receiveTask', 'r', '', '', 'messageRef="m"')]],
    message('m', 'x-shared', '=key'),
  );
  return {
    name: 'two-instances',
    steps: [
      deploy(file),
      create('x-two-instances', { key: 'k' }),
      create('x-two-instances', { key: 'k' }),
      publish('x-shared', 'k', { id: 'i1', ttl: MINUTE }),
      publish('x-shared', 'k', { id: 'i2', ttl: MINUTE }),
      advance(3 * MINUTE),
    ],
  };
}

function messageStart(): Script {
  const starts =
    element('startEvent', 'm1', mappings({ output: { taken: '=v' } }), messageEvent('msg1')) +
    element('startEvent', 'm2', '', messageEvent('msg2')) +
    start('none');
  const body = `${starts}${task('t', 'x-started')}${end()}${path('m1', 't', 'end')}${path('m2', 't')}${path('none', 't')}`;
  const roots = message('msg1', 'x-start-1') + message('msg2', 'x-start-2');
  const file = bpmn('x-message-start', body, roots);
  const second = { ...file, content: file.content.replace('name="x-message-start"', 'name="second"') };
  return {
    name: 'message-start',
    steps: [
      deploy(file),
      publish('x-start-1', 'k', { ttl: 10 * MINUTE, variables: { v: 1 } }),
      publish('x-start-1', 'k', { ttl: 10 * MINUTE, variables: { v: 2 } }),
      complete('x-started'),
      complete('x-started'),
      publish('x-start-2', '', { variables: { w: 1 } }),
      complete('x-started'),
      create('x-message-start'),
      complete('x-started'),
      deploy(second),
      publish('x-start-2', 'q', { ttl: 10 * MINUTE }),
      publish('x-start-2', 'q', { ttl: 10 * MINUTE }),
      cancel,
      cancel,
      advance(15 * MINUTE),
    ],
  };
}

function timerStart(): Script {
  const starts = element('startEvent', 'st', '', timerEvent('timeCycle', 'R2/PT1M'));
  const file = bpmn('x-timer-start', `${starts}${element('task', 't')}${end()}${path('st', 't', 'end')}`);
  const renamed = file.content.replace('name="x-timer-start"', 'name="second"');
  const third = renamed.replace('R2/PT1M', 'R1/PT1M');
  return {
    name: 'timer-start',
    steps: [
      deploy(file),
      advance(MINUTE + 1000),
      deploy({ ...file, content: renamed }),
      advance(MINUTE + 1000),
      deploy({ ...file, content: third }),
      advance(MINUTE + 1000),
    ],
  };
}

function terminate(): Script {
  const inner =
    `${start('ss')}${element('parallelGateway', 'sf')}${task('s1', 'x-never')}${element('endEvent', 'st', '', terminateEvent)}` +
    path('ss', 'sf', 's1') +
    path('sf', 'st');
  const file = bpmn(
    'x-terminate',
    start() +
      element('parallelGateway', 'fork') +
      element('subProcess', 'sp', '', inner) +
      end('e1') +
      task('t1', 'x-never') +
      element('intermediateCatchEvent', 'w', '', timerEvent('timeDuration', 'PT1M')) +
      element('endEvent', 'te', '', terminateEvent) +
      path('start', 'fork', 'sp', 'e1') +
      path('fork', 't1') +
      path('fork', 'w', 'te'),
  );
  return { name: 'terminate', steps: [deploy(file), create('x-terminate'), advance(2 * MINUTE)] };
}

function subprocess(): Script {
  const inner =
    start('ss') +
    element(
      'subProcess',
      'deep',
      mappings({ input: { level: '=level + 1' } }),
      `${start('ds')}${task('dt', 'x-deep')}${path('ds', 'dt')}`,
    ) +
    end('se') +
    path('ss', 'deep', 'se');
  const file = bpmn(
    'x-subprocess',
    start() +
      element(
        'subProcess',
        'sp',
        mappings({ input: { level: '=1' }, output: { out: '=r', 'o.p': '=level' } }),
        inner,
      ) +
      boundary('bt', 'sp', timerEvent('timeDuration', 'PT5M')) +
      boundary('bn', 'sp', timerEvent('timeDuration', 'PT1M'), false) +
      end() +
      end('e1') +
      end('e2') +
      path('start', 'sp', 'end') +
      path('bt', 'e1') +
      path('bn', 'e2'),
  );
  return {
    name: 'subprocess',
    steps: [
      deploy(file),
      create('x-subprocess', { o: { q: 1 } }),
      complete('x-deep', { r: 3 }),
      create('x-subprocess'),
      advance(2 * MINUTE),
      set('deep', { level: 9 }, true),
      set('deep', { level: 10, fresh: true }),
      advance(4 * MINUTE),
    ],
  };
}

function jobs(): Script {
  const headers =
    '<zeebe:taskHeaders><zeebe:header key="a" value="1" /><zeebe:header key="b" value="" /></zeebe:taskHeaders>';
  const definition = '<zeebe:taskDefinition type="=kind" retries="=tries" />';
  const file = line('x-jobs', [
    ['t', element('serviceTask', 't', definition + headers)],
    ['s', task('s', 'x-send', '', 'sendTask')],
    ['b', task('b', 'x-rule', '', 'businessRuleTask')],
    ['j', task('j', 'x-script', '', 'scriptTask')],
  ]);
  return {
    name: 'jobs',
    steps: [
      deploy(file),
      create('x-jobs', { kind: '', tries: 2 }),
      set('x-jobs', { kind: 'x-kind', tries: 'two' }),
      resolve,
      set('x-jobs', { tries: 2 }),
      resolve,
      fail('x-kind', 1, { message: 'again', variables: { at: 1 } }),
      fail('x-kind', 1, { backOff: MINUTE }),
      advance(2 * MINUTE),
      { do: 'activate', type: 'x-kind', timeout: 30_000 },
      advance(2 * MINUTE),
      fail('x-kind', 0),
      { do: 'retries', retries: 1 },
      resolve,
      complete('x-kind', { done: true }),
      complete('x-send'),
      complete('x-rule'),
      fail('x-script', 0, { message: 'broken', backOff: 1000 }),
      cancel,
    ],
  };
}

function mappingsScript(): Script {
  const file = line('x-mappings', [
    ['m', element('manualTask', 'm', mappings({ input: { no: '=1' }, output: { no: '=1' } }))],
    [
      't',
      task(
        't',
        'x-map',
        mappings({
          input: { a: '=x.y', b: '=a + 1', c: 'text', 'd.e': '=b', 'd.f': '=1' },
          output: { r: '=s.t', 'p.q': '=r' },
        }),
      ),
    ],
    ['n', element('intermediateThrowEvent', 'n', mappings({ output: { thrown: '=r' } }))],
    ['u', task('u', 'x-map2', mappings({ input: { z: '=assert(missing, missing != null)' } }))],
  ]);
  return {
    name: 'mappings',
    steps: [
      deploy(file),
      create('x-mappings', { x: { y: 1 }, p: { k: 0 } }),
      complete('x-map', { s: { t: [1, 'é', null] } }),
      set('x-mappings', { missing: false }),
      resolve,
      complete('x-map2', { y: 1.5 }),
    ],
  };
}

function scripts_(): Script {
  const script = '<zeebe:script expression="=for i in items return i * 2" resultVariable="doubled" />';
  const failing = '<zeebe:script expression="=assert(guard, guard)" resultVariable="ok" />';
  const file = line('x-script', [
    ['s', element('scriptTask', 's', script)],
    [
      'f',
      element('scriptTask', 'f', failing + mappings({ input: { guard: '=g' }, output: { checked: '=ok' } })),
    ],
  ]);
  return {
    name: 'script',
    steps: [
      deploy(file),
      create('x-script', { items: [1, 2], g: false }),
      set('x-script', { g: true }),
      resolve,
    ],
  };
}

function userTasks(): Script {
  const assigned =
    '<zeebe:assignmentDefinition assignee="=who" candidateGroups="=groups" candidateUsers="u1" />' +
    '<zeebe:taskSchedule dueDate="=due" followUpDate="2026-02-28T08:12:00+01:00" />' +
    '<zeebe:taskHeaders><zeebe:header key="h" value="v" /></zeebe:taskHeaders>';
  const file = line('x-user', [
    ['t', element('userTask', 't', assigned)],
    ['k', element('userTask', 'k', '<zeebe:formDefinition formKey="camunda-forms:bpmn:x" />')],
    ['f', element('userTask', 'f', '<zeebe:formDefinition formId="x-form" />')],
  ]);
  const form = { name: 'x.form', content: '{"id":"x-form","components":[]}' };
  const type = 'io.camunda.zeebe:userTask';
  return {
    name: 'user-tasks',
    steps: [
      deploy(file),
      create('x-user', { who: 'ann', groups: ['g1', 'g2'], due: '2026-03-01T10:00:00Z' }),
      complete(type, { done: 1 }),
      complete(type),
      deploy(form),
      resolve,
      complete(type),
      create('x-user', { who: 1, groups: ['g1', 2], due: null }),
      set('x-user', { who: 'bob' }),
      resolve,
      set('x-user', { groups: ['g'] }),
      resolve,
      cancel,
    ],
  };
}

function variables(): Script {
  const file = line('x-variables', [['t', task('t', 'x-var', mappings({ input: { local: '=1' } }))]]);
  return {
    name: 'variables',
    steps: [
      deploy(file),
      create('x-variables', { top: 1 }),
      set('t', { local: 2 }),
      set('t', { top: 2 }),
      set('t', { fresh: 1 }),
      set('t', { local: 2 }),
      set('t', { top: 3 }, true),
      set('t', { top: 4 }),
      set('x-variables', { top: 5 }),
      complete('x-var', { top: 6 }),
    ],
  };
}

function cancellation(): Script {
  const inner =
    `${start('ss')}${element('parallelGateway', 'sf')}${task('s1', 'x-cancel')}` +
    element('receiveTask', 's2', '', '', 'messageRef="m"') +
    element('intermediateCatchEvent', 's3', '', timerEvent('timeDuration', 'PT1H')) +
    task('s4', '=missing') +
    path('ss', 'sf', 's1') +
    path('sf', 's2') +
    path('sf', 's3') +
    path('sf', 's4');
  const file = bpmn(
    'x-cancel',
    `${start()}${element('subProcess', 'sp', '', inner)}${boundary('bm', 'sp', messageEvent('m2'))}${end()}${end('e1')}` +
      path('start', 'sp', 'end') +
      path('bm', 'e1'),
    message('m', 'x-cancel-m', '="k"') + message('m2', 'x-cancel-b', '="k"'),
  );
  return {
    name: 'cancellation',
    steps: [
      deploy(file),
      create('x-cancel'),
      fail('x-cancel', 0),
      cancel,
      create('x-cancel'),
      publish('x-cancel-b', 'k', { variables: { why: 1 } }),
    ],
  };
}

function deployments(): Script {
  const one = line('x-one', [['t', element('task', 't')]]);
  const two = line('x-two', [['t', element('task', 't')]]);
  const form = { name: 'y.form', content: '{"id":"y-form","versionTag":"v1","components":[]}' };
  const changed = { ...one, content: one.content.replace('name="x-one"', 'name="x-one changed"') };
  return {
    name: 'deployments',
    steps: [
      deploy(one, form, two),
      deploy(one, form, two),
      deploy(changed, form, two),
      deploy({ ...two, name: 'renamed.bpmn' }),
      create('x-one'),
    ],
  };
}

function longChain(): Script {
  const names = Array.from({ length: 45 }, (_, index) => `t${index}`);
  return {
    name: 'long-chain',
    steps: [
      deploy(
        line(
          'x-chain',
          names.map((name) => [name, element('task', name)]),
        ),
      ),
      create('x-chain'),
    ],
  };
}

function implicitEnds(): Script {
  const file = bpmn(
    'x-implicit',
    `${start()}${task('a', 'x-a')}${element('task', 'b')}${element('exclusiveGateway', 'c')}` +
      path('start', 'a') +
      path('start', 'b') +
      path('start', 'c'),
  );
  return { name: 'implicit-ends', steps: [deploy(file), create('x-implicit'), complete('x-a', { r: 1 })] };
}

function rejectedCorrelation(): Script {
  const file = bpmn(
    'x-rejected',
    start() +
      element(
        'receiveTask',
        'r',
        mappings({ output: { out: '=assert(v, v != null)' } }),
        '',
        'messageRef="m1"',
      ) +
      boundary('b', 'r', messageEvent('m2')) +
      end() +
      end('e1') +
      path('start', 'r', 'end') +
      path('b', 'e1'),
    message('m1', 'x-rej-1', '=key') + message('m2', 'x-rej-2', '=key'),
  );
  return {
    name: 'rejected-correlation',
    steps: [
      deploy(file),
      create('x-rejected', { key: 'k' }),
      publish('x-rej-1', 'k'),
      create('x-rejected', { key: 'k' }),
      publish('x-rej-2', 'k', { ttl: MINUTE }),
      advance(3 * MINUTE),
      cancel,
    ],
  };
}

function bufferedMany(): Script {
  const file = bpmn(
    'x-buffered',
    start() +
      task('t', 'x-buf', mappings({ input: { key: '="inner"' } })) +
      boundary('n', 't', messageEvent('m1'), false) +
      end() +
      end('e1') +
      path('start', 't', 'end') +
      path('n', 'e1'),
    message('m1', 'x-buf-1', '=key'),
  );
  return {
    name: 'buffered-many',
    steps: [
      deploy(file),
      publish('x-buf-1', 'outer', { ttl: 10 * MINUTE, variables: { n: 1 } }),
      publish('x-buf-1', 'outer', { ttl: 10 * MINUTE, variables: { n: 2 } }),
      create('x-buffered', { key: 'outer' }),
      publish('x-buf-1', 'outer', { ttl: 10 * MINUTE, variables: { n: 3 } }),
      complete('x-buf'),
      advance(15 * MINUTE),
    ],
  };
}

function loops(): Script {
  const file = bpmn(
    'x-loops',
    start() +
      element('exclusiveGateway', 'merge') +
      task('check', 'x-check') +
      element('exclusiveGateway', 'split', '', '', 'default="again"') +
      element('parallelGateway', 'fork') +
      element('exclusiveGateway', 'join') +
      task('a', 'x-after') +
      end() +
      path('start', 'merge', 'check', 'split') +
      flow('split', 'merge', undefined, 'again') +
      flow('split', 'fork', '=ok', 'go') +
      flow('fork', 'join', undefined, 'p1') +
      flow('fork', 'join', undefined, 'p2') +
      path('join', 'a', 'end'),
  );
  return {
    name: 'loops',
    steps: [
      deploy(file),
      create('x-loops', { ok: false }),
      complete('x-check', { ok: false }),
      complete('x-check', { ok: true }),
      complete('x-after', { r: 1 }),
      complete('x-after', { r: 2 }),
    ],
  };
}

function nestedErrors(): Script {
  const deep = `${start('ds')}${task('dt', 'x-nested')}${element('endEvent', 'de', '', errorEvent('e2'))}${path('ds', 'dt', 'de')}`;
  const inner =
    `${start('ss')}${element('parallelGateway', 'sf')}${element('subProcess', 'deep', '', deep)}${task('other', 'x-other')}` +
    boundary('bi', 'deep', errorEvent('e3')) +
    end('ie') +
    path('ss', 'sf', 'deep') +
    path('sf', 'other') +
    path('bi', 'ie');
  const file = bpmn(
    'x-nested-errors',
    start() +
      element('subProcess', 'sp', '', inner) +
      boundary('b1', 'sp', errorEvent('e1')) +
      element(
        'boundaryEvent',
        'b2',
        mappings({ output: { caught: '=why' } }),
        errorEvent('e2'),
        'attachedToRef="sp"',
      ) +
      end() +
      end('x1') +
      end('x2') +
      path('start', 'sp', 'end') +
      path('b1', 'x1') +
      path('b2', 'x2'),
    error('e1', 'one') + error('e2', 'two') + error('e3', 'three'),
  );
  return {
    name: 'nested-errors',
    steps: [
      deploy(file),
      create('x-nested-errors'),
      throwError('x-nested', 'one', { variables: { why: 1 } }),
      create('x-nested-errors', { why: 'outer' }),
      complete('x-nested'),
      create('x-nested-errors'),
      throwError('x-nested', 'three'),
      complete('x-other'),
    ],
  };
}

function boundaryIncidents(): Script {
  const file = bpmn(
    'x-boundary-incidents',
    start() +
      task('t', 'x-bi', mappings({ input: { a: '=1' } })) +
      boundary('bm', 't', messageEvent('m1')) +
      boundary('bt', 't', timerEvent('timeDuration', 'PT1M'), false) +
      end() +
      end('e1') +
      end('e2') +
      path('start', 't', 'end') +
      path('bm', 'e1') +
      path('bt', 'e2'),
    message('m1', '=name', '=key'),
  );
  return {
    name: 'boundary-incidents',
    steps: [
      deploy(file),
      create('x-boundary-incidents', { name: 'x-bi-m' }),
      set('x-boundary-incidents', { key: ['list'] }),
      resolve,
      set('x-boundary-incidents', { key: 'k', name: 7 }),
      resolve,
      set('x-boundary-incidents', { name: 'x-bi-m' }),
      resolve,
      advance(2 * MINUTE),
      publish('x-bi-m', 'k', { variables: { from: 'message' } }),
    ],
  };
}

function outputIncident(): Script {
  const file = line('x-output', [
    ['t', task('t', 'x-out', mappings({ output: { r: '=assert(s, s != null)' } }))],
    [
      'sp',
      element(
        'subProcess',
        'sp',
        mappings({ output: { q: '=assert(w, w != null)' } }),
        `${start('ss')}${end('se')}${path('ss', 'se')}`,
      ),
    ],
  ]);
  return {
    name: 'output-incident',
    steps: [
      deploy(file),
      create('x-output'),
      complete('x-out', { other: 1 }),
      set('t', { s: 2 }, true),
      resolve,
      set('x-output', { w: { k: [true, null, 'é'] } }),
      resolve,
    ],
  };
}

function cycles(): Script {
  const file = bpmn(
    'x-cycles',
    start() +
      element('receiveTask', 'r', '', '', 'messageRef="m1"') +
      boundary('forever', 'r', timerEvent('timeCycle', 'R/PT1M'), false) +
      boundary('computed', 'r', timerEvent('timeCycle', '=cycle(2, duration("PT90S"))'), false) +
      end() +
      end('e1') +
      end('e2') +
      path('start', 'r', 'end') +
      path('forever', 'e1') +
      path('computed', 'e2'),
    message('m1', 'x-cycle-m', '="k"'),
  );
  return {
    name: 'cycles',
    steps: [
      deploy(file),
      create('x-cycles'),
      advance(MINUTE + 1000),
      advance(MINUTE + 1000),
      advance(10 * MINUTE),
      publish('x-cycle-m', 'k'),
      create('x-cycles'),
      cancel,
    ],
  };
}

function messageEvents(): Script {
  const definition = '<zeebe:taskDefinition type="x-throw" retries="5" />';
  const file = bpmn(
    'x-message-events',
    start() +
      element(
        'intermediateThrowEvent',
        'mt',
        definition + mappings({ input: { i: '=1' }, output: { o: '=r' } }),
        messageEvent('m1'),
      ) +
      element(
        'endEvent',
        'me',
        definition + mappings({ input: { j: '=2' }, output: { p: '=r' } }),
        messageEvent('m1'),
      ) +
      path('start', 'mt', 'me'),
    message('m1', 'x-any'),
  );
  return {
    name: 'message-events',
    steps: [
      deploy(file),
      create('x-message-events'),
      complete('x-throw', { r: 1 }),
      complete('x-throw', { r: 2 }),
      create('x-message-events'),
      cancel,
    ],
  };
}

function manyInstances(): Script {
  const file = line('x-many', [
    ['t', task('t', 'x-many', mappings({ output: { n: '=if n = null then 1 else n + 1' } }))],
  ]);
  return {
    name: 'many-instances',
    steps: [
      deploy(file),
      create('x-many', { n: null }),
      create('x-many', { n: 1.5 }),
      create('x-many', { 'with space': 'é"\\', nested: { a: { b: [] } } }),
      complete('x-many'),
      complete('x-many', { extra: [1, { deep: true }] }),
      complete('x-many'),
    ],
  };
}

function interruptions(): Script {
  const inner = `${start('ss')}${task('s1', 'x-int')}${end('se')}${path('ss', 's1', 'se')}`;
  const file = bpmn(
    'x-interruptions',
    start() +
      element('parallelGateway', 'fork') +
      element('subProcess', 'sp', '', inner) +
      boundary('bm', 'sp', messageEvent('m1')) +
      boundary('bt', 'sp', timerEvent('timeDuration', 'PT1M')) +
      task('t2', 'x-beside') +
      element('parallelGateway', 'join') +
      end() +
      path('start', 'fork', 'sp', 'join', 'end') +
      path('fork', 't2', 'join') +
      path('bm', 'join') +
      path('bt', 'join'),
    message('m1', 'x-int-m', '="k"'),
  );
  return {
    name: 'interruptions',
    steps: [
      deploy(file),
      create('x-interruptions'),
      publish('x-int-m', 'k', { variables: { by: 'message' } }),
      complete('x-beside'),
      cancel,
      create('x-interruptions'),
      fail('x-int', 0, { message: 'stuck' }),
      advance(2 * MINUTE),
      complete('x-beside'),
      cancel,
    ],
  };
}

export const scripts: readonly Script[] = [
  exclusive(),
  conditions(),
  parallel(),
  errors(),
  catchAll(),
  errorEnd(),
  timers(),
  timerCatch(),
  messages(),
  twoInstances(),
  messageStart(),
  timerStart(),
  terminate(),
  subprocess(),
  jobs(),
  mappingsScript(),
  scripts_(),
  userTasks(),
  variables(),
  cancellation(),
  deployments(),
  longChain(),
  implicitEnds(),
  rejectedCorrelation(),
  bufferedMany(),
  loops(),
  nestedErrors(),
  boundaryIncidents(),
  outputIncident(),
  cycles(),
  messageEvents(),
  manyInstances(),
  interruptions(),
  ...gatewayScripts,
  ...eventSubprocessScripts,
  ...callActivityScripts,
  ...signalScripts,
];

/** Recorded already, of elements that the embedded engine refuses to deploy as yet. */
export const awaiting: readonly Script[] = multiInstanceScripts;

/** How tokens run, end, and are ended. */
import {
  boundary,
  bpmn,
  element,
  end,
  mappings,
  message,
  messageEvent,
  path,
  start,
  task,
  terminateEvent,
  timerEvent,
  withOwnIds,
} from '../../engine/kit/bpmn';
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
  set,
  type Script,
} from '../kit/steps';

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
  return {
    name: 'a terminate end event ends its scope',
    steps: [deploy(file), create('x-terminate'), advance(2 * MINUTE)],
  };
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
    name: 'subprocesses have variables and timers of their own',
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
    name: 'cancelling closes jobs, incidents, timers and subscriptions',
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

function longChain(): Script {
  const names = Array.from({ length: 45 }, (_, index) => `t${index}`);
  return {
    name: 'a chain longer than a batch goes on in order',
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
  return {
    name: 'elements without outgoing flows end their process',
    steps: [deploy(file), create('x-implicit'), complete('x-a', { r: 1 })],
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
    name: 'interrupting boundary events end a subprocess',
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

export const lifecycleScripts: readonly Script[] = [
  terminate,
  subprocess,
  cancellation,
  longChain,
  implicitEnds,
  interruptions,
].map(withOwnIds);

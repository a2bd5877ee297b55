/** Timers whose times matter, message buffering, retries. */
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
  refused,
  repair,
  resolve,
  set,
  throwError,
  type Script,
} from '../kit/steps';

function cycling(id: string, cycle: string): ReturnType<typeof bpmn> {
  return bpmn(
    id,
    start() +
      task('t', id) +
      boundary('c', 't', timerEvent('timeCycle', cycle), false) +
      end() +
      end('x') +
      path('start', 't', 'end') +
      path('c', 'x'),
  );
}

function cycleKeepsPace(): Script {
  return {
    name: 'a cycle goes on from its last due date',
    steps: [
      deploy(cycling('ck-pace', 'R5/PT10M')),
      create('ck-pace'),
      advance(11 * MINUTE),
      advance(9 * MINUTE + 30_000),
      advance(10 * MINUTE),
      complete('ck-pace'),
    ],
  };
}

function cycleOverdue(): Script {
  return {
    name: 'a cycle that is overdue goes on from now',
    steps: [
      deploy(cycling('ck-overdue', 'R5/PT10M')),
      create('ck-overdue'),
      advance(35 * MINUTE),
      advance(6 * MINUTE),
      advance(5 * MINUTE),
      complete('ck-overdue'),
    ],
  };
}

function bufferedUntil(): Script {
  const file = line(
    'ck-buffer',
    [
      ['t', task('t', 'ck-buffer')],
      ['c', element('intermediateCatchEvent', 'c', '', messageEvent('m1'))],
    ],
    message('m1', 'ck-buffer', '=key'),
  );
  return {
    name: 'a message is buffered as long as it lives',
    steps: [
      deploy(file),
      create('ck-buffer', { key: 'k' }),
      publish('ck-buffer', 'k', { ttl: 10 * MINUTE, variables: { v: 1 } }),
      complete('ck-buffer'),
      create('ck-buffer', { key: 'k' }),
      publish('ck-buffer', 'k', { ttl: 10 * MINUTE }),
      advance(20 * MINUTE),
      complete('ck-buffer'),
      cancel,
    ],
  };
}

function correlationKeys(): Script {
  const file = line(
    'ck-keys',
    [['c', element('receiveTask', 'c', '', '', 'messageRef="m1"')]],
    message('m1', 'ck-keys', '=key'),
  );
  return {
    name: 'correlation keys are texts or whole numbers',
    steps: [
      deploy(file),
      create('ck-keys', { key: 12.5 }),
      publish('ck-keys', '12'),
      create('ck-keys', { key: -3 }),
      publish('ck-keys', '-3'),
      create('ck-keys', { key: 12345678901 }),
      publish('ck-keys', '12345678901'),
      create('ck-keys', { key: null }),
      set('ck-keys', { key: [1] }),
      resolve,
      set('ck-keys', { key: '' }),
      repair,
      publish('ck-keys', ''),
    ],
  };
}

function lostErrors(): Script {
  const inner = start('ss') + task('t', 'ck-lost') + path('ss', 't');
  const file = bpmn(
    'ck-lost',
    start() +
      element('subProcess', 'sp', '', inner) +
      ['a', 'b', 'c']
        .map((code) => boundary(`b${code}`, 'sp', errorEvent(`e${code}`)) + end(`x${code}`))
        .join('') +
      end() +
      path('start', 'sp', 'end') +
      ['a', 'b', 'c'].map((code) => path(`b${code}`, `x${code}`)).join(''),
    ['a', 'b', 'c'].map((code) => error(`e${code}`, code)).join(''),
  );
  return {
    name: 'an error that nothing catches tells which could have been caught',
    steps: [
      deploy(file),
      create('ck-lost'),
      throwError('ck-lost', 'X', { message: 'm' }),
      resolve,
      throwError('ck-lost', 'Y'),
      resolve,
      throwError('ck-lost', 'b', { message: 'now' }),
    ],
  };
}

function nullCondition(): Script {
  const file = bpmn(
    'ck-null',
    start() +
      element('exclusiveGateway', 'g', '', '', 'default="fd"') +
      end('a') +
      end('b') +
      flow('start', 'g') +
      flow('g', 'a', undefined, 'fd') +
      flow('g', 'b', '=missing > 1', 'fb'),
  );
  return {
    name: 'a condition that is null is an incident even beside a default flow',
    steps: [
      deploy(file),
      create('ck-null'),
      set('ck-null', { missing: 'x' }),
      resolve,
      set('ck-null', { missing: 0 }),
      repair,
      create('ck-null', { missing: 2 }),
    ],
  };
}

function interruptedIncident(): Script {
  const file = bpmn(
    'ck-interrupt',
    start() +
      task('t', 'ck-interrupt', mappings({ input: { x: '=assert(y, y != null)' } })) +
      boundary('b', 't', timerEvent('timeDuration', 'PT5M')) +
      end() +
      end('x') +
      path('start', 't', 'end') +
      path('b', 'x'),
  );
  return {
    name: 'an activity whose inputs failed has no boundary events yet',
    steps: [
      deploy(file),
      create('ck-interrupt'),
      advance(6 * MINUTE),
      set('ck-interrupt', { y: 1 }),
      resolve,
      fail('ck-interrupt', 0),
      advance(6 * MINUTE),
    ],
  };
}

function timerExpressions(): Script {
  const file = line('ck-dates', [
    [
      'a',
      element(
        'intermediateCatchEvent',
        'a',
        '',
        timerEvent('timeDate', '=date and time("2020-01-01T00:00:00Z")'),
      ),
    ],
    [
      'b',
      element(
        'intermediateCatchEvent',
        'b',
        '',
        timerEvent('timeDuration', '=duration("PT" + string(m) + "M")'),
      ),
    ],
    ['c', element('intermediateCatchEvent', 'c', '', timerEvent('timeDuration', 'PT0S'))],
    ['d', element('intermediateCatchEvent', 'd', '', timerEvent('timeDuration', '-PT1M'))],
  ]);
  return {
    name: 'timers of expressions, of nothing and of the past',
    steps: [deploy(file), create('ck-dates', { m: 5 }), advance(6 * MINUTE)],
  };
}

function backOff(): Script {
  const file = line('ck-back', [['t', task('t', 'ck-back')]]);
  return {
    name: 'a failed job can be completed again when its back-off is over',
    steps: [
      deploy(file),
      create('ck-back'),
      fail('ck-back', 3, { backOff: 5 * MINUTE, message: 'later' }),
      refused({ do: 'completeLast' }),
      advance(6 * MINUTE),
      fail('ck-back', 2),
      { do: 'completeLast' },
      create('ck-back'),
      fail('ck-back', 3, { backOff: 5 * MINUTE }),
      advance(6 * MINUTE),
      fail('ck-back', 0, { backOff: 5 * MINUTE }),
      repair,
      complete('ck-back'),
      create('ck-back'),
      fail('ck-back', 3, { backOff: 5 * MINUTE }),
      cancel,
    ],
  };
}

function messageToMany(): Script {
  const one = (id: string): ReturnType<typeof line> =>
    line(
      id,
      [
        [
          'c',
          element(
            'intermediateCatchEvent',
            'c',
            mappings({ output: { [id.slice(3)]: '=v' } }),
            messageEvent('m1'),
          ),
        ],
      ],
      message('m1', 'ck-many', '=key'),
    );
  return {
    name: 'a message correlates once to each process that waits for it',
    steps: [
      deploy(one('ck-one'), one('ck-two')),
      create('ck-one', { key: 'k' }),
      create('ck-two', { key: 'k' }),
      create('ck-one', { key: 'k' }),
      publish('ck-many', 'k', { ttl: 10 * MINUTE, variables: { v: 1 } }),
      create('ck-two', { key: 'k' }),
      publish('ck-many', 'k', { variables: { v: 2 } }),
      advance(20 * MINUTE),
    ],
  };
}

function startsAndCatches(): Script {
  const file = bpmn(
    'ck-both',
    element('startEvent', 'st', '', messageEvent('m1')) +
      element('intermediateCatchEvent', 'c', '', messageEvent('m2')) +
      end() +
      path('st', 'c', 'end'),
    message('m1', 'ck-both-start') + message('m2', 'ck-both', '=key'),
  );
  return {
    name: 'an instance that a message started goes on with the next of its name',
    steps: [
      deploy(file),
      publish('ck-both-start', 'a', { variables: { v: 1, key: 'a' } }),
      publish('ck-both-start', 'a', { variables: { v: 2, key: 'b' } }),
      publish('ck-both', 'a'),
      publish('ck-both-start', '', { variables: { v: 3, key: 'b' } }),
      publish('ck-both-start', '', { variables: { v: 4, key: 'b' } }),
      publish('ck-both', 'b', { ttl: 10 * MINUTE }),
      publish('ck-both', 'b', { ttl: 10 * MINUTE }),
      advance(20 * MINUTE),
    ],
  };
}

export const clockworkScripts: readonly Script[] = [
  cycleKeepsPace,
  cycleOverdue,
  bufferedUntil,
  correlationKeys,
  lostErrors,
  nullCondition,
  interruptedIncident,
  timerExpressions,
  backOff,
  messageToMany,
  startsAndCatches,
].map(withOwnIds);

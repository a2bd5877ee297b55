/** Timers: dates, durations, cycles. */
import {
  boundary,
  bpmn,
  element,
  end,
  message,
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
  line,
  MINUTE,
  publish,
  resolve,
  set,
  type Script,
} from '../kit/steps';

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
    name: 'cyclic and interrupting timers run beside one task',
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
    name: 'timer catch events wait for dates and durations',
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

function timerStart(): Script {
  const starts = element('startEvent', 'st', '', timerEvent('timeCycle', 'R2/PT1M'));
  const file = bpmn('x-timer-start', `${starts}${element('task', 't')}${end()}${path('st', 't', 'end')}`);
  const renamed = file.content.replace('name="x-timer-start"', 'name="second"');
  const third = renamed.replace('R2/PT1M', 'R1/PT1M');
  return {
    name: 'timer start events end with their version',
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
    name: 'cycles without end and computed cycles repeat',
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

export const timersScripts: readonly Script[] = [timers, timerCatch, timerStart, cycles].map(withOwnIds);

/** Event subprocesses of processes and subprocesses. */
import {
  bpmn,
  element,
  end,
  error,
  errorEvent,
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
  MINUTE,
  publish,
  throwError,
  type Script,
} from '../kit/steps';

interface EventSubprocess {
  readonly id: string;
  readonly event: string;
  readonly interrupting: boolean;
  readonly inner: string;
  readonly outputs?: Record<string, string>;
}

function eventSubprocess({ id, event, interrupting, inner, outputs = {} }: EventSubprocess): string {
  const started = `${id}_start`;
  return element(
    'subProcess',
    id,
    '',
    element(
      'startEvent',
      started,
      Object.keys(outputs).length === 0 ? '' : mappings({ output: outputs }),
      event,
      `isInterrupting="${interrupting}"`,
    ) +
      inner +
      end(`${id}_end`) +
      path(started, `${id}_in`, `${id}_end`),
    'triggeredByEvent="true"',
  );
}

function ofMessages(): Script {
  const roots = message('m1', 'x-es-break', '=key') + message('m2', 'x-es-aside', '=key');
  const file = bpmn(
    'x-es-messages',
    start() +
      task('t', 'x-es-main') +
      end() +
      path('start', 't', 'end') +
      eventSubprocess({
        id: 'brk',
        event: messageEvent('m1'),
        interrupting: true,
        inner: task('brk_in', 'x-es-brk'),
        outputs: { got: '=v' },
      }) +
      eventSubprocess({
        id: 'aside',
        event: messageEvent('m2'),
        interrupting: false,
        inner: task('aside_in', 'x-es-aside'),
      }),
    roots,
  );
  return {
    name: 'message event subprocesses interrupt or run beside',
    steps: [
      deploy(file),
      create('x-es-messages', { key: 'k' }),
      publish('x-es-aside', 'k', { variables: { a: 1 } }),
      publish('x-es-aside', 'k', { variables: { a: 2 } }),
      complete('x-es-aside'),
      publish('x-es-break', 'k', { variables: { v: 1, w: 2 } }),
      complete('x-es-brk', { r: 1 }),
      create('x-es-messages', { key: 'k' }),
      complete('x-es-main'),
      create('x-es-messages', { key: 'k' }),
      publish('x-es-aside', 'k'),
      complete('x-es-main'),
      complete('x-es-aside'),
      create('x-es-messages', { key: 'k' }),
      publish('x-es-aside', 'k'),
      publish('x-es-break', 'k'),
      cancel,
    ],
  };
}

function ofTimers(): Script {
  const inner = (id: string): string =>
    eventSubprocess({
      id,
      event: timerEvent('timeDuration', 'PT1M'),
      interrupting: true,
      inner: element('task', `${id}_in`),
    });
  const sub =
    `${start('ss')}${task('st', 'x-est')}${path('ss', 'st')}` +
    inner('in_sub') +
    eventSubprocess({
      id: 'cyc',
      event: timerEvent('timeCycle', 'R2/PT20S'),
      interrupting: false,
      inner: element('manualTask', 'cyc_in'),
    });
  const file = bpmn(
    'x-es-timers',
    start() + element('subProcess', 'sp', '', sub) + end() + path('start', 'sp', 'end'),
  );
  return {
    name: 'timer event subprocesses cycle and interrupt',
    steps: [
      deploy(file),
      create('x-es-timers'),
      advance(21_000),
      advance(21_000),
      advance(MINUTE),
      create('x-es-timers'),
      complete('x-est'),
    ],
  };
}

function ofErrors(): Script {
  const handler = (id: string, ref?: string): string =>
    eventSubprocess({
      id,
      event: errorEvent(ref),
      interrupting: true,
      inner: task(`${id}_in`, `x-ese-${id}`),
      outputs: { seen: '=v' },
    });
  const sub =
    `${start('ss')}${task('st', 'x-ese')}${path('ss', 'st')}` + handler('one', 'e1') + handler('two', 'e2');
  const file = bpmn(
    'x-es-errors',
    start() + element('subProcess', 'sp', '', sub) + end() + path('start', 'sp', 'end') + handler('any'),
    error('e1', 'E1') + error('e2', 'E2'),
  );
  return {
    name: 'error event subprocesses catch inside their scope',
    steps: [
      deploy(file),
      create('x-es-errors'),
      throwError('x-ese', 'E1', { variables: { v: 1 } }),
      complete('x-ese-one'),
      create('x-es-errors'),
      throwError('x-ese', 'E3', { variables: { v: 3 } }),
      complete('x-ese-any'),
      create('x-es-errors'),
      throwError('x-ese', 'E2'),
      throwError('x-ese-two', 'E1'),
      // What a subprocess around the thrower catches no more, nothing around it catches.
      cancel,
    ],
  };
}

/** A terminate end event inside, and an event subprocess with two tokens to interrupt. */
function nested(): Script {
  const inside =
    element('parallelGateway', 'brk_in') +
    task('deep', 'x-esn-deep') +
    element('endEvent', 'stop', '', terminateEvent) +
    path('brk_in', 'deep') +
    path('brk_in', 'stop');
  const file = bpmn(
    'x-es-nested',
    start() +
      element('parallelGateway', 'fork') +
      task('a', 'x-esn-a') +
      task('b', 'x-esn-b') +
      path('start', 'fork', 'a') +
      path('fork', 'b') +
      eventSubprocess({
        id: 'brk',
        event: messageEvent('m1'),
        interrupting: true,
        inner: inside,
      }),
    message('m1', 'x-esn', '=key'),
  );
  return {
    name: 'an interrupting event subprocess ends every token of its scope',
    steps: [
      deploy(file),
      create('x-es-nested', { key: 'k' }),
      publish('x-esn', 'k', { variables: { v: 1 } }),
    ],
  };
}

export const eventSubprocessesScripts: readonly Script[] = [ofMessages, ofTimers, ofErrors, nested].map(
  withOwnIds,
);

/** Events in places that the other files leave out: cron cycles, called processes, many at once. */
import {
  boundary,
  bpmn,
  element,
  end,
  error,
  errorEvent,
  escalation,
  escalationEvent,
  flow,
  message,
  messageEvent,
  path,
  signal,
  signalEvent,
  start,
  task,
  terminateEvent,
  timerEvent,
  withOwnIds,
} from '../../engine/kit/bpmn';
import {
  advance,
  broadcast,
  cancel,
  complete,
  create,
  deploy,
  MINUTE,
  publish,
  throwError,
  type Script,
} from '../kit/steps';

const HOUR = 60 * MINUTE;

function handler(
  id: string,
  definition: string,
  interrupting: boolean,
  inner: string,
  last = end(`${id}e`),
): string {
  return element(
    'subProcess',
    id,
    '',
    element('startEvent', `${id}s`, '', definition, `isInterrupting="${interrupting}"`) + inner + last,
    'triggeredByEvent="true"',
  );
}

/** Every hour on the hour, whatever the time is now. */
function cron(): Script {
  const hourly = timerEvent('timeCycle', '0 0 * * * *');
  const file = bpmn(
    'x-ev-cron',
    start() +
      task('w', 'x-ev-cron-w') +
      boundary('b', 'w', hourly, false) +
      end() +
      end('xb') +
      path('start', 'w', 'end') +
      path('b', 'xb') +
      handler('h', timerEvent('timeCycle', '=every'), false, path('hs', 'he')),
  );
  const started = bpmn(
    'x-ev-cron-start',
    element('startEvent', 'start', '', hourly) + task('w', 'x-ev-cron-s') + end() + path('start', 'w', 'end'),
  );
  const without = bpmn('x-ev-cron-start', start() + end() + path('start', 'end'));
  return {
    name: 'cron cycles start processes, and run beside activities and scopes',
    steps: [
      deploy(file),
      create('x-ev-cron', { every: '@hourly' }),
      advance(HOUR),
      advance(HOUR),
      complete('x-ev-cron-w'),
      deploy(started),
      advance(HOUR),
      complete('x-ev-cron-s'),
      deploy(without),
      advance(HOUR),
    ],
  };
}

/** Of a process that others call; each kind interrupts once and runs beside once. */
function inCalled(): Script {
  const beside = (id: string, definition: string): string =>
    handler(id, definition, false, task(`${id}w`, `x-evc-${id}`) + path(`${id}s`, `${id}w`, `${id}e`));
  const child = bpmn(
    'x-evc-child',
    start() +
      task('w', 'x-evc-w') +
      element('intermediateThrowEvent', 'esc', '', escalationEvent('esc1')) +
      task('w2', 'x-evc-w2') +
      end() +
      path('start', 'w', 'esc', 'w2', 'end') +
      beside('m', messageEvent('msg')) +
      beside('t', timerEvent('timeCycle', 'R1/PT10M')) +
      beside('s', signalEvent('sig')) +
      beside('e', escalationEvent('esc1')) +
      handler('x', errorEvent('err'), true, task('xw', 'x-evc-x') + path('xs', 'xw', 'xe')),
    message('msg', 'x-evc-m', '=key') +
      signal('sig', 'x-evc-s') +
      escalation('esc1', 'E') +
      error('err', 'X'),
  );
  const file = bpmn(
    'x-evc',
    start() +
      element('callActivity', 'c', '<zeebe:calledElement processId="x-evc-child" />') +
      boundary('bs', 'c', signalEvent('sig'), false) +
      boundary('be', 'c', errorEvent()) +
      end() +
      end('e1') +
      end('e2') +
      path('start', 'c', 'end') +
      path('bs', 'e1') +
      path('be', 'e2'),
    signal('sig', 'x-evc-s'),
  );
  return {
    name: 'event subprocesses of every kind in a called process',
    steps: [
      deploy(child, file),
      create('x-evc', { key: 'k' }),
      publish('x-evc-m', 'k', { variables: { by: 'message' } }),
      advance(11 * MINUTE),
      broadcast('x-evc-s', { by: 'signal' }),
      complete('x-evc-w'),
      complete('x-evc-m'),
      complete('x-evc-t'),
      complete('x-evc-s'),
      complete('x-evc-e'),
      throwError('x-evc-w2', 'X', { variables: { by: 'error' } }),
      complete('x-evc-x'),
      create('x-evc', { key: 'l' }),
      publish('x-evc-m', 'l'),
      throwError('x-evc-m', 'other'),
      create('x-evc', { key: 'n' }),
      { do: 'cancel', root: true },
    ],
  };
}

/** One process with a start event of every kind, and its next version without. */
function starts(): Script {
  const file = bpmn(
    'x-ev-starts',
    element('startEvent', 'none') +
      element('startEvent', 'm', '', messageEvent('msg')) +
      element('startEvent', 's1', '', signalEvent('sig1')) +
      element('startEvent', 's2', '', signalEvent('sig2')) +
      element('startEvent', 't', '', timerEvent('timeCycle', 'R2/PT10M')) +
      task('w', 'x-evs-w') +
      end() +
      ['none', 'm', 's1', 's2', 't'].map((id) => flow(id, 'w')).join('') +
      path('w', 'end'),
    message('msg', 'x-evs-m') + signal('sig1', 'x-evs-1') + signal('sig2', 'x-evs-2'),
  );
  const next = bpmn('x-ev-starts', start('none') + end() + path('none', 'end'));
  return {
    name: 'start events of every kind in one process',
    steps: [
      deploy(file),
      create('x-ev-starts'),
      complete('x-evs-w'),
      publish('x-evs-m', '', { variables: { by: 'm' } }),
      complete('x-evs-w'),
      broadcast('x-evs-1', { by: 1 }),
      broadcast('x-evs-2', { by: 2 }),
      complete('x-evs-w'),
      complete('x-evs-w'),
      advance(11 * MINUTE),
      complete('x-evs-w'),
      deploy(next),
      publish('x-evs-m', '', { variables: { by: 'm' } }),
      broadcast('x-evs-1'),
      advance(11 * MINUTE),
    ],
  };
}

/** Terminate end events where tokens are on several paths. */
function terminates(): Script {
  const inner =
    start('ss') +
    element('inclusiveGateway', 'f') +
    task('a', 'x-evt-a') +
    task('b', 'x-evt-b') +
    element('inclusiveGateway', 'j') +
    element('endEvent', 'te', '', terminateEvent) +
    path('ss', 'f') +
    flow('f', 'a', '=true') +
    flow('f', 'b', '=true') +
    path('a', 'j', 'te') +
    path('b', 'j');
  const file = bpmn(
    'x-ev-terminates',
    start() +
      element('parallelGateway', 'fork') +
      element('subProcess', 'sp', '', inner) +
      boundary('bm', 'sp', messageEvent('msg'), false) +
      task('w', 'x-evt-w') +
      end() +
      element('endEvent', 'all', '', terminateEvent) +
      end('e3') +
      path('start', 'fork', 'sp', 'end') +
      path('fork', 'w', 'all') +
      path('bm', 'e3') +
      handler(
        'h',
        signalEvent('sig'),
        false,
        task('hw', 'x-evt-h') + path('hs', 'hw', 'he'),
        element('endEvent', 'he', '', terminateEvent),
      ),
    message('msg', 'x-evt-m', '="k"') + signal('sig', 'x-evt-s'),
  );
  return {
    name: 'terminate end events in subprocesses, event subprocesses and the process',
    steps: [
      deploy(file),
      create('x-ev-terminates'),
      complete('x-evt-a'),
      publish('x-evt-m', 'k'),
      complete('x-evt-b'),
      broadcast('x-evt-s'),
      broadcast('x-evt-s'),
      complete('x-evt-h'),
      complete('x-evt-w'),
    ],
  };
}

/** Boundary events of every kind on activities of every kind. */
function boundaries(): Script {
  const events = (id: string): string =>
    boundary(`${id}m`, id, messageEvent(`m${id}`), false) +
    boundary(`${id}s`, id, signalEvent('sig')) +
    boundary(`${id}t`, id, timerEvent('timeDate', '=date'), false) +
    [`${id}m`, `${id}s`, `${id}t`].map((event) => end(`${event}e`) + path(event, `${event}e`)).join('');
  const file = bpmn(
    'x-ev-boundaries',
    start() +
      element('parallelGateway', 'fork') +
      task('a', 'x-evb-a', '', 'sendTask') +
      task('b', 'x-evb-b', '', 'businessRuleTask') +
      element('userTask', 'c') +
      element('receiveTask', 'd', '', '', 'messageRef="mr"') +
      element('task', 'u') +
      boundary('us', 'u', signalEvent('sig')) +
      end() +
      end('use') +
      path('us', 'use') +
      path('start', 'fork') +
      ['a', 'b', 'c', 'd', 'u'].map((id) => path('fork', id, 'end')).join('') +
      ['a', 'b', 'c', 'd'].map(events).join(''),
    ['a', 'b', 'c', 'd'].map((id) => message(`m${id}`, `x-evb-${id}`, '="k"')).join('') +
      message('mr', 'x-evb-r', '="k"') +
      signal('sig', 'x-evb-s'),
  );
  return {
    name: 'boundary events of every kind on activities of every kind',
    steps: [
      deploy(file),
      create('x-ev-boundaries', { date: '2020-01-01T00:00:00Z' }),
      publish('x-evb-b', 'k', { variables: { b: 1 } }),
      publish('x-evb-d', 'k'),
      complete('x-evb-a'),
      publish('x-evb-r', 'k'),
      broadcast('x-evb-s', { ended: true }),
      create('x-ev-boundaries', { date: '2020-01-01T00:00:00Z' }),
      cancel,
    ],
  };
}

export const eventsScripts: readonly Script[] = [cron, inCalled, starts, terminates, boundaries].map(
  withOwnIds,
);

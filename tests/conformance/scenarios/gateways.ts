/** Exclusive, parallel, inclusive and event-based gateways. */
import {
  bpmn,
  element,
  end,
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
  MINUTE,
  publish,
  resolve,
  set,
  type Script,
} from '../kit/steps';

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
    name: 'an exclusive gateway takes the last true flow',
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
    name: 'a condition that is false or null is an incident of the gateway',
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
  return {
    name: 'a fork starts with the last flow and a join waits for all',
    steps: [deploy(file), create('x-parallel'), complete('x-c')],
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
    name: 'a loop of exclusive gateways runs every token',
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

function eventBased(): Script {
  const caught = (id: string, definition: string, extensions = ''): string =>
    element('intermediateCatchEvent', id, extensions, definition);
  const file = bpmn(
    'x-event-based',
    start() +
      element('eventBasedGateway', 'g') +
      caught('m', messageEvent('m1'), mappings({ output: { got: '=v' } })) +
      caught('n', messageEvent('m2')) +
      caught('d', timerEvent('timeDuration', '=wait')) +
      end('e1') +
      end('e2') +
      end('e3') +
      path('start', 'g', 'm', 'e1') +
      path('g', 'n', 'e2') +
      path('g', 'd', 'e3'),
    message('m1', 'x-ebg-one', '=key') + message('m2', 'x-ebg-two', '=key'),
  );
  return {
    name: 'an event-based gateway goes where the first event is',
    steps: [
      deploy(file),
      create('x-event-based', { key: 'k', wait: 'PT5M' }),
      publish('x-ebg-one', 'k', { variables: { v: 1 } }),
      create('x-event-based', { key: 'k', wait: 'PT5M' }),
      publish('x-ebg-two', 'k', { variables: { w: 1 } }),
      create('x-event-based', { key: 'k', wait: 'PT5M' }),
      advance(6 * MINUTE),
      create('x-event-based', { key: 'k', wait: 'later' }),
      set('x-event-based', { wait: 'PT1M' }),
      resolve,
      cancel,
    ],
  };
}

function inclusive(): Script {
  const file = bpmn(
    'x-inclusive',
    start() +
      element('inclusiveGateway', 'fork', '', '', 'default="fd"') +
      task('a', 'x-inc-a') +
      task('b', 'x-inc-b') +
      task('c', 'x-inc-c') +
      element('inclusiveGateway', 'join') +
      end() +
      flow('start', 'fork') +
      flow('fork', 'a', '=n > 1', 'fa') +
      flow('fork', 'b', '=n > 2', 'fb') +
      flow('fork', 'c', '=n < 0', 'fd') +
      path('a', 'join', 'end') +
      path('b', 'join') +
      path('c', 'join'),
  );
  return {
    name: 'an inclusive gateway takes every true flow and joins them',
    steps: [
      deploy(file),
      create('x-inclusive', { n: 5 }),
      complete('x-inc-a'),
      complete('x-inc-b'),
      create('x-inclusive', { n: 2 }),
      complete('x-inc-a'),
      create('x-inclusive', { n: 0 }),
      complete('x-inc-c'),
      create('x-inclusive', { n: 5 }),
      cancel,
      create('x-inclusive', { n: 'x' }),
      set('x-inclusive', { n: 2 }),
      resolve,
      complete('x-inc-a'),
    ],
  };
}

/** A conditional fork without default; a path that leads to the join only by a boundary event's way. */
function inclusiveWithout(): Script {
  const file = bpmn(
    'x-inclusive-bare',
    start() +
      element('inclusiveGateway', 'fork') +
      element('task', 'a') +
      task('b', 'x-bare-b') +
      element('exclusiveGateway', 'x', '', '', 'default="fx"') +
      element('inclusiveGateway', 'join') +
      end() +
      end('aside') +
      flow('start', 'fork') +
      flow('fork', 'a', '=n > 1', 'fa') +
      flow('fork', 'b', '=n > 0', 'fb') +
      path('a', 'join', 'end') +
      path('b', 'x') +
      flow('x', 'aside', undefined, 'fx') +
      flow('x', 'join', '=n > 5', 'fj'),
  );
  return {
    name: 'an inclusive gateway without default flow and a join that is missed',
    steps: [
      deploy(file),
      create('x-inclusive-bare', { n: 0 }),
      set('x-inclusive-bare', { n: 1 }),
      resolve,
      complete('x-bare-b'),
      create('x-inclusive-bare', { n: 6 }),
      complete('x-bare-b'),
      create('x-inclusive-bare', { n: 2 }),
      complete('x-bare-b'),
      cancel,
    ],
  };
}

export const gatewaysScripts: readonly Script[] = [
  exclusive,
  conditions,
  parallel,
  loops,
  eventBased,
  inclusive,
  inclusiveWithout,
].map(withOwnIds);

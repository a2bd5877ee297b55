/** Event-based and inclusive gateways. */
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
} from '../../kit/bpmn';
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
} from '../steps';

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
    name: 'event-based',
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
    name: 'inclusive',
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
    name: 'inclusive-bare',
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

export const gatewayScripts: readonly Script[] = [eventBased, inclusive, inclusiveWithout].map(withOwnIds);

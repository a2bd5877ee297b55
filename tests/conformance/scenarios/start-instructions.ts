/** Instances that start at elements of the caller's choice. */
import {
  boundary,
  bpmn,
  element,
  end,
  flow,
  mappings,
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
  cancel,
  complete,
  create,
  createAt,
  deploy,
  line,
  MINUTE,
  publish,
  refused,
  type Script,
} from '../kit/steps';

function elements(): Script {
  const file = bpmn(
    'x-start-at',
    start() +
      task('a', 'x-sa-a') +
      task('b', 'x-sa-b', mappings({ input: { i: '=v' } })) +
      element('parallelGateway', 'join') +
      end() +
      path('start', 'a', 'join', 'end') +
      path('start', 'b', 'join'),
  );
  return {
    name: 'an instance starts at the elements that are asked for',
    steps: [
      deploy(file),
      createAt('x-start-at', ['b'], { v: 1 }),
      complete('x-sa-b'),
      cancel,
      createAt('x-start-at', ['a', 'b'], { v: 2 }),
      complete('x-sa-b'),
      complete('x-sa-a'),
      createAt('x-start-at', ['a', 'a'], { v: 3 }),
      cancel,
      createAt('x-start-at', ['end']),
      refused(createAt('x-start-at', ['b', 'nowhere'])),
    ],
  };
}

function scopes(): Script {
  const inner = element(
    'subProcess',
    'inner',
    mappings({ input: { local: '=v' } }),
    start('s2') + task('t2', 'x-sas-2') + end('e2') + path('s2', 't2', 'e2'),
  );
  const aside = element(
    'subProcess',
    'aside',
    '',
    element('startEvent', 'as', '', messageEvent('m'), 'isInterrupting="false"') +
      task('at', 'x-sas-at') +
      path('as', 'at'),
    'triggeredByEvent="true"',
  );
  const file = bpmn(
    'x-start-scopes',
    start() +
      element(
        'subProcess',
        'outer',
        '',
        start('s1') + inner + task('t1', 'x-sas-1') + end('e1') + path('s1', 'inner', 't1', 'e1') + aside,
      ) +
      boundary('late', 'outer', timerEvent('timeDuration', 'PT1M'), false) +
      end() +
      end('el') +
      path('start', 'outer', 'end') +
      path('late', 'el'),
    message('m', 'x-sas-m', '=k'),
  );
  return {
    name: 'scopes around the elements to start at are activated with their events',
    steps: [
      deploy(file),
      createAt('x-start-scopes', ['t2'], { k: 'key', v: 5 }),
      publish('x-sas-m', 'key'),
      complete('x-sas-at'),
      advance(2 * MINUTE),
      complete('x-sas-2'),
      complete('x-sas-1'),
      createAt('x-start-scopes', ['t2', 't1'], { k: 'key2' }),
      complete('x-sas-1'),
      complete('x-sas-2'),
      complete('x-sas-1'),
      createAt('x-start-scopes', ['at'], { k: 'key3' }),
      complete('x-sas-at'),
      createAt('x-start-scopes', ['outer'], { k: 'key4' }),
      cancel,
      refused(createAt('x-start-scopes', ['t2'], {})),
    ],
  };
}

function refusals(): Script {
  const file = bpmn(
    'x-start-refused',
    element('startEvent', 'start', '', messageEvent('m')) +
      task('a', 'x-sr-a') +
      boundary('bound', 'a', timerEvent('timeDuration', 'PT1M')) +
      element('eventBasedGateway', 'g') +
      element('intermediateCatchEvent', 'c', '', signalEvent('s')) +
      element('intermediateCatchEvent', 'd', '', timerEvent('timeDuration', 'PT1M')) +
      end() +
      element('endEvent', 'stop', '', terminateEvent) +
      path('start', 'a', 'g', 'c', 'end') +
      path('g', 'd', 'end') +
      path('bound', 'stop'),
    message('m', 'x-sr-m') + signal('s', 'x-sr-s'),
  );
  return {
    name: 'an instance does not start behind an event-based gateway, nor where nothing is',
    steps: [
      deploy(file),
      refused(create('x-start-refused')),
      refused(createAt('x-start-refused', ['zz', 'c'])),
      refused(createAt('x-start-refused', ['a', 'c'])),
      createAt('x-start-refused', ['g']),
      advance(2 * MINUTE),
      createAt('x-start-refused', ['a']),
      advance(2 * MINUTE),
    ],
  };
}

/** Every kind of gateway, forking and joining, in the process and in a subprocess, and with another token under way. */
function gateways(): Script {
  const always = (source: string, target: string) => flow(source, target, '=true');
  const inner = element(
    'subProcess',
    'sub',
    '',
    start('s1') +
      element('parallelGateway', 'innerFork') +
      task('i1', 'x-sg-i1') +
      task('i2', 'x-sg-i2') +
      element('parallelGateway', 'innerJoin') +
      end('e1') +
      path('s1', 'innerFork', 'i1', 'innerJoin', 'e1') +
      path('innerFork', 'i2', 'innerJoin'),
  );
  const file = bpmn(
    'x-start-gateways',
    start() +
      element('parallelGateway', 'fork') +
      task('a', 'x-sg-a') +
      task('b', 'x-sg-b') +
      element('parallelGateway', 'join') +
      element('inclusiveGateway', 'some') +
      task('c', 'x-sg-c') +
      task('d', 'x-sg-d') +
      element('inclusiveGateway', 'meet') +
      element('exclusiveGateway', 'one') +
      inner +
      end() +
      path('start', 'fork', 'a', 'join', 'some') +
      path('fork', 'b', 'join') +
      always('some', 'c') +
      always('some', 'd') +
      path('c', 'meet', 'one') +
      path('d', 'meet') +
      path('one', 'sub', 'end'),
  );
  return {
    name: 'an instance starts at gateways',
    steps: [
      deploy(file),
      createAt('x-start-gateways', ['fork']),
      complete('x-sg-a'),
      complete('x-sg-b'),
      cancel,
      createAt('x-start-gateways', ['join']),
      cancel,
      createAt('x-start-gateways', ['some']),
      cancel,
      createAt('x-start-gateways', ['meet']),
      cancel,
      createAt('x-start-gateways', ['one']),
      cancel,
      createAt('x-start-gateways', ['innerFork']),
      cancel,
      createAt('x-start-gateways', ['innerJoin']),
      createAt('x-start-gateways', ['a', 'join']),
      complete('x-sg-a'),
      cancel,
      createAt('x-start-gateways', ['c', 'meet']),
      complete('x-sg-c'),
      cancel,
    ],
  };
}

function references(): Script {
  return {
    name: 'the reference of an operation is on every record that it brings about',
    steps: [
      deploy(line('x-reference', [['t', task('t', 'x-ref')]])),
      { do: 'create', id: 'x-reference', variables: { a: 1 }, reference: 77 },
      complete('x-ref'),
    ],
  };
}

export const startInstructionsScripts: readonly Script[] = [
  elements,
  scopes,
  refusals,
  gateways,
  references,
].map(withOwnIds);

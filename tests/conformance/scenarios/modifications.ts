/** Process instance modification. */
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
  signal,
  signalEvent,
  start,
  task,
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
  fail,
  line,
  MINUTE,
  modify,
  publish,
  refused,
  throwError,
  type Script,
} from '../kit/steps';

function moves(): Script {
  const file = bpmn(
    'x-mod',
    start() +
      task('a', 'x-mod-a') +
      boundary('late', 'a', timerEvent('timeDuration', 'PT1M'), false) +
      boundary('called', 'a', messageEvent('m')) +
      task('b', 'x-mod-b', mappings({ input: { i: '=v' }, output: { o: '=i' } })) +
      element('parallelGateway', 'join') +
      end() +
      end('el') +
      path('start', 'a', 'join', 'end') +
      path('start', 'b', 'join') +
      path('late', 'el') +
      path('called', 'el'),
    message('m', 'x-mod-m', '=k'),
  );
  return {
    name: 'a modification activates and terminates elements',
    steps: [
      deploy(file),
      create('x-mod', { k: 'k', v: 1 }),
      modify(['b'], ['a']),
      modify([
        'a',
        { element: 'b', variables: [{ variables: { v: 7 } }, { scope: 'b', variables: { w: 8 } }] },
      ]),
      modify([], ['b']),
      complete('x-mod-a'),
      complete('x-mod-b', { r: 1 }),
      cancel,
      create('x-mod', { k: 'k2', v: 2 }),
      modify(['join'], ['a', 'b']),
      create('x-mod', { k: 'k3', v: 2 }),
      modify([], ['a', 'b']),
      create('x-mod', { k: 'k4', v: 2 }),
      modify([], ['x-mod']),
      create('x-mod', { k: 'k5', v: 2 }),
      modify(['end'], ['a'], { reference: 5 }),
      fail('x-mod-b', 0),
      modify(['b'], ['b']),
      complete('x-mod-b'),
      cancel,
      refused(modify(['a'])),
    ],
  };
}

function scopes(): Script {
  const inner = element(
    'subProcess',
    'inner',
    '',
    start('s2') + task('t2', 'x-ms-2') + end('e2') + path('s2', 't2', 'e2'),
  );
  const aside = element(
    'subProcess',
    'aside',
    '',
    element('startEvent', 'as', '', messageEvent('m'), 'isInterrupting="false"') +
      task('at', 'x-ms-at') +
      path('as', 'at'),
    'triggeredByEvent="true"',
  );
  const file = bpmn(
    'x-mod-scopes',
    start() +
      task('first', 'x-ms-first') +
      element(
        'subProcess',
        'outer',
        mappings({ input: { given: '=v' }, output: { res: '=r' } }),
        start('s1') + inner + task('t1', 'x-ms-1') + end('e1') + path('s1', 'inner', 't1', 'e1') + aside,
      ) +
      boundary('bs', 'outer', signalEvent('s')) +
      end() +
      end('eb') +
      path('start', 'first', 'outer', 'end') +
      path('bs', 'eb'),
    message('m', 'x-ms-m', '=k') + signal('s', 'x-ms-s'),
  );
  return {
    name: 'a modification enters and leaves scopes',
    steps: [
      deploy(file),
      create('x-mod-scopes', { k: 'k', v: 1 }),
      modify(
        [
          {
            element: 't2',
            variables: [
              { variables: { g: 1 } },
              { scope: 'outer', variables: { r: 4 } },
              { scope: 'inner', variables: { n: 5 } },
              { scope: 't2', variables: { l: 6 } },
            ],
          },
        ],
        ['first'],
      ),
      publish('x-ms-m', 'k'),
      modify(['t1'], ['t2']),
      modify(['t2'], ['at']),
      complete('x-ms-2'),
      complete('x-ms-1'),
      complete('x-ms-1'),
      create('x-mod-scopes', { k: 'k2', v: 1 }),
      modify(['t2']),
      modify([{ element: 't2', in: 'outer' }]),
      refused(modify(['t2'])),
      modify([{ element: 't2', in: 'inner' }]),
      modify([{ element: 't2', in: 'x-mod-scopes' }]),
      refused(modify(['t1'])),
      refused(modify([{ element: 't1', in: 'inner' }])),
      modify([], ['outer']),
      refused(modify([], ['outer', 'first'])),
      cancel,
      create('x-mod-scopes', { k: 'k3', v: 1 }),
      modify(['at'], ['first']),
      modify(['aside'], ['at']),
      broadcast('x-ms-s'),
    ],
  };
}

function waiting(): Script {
  const file = bpmn(
    'x-mod-wait',
    start() +
      element('intermediateCatchEvent', 'c', '', messageEvent('m')) +
      element('receiveTask', 'r', '', '', 'messageRef="m"') +
      element('intermediateCatchEvent', 'tm', '', timerEvent('timeDuration', 'PT1M')) +
      element('eventBasedGateway', 'g') +
      element('intermediateCatchEvent', 'gs', '', signalEvent('s')) +
      element('intermediateCatchEvent', 'gt', '', timerEvent('timeDuration', 'PT2M')) +
      end() +
      path('start', 'c', 'r', 'tm', 'g', 'gs', 'end') +
      path('g', 'gt', 'end'),
    message('m', 'x-mw-m', '=k') + signal('s', 'x-mw-s'),
  );
  return {
    name: 'a modification moves among waiting events',
    steps: [
      deploy(file),
      create('x-mod-wait', { k: 'k' }),
      modify(['r'], ['c']),
      modify(['tm'], ['r']),
      modify(['g'], ['tm']),
      modify(['c'], ['g']),
      publish('x-mw-m', 'k'),
      publish('x-mw-m', 'k'),
      advance(MINUTE + 1000),
      broadcast('x-mw-s'),
      create('x-mod-wait', { k: 'k' }),
      refused(modify(['gs'])),
      cancel,
    ],
  };
}

function called(): Script {
  const child = line('x-mod-child', [['ct', task('ct', 'x-mc-ct')]]);
  const parent = bpmn(
    'x-mod-parent',
    start() +
      element('callActivity', 'call', '<zeebe:calledElement processId="x-mod-child" />') +
      task('other', 'x-mc-other') +
      end() +
      path('start', 'call', 'end') +
      path('other', 'end'),
  );
  return {
    name: 'a modification ends a called process with its caller only',
    steps: [
      deploy(child, parent),
      create('x-mod-parent'),
      refused(modify([], ['ct'])),
      modify(['ct'], ['ct']),
      modify(['other'], ['call'], { root: true }),
      complete('x-mc-other'),
      create('x-mod-parent'),
      modify(['call'], [], { root: true }),
      complete('x-mc-ct'),
      complete('x-mc-ct'),
    ],
  };
}

function interrupted(): Script {
  const handler = element(
    'subProcess',
    'handler',
    '',
    element('startEvent', 'hs', '', errorEvent('e')) + task('ht', 'x-mi-ht') + path('hs', 'ht'),
    'triggeredByEvent="true"',
  );
  const file = bpmn(
    'x-mod-interrupted',
    start() + task('a', 'x-mi-a') + end() + path('start', 'a', 'end') + handler,
    error('e', 'E'),
  );
  return {
    name: 'a modification activates elements of an interrupted scope',
    steps: [
      deploy(file),
      create('x-mod-interrupted'),
      throwError('x-mi-a', 'E'),
      modify(['a']),
      complete('x-mi-a'),
      complete('x-mi-ht'),
      create('x-mod-interrupted'),
      throwError('x-mi-a', 'E'),
      modify(['a'], ['ht']),
      complete('x-mi-a'),
    ],
  };
}

function refusals(): Script {
  const file = bpmn(
    'x-mod-refused',
    start() +
      task('a', 'x-mr-a') +
      boundary('bound', 'a', messageEvent('m')) +
      element('subProcess', 'sub', '', start('s1') + task('t1', 'x-mr-1') + path('s1', 't1')) +
      boundary('sb', 'sub', messageEvent('m2')) +
      end() +
      end('eb') +
      path('start', 'a', 'sub', 'end') +
      path('bound', 'eb') +
      path('sb', 'eb'),
    message('m', 'x-mr-m', '=k') + message('m2', 'x-mr-m2', '=nothing'),
  );
  return {
    name: 'a modification is refused with every element at fault',
    steps: [
      deploy(file),
      create('x-mod-refused', { k: 'k' }),
      refused(modify(['zz', 'yy', 'zz'])),
      refused(modify(['start', 'bound'])),
      refused(modify(['a'], ['t1', 'sub'])),
      refused(modify([{ element: 'a', variables: [{ scope: 'zz', variables: {} }] }])),
      refused(modify([{ element: 'a', variables: [{ scope: 'sub', variables: {} }] }])),
      refused(modify([{ element: 't1', in: 'sub' }])),
      refused(modify(['t1'])),
      modify([], []),
      modify(['a', 'a']),
      refused(modify([{ element: 't1', in: 'a' }])),
      cancel,
      create('x-mod-refused', { k: 'k' }),
      create('x-mod-refused', { k: 'k2' }),
      cancel,
      cancel,
    ],
  };
}

function multiInstances(): Script {
  const loop = (collection: string): string =>
    `<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="${collection}" inputElement="item" /></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>`;
  const file = bpmn(
    'x-mod-loop',
    start() +
      task('a', 'x-ml-a') +
      element(
        'subProcess',
        'each',
        '',
        loop('=items') +
          start('s1') +
          task('t1', 'x-ml-1') +
          task('t2', 'x-ml-2') +
          end('e1') +
          path('s1', 't1', 't2', 'e1'),
      ) +
      end() +
      path('start', 'a', 'each', 'end'),
  );
  return {
    name: 'a modification makes whole multi-instances only',
    steps: [
      deploy(file),
      create('x-mod-loop', { items: [1, 2] }),
      refused(modify(['t1'])),
      refused({ do: 'create', id: 'x-mod-loop', variables: { items: [1] }, at: ['t1'] }),
      modify(['each'], ['a']),
      refused(modify(['t2'])),
      modify([{ element: 't2', in: 'each' }]),
      modify([], ['t2']),
      complete('x-ml-1'),
      complete('x-ml-2'),
      complete('x-ml-1'),
      complete('x-ml-2'),
      { do: 'create', id: 'x-mod-loop', variables: { items: [7] }, at: ['each'] },
      cancel,
    ],
  };
}

function gateways(): Script {
  const file = bpmn(
    'x-mod-gateways',
    start() +
      task('first', 'x-mg-first') +
      element('parallelGateway', 'fork') +
      task('a', 'x-mg-a') +
      task('b', 'x-mg-b') +
      element('parallelGateway', 'join') +
      element('inclusiveGateway', 'some') +
      task('c', 'x-mg-c') +
      task('d', 'x-mg-d') +
      element('inclusiveGateway', 'meet') +
      task('last', 'x-mg-last') +
      end() +
      path('start', 'first', 'fork', 'a', 'join', 'some') +
      path('fork', 'b', 'join') +
      flow('some', 'c', '=true') +
      flow('some', 'd', '=true') +
      path('c', 'meet', 'last', 'end') +
      path('d', 'meet'),
  );
  return {
    name: 'a modification activates gateways',
    steps: [
      deploy(file),
      create('x-mod-gateways'),
      modify(['fork']),
      modify(['join']),
      modify(['some']),
      modify(['meet']),
      complete('x-mg-a'),
      modify(['join']),
      complete('x-mg-b'),
      cancel,
      create('x-mod-gateways'),
      modify(['meet'], ['first']),
      cancel,
    ],
  };
}

export const modificationsScripts: readonly Script[] = [
  moves,
  gateways,
  scopes,
  waiting,
  called,
  interrupted,
  refusals,
  multiInstances,
].map(withOwnIds);

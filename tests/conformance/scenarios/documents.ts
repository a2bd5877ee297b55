/** Which variables are written where, and what mappings do with them. */
import {
  boundary,
  bpmn,
  element,
  end,
  errorEvent,
  mappings,
  message,
  messageEvent,
  path,
  start,
  task,
  withOwnIds,
} from '../../engine/kit/bpmn';
import {
  complete,
  create,
  deploy,
  fail,
  line,
  publish,
  repair,
  set,
  throwError,
  type Script,
} from '../kit/steps';

function jobDocument(): Script {
  const inner =
    start('ss') +
    task('t', 'dc-order', mappings({ input: { zz: '=1', a: '="é"', b: '=n' } })) +
    path('ss', 't');
  const file = line('dc-order', [
    [
      'sp',
      element('subProcess', 'sp', mappings({ input: { long: '=[1, {k: null}]', q: '=n', b: '=0' } }), inner),
    ],
  ]);
  const show = { do: 'activate', type: 'dc-order', show: true } as const;
  return {
    name: 'the variables of a job come innermost scope first, short names first',
    steps: [
      deploy(file),
      create('dc-order', { n: 1.5, bb: true, aa: 'x', c: null, long: 'outer' }),
      show,
      { do: 'completeLast' },
      create('dc-order', { n: 1, other: 2 }),
      { ...show, fetch: ['other', 'q', 'b', 'absent'] },
      { do: 'completeLast' },
    ],
  };
}

function headers(): Script {
  const extensions =
    '<zeebe:taskHeaders><zeebe:header key="zz" value="1" /><zeebe:header key="a" value="é" /><zeebe:header key="b" value="&quot;q&quot;" /></zeebe:taskHeaders>';
  const file = line('dc-headers', [['t', task('t', 'dc-headers', extensions)]]);
  return {
    name: 'the headers of a job are texts',
    steps: [
      deploy(file),
      create('dc-headers'),
      { do: 'activate', type: 'dc-headers', show: true },
      { do: 'completeLast' },
    ],
  };
}

function unchanged(): Script {
  const file = line('dc-same', [['t', task('t', 'dc-same')]]);
  return {
    name: 'a value that does not change writes no event',
    steps: [
      deploy(file),
      create('dc-same', { n: 1, list: [1, { a: 2 }], text: 'é' }),
      set('dc-same', { n: 1, list: [1, { a: 2 }], text: 'é' }),
      set('dc-same', { n: 1.0, list: [1, { a: 3 }], text: 'e' }),
      complete('dc-same', { n: 1 }),
    ],
  };
}

function ignoredMappings(): Script {
  const both = mappings({ input: { i: '=1' }, output: { o: '=2' } });
  const file = bpmn(
    'dc-ignored',
    start() +
      element('manualTask', 'm', both) +
      element('task', 'u', both) +
      element('intermediateThrowEvent', 'n', both) +
      element('endEvent', 'end', both) +
      path('start', 'm', 'u', 'n', 'end'),
  );
  return {
    name: 'manual and undefined tasks ignore mappings, events their inputs',
    steps: [deploy(file), create('dc-ignored')],
  };
}

function oneContext(): Script {
  const file = line('dc-context', [
    [
      't',
      task(
        't',
        'dc-context',
        mappings({
          input: { a: '=n', b: '=a + 1', 'c.d': '=b', 'c.e': '=c.d + 1', n: '=c' },
          output: { r: '=n', s: '=r', 'o.p': '=s', 'o.q': '=o.p' },
        }),
      ),
    ],
  ]);
  return {
    name: 'later mappings of an element see the earlier ones',
    steps: [deploy(file), create('dc-context', { n: 1, o: { z: 0 } }), complete('dc-context', { n: 7 })],
  };
}

function localWithOutputs(): Script {
  const file = line('dc-local', [
    ['a', task('a', 'dc-local-a', mappings({ output: { kept: '=r' } }))],
    ['b', task('b', 'dc-local-b', mappings({ input: { r: '=n' } }))],
    ['c', task('c', 'dc-local-c')],
  ]);
  return {
    name: 'the variables of a job stay local where there are outputs or inputs of their names',
    steps: [
      deploy(file),
      create('dc-local', { n: 1 }),
      complete('dc-local-a', { r: 2, n: 3 }),
      complete('dc-local-b', { r: 4, other: 5 }),
      complete('dc-local-c', { n: 6, r: 7 }),
    ],
  };
}

function boundaryOutputs(): Script {
  const file = bpmn(
    'dc-boundary',
    start() +
      task('t', 'dc-boundary', mappings({ input: { local: '=1' } })) +
      element(
        'boundaryEvent',
        'b',
        mappings({ output: { got: '=v', hidden: '=local', n: '=n + 1' } }),
        messageEvent('m1'),
        'attachedToRef="t"',
      ) +
      boundary('e', 't', errorEvent()) +
      end() +
      end('x') +
      end('y') +
      path('start', 't', 'end') +
      path('b', 'x') +
      path('e', 'y'),
    message('m1', 'dc-boundary', '="k"'),
  );
  return {
    name: 'the outputs of a boundary event do not see the locals of its activity',
    steps: [
      deploy(file),
      create('dc-boundary', { n: 1 }),
      publish('dc-boundary', 'k', { variables: { v: 5, local: 9 } }),
      create('dc-boundary', { n: 1 }),
      throwError('dc-boundary', 'E', { variables: { v: 5, local: 9, n: 3 } }),
    ],
  };
}

function failedJobVariables(): Script {
  const file = line('dc-failed', [['t', task('t', 'dc-failed', mappings({ input: { seen: '=false' } }))]]);
  return {
    name: 'the variables of a failed job are written in the scope of its task',
    steps: [
      deploy(file),
      create('dc-failed', { n: 1 }),
      fail('dc-failed', 1, { variables: { n: 2, seen: true, fresh: [1] } }),
      fail('dc-failed', 0, { message: 'why', variables: { n: 3 } }),
      repair,
      complete('dc-failed', { done: true }),
    ],
  };
}

function setLocally(): Script {
  const file = line('dc-set', [
    [
      'sp',
      element(
        'subProcess',
        'sp',
        '',
        start('ss') + task('t', 'dc-set', mappings({ input: { l: '=1' } })) + path('ss', 't'),
      ),
    ],
  ]);
  return {
    name: 'variables set in a scope go up to where they are known, or stay when local',
    steps: [
      deploy(file),
      create('dc-set', { n: 1 }),
      set('t', { n: 2, l: 2, fresh: 3 }),
      set('t', { n: 4 }, true),
      set('t', { n: 5, fresh: 5 }),
      set('sp', { n: 6, mine: null }, true),
      set('sp', { mine: 7, n: 8 }),
      set('t', {}),
      complete('dc-set'),
    ],
  };
}

function nullInputs(): Script {
  const file = line('dc-null', [
    [
      't',
      task(
        't',
        'dc-null',
        mappings({
          input: { a: '=missing', b: '=missing.deep', c: '=null', d: '=n.x' },
          output: { e: '=nothing' },
        }),
      ),
    ],
  ]);
  return {
    name: 'mappings of what is missing are null',
    steps: [deploy(file), create('dc-null', { n: 3 }), complete('dc-null')],
  };
}

function nestedTargets(): Script {
  const file = line('dc-nested', [
    [
      't',
      task(
        't',
        'dc-nested',
        mappings({
          input: { 'p.a': '=1', p: '={z: 0}', 'p.b': '=2' },
          output: { 'n.x': '=1', 'n.y.z': '=2', text: '=n' },
        }),
      ),
    ],
  ]);
  return {
    name: 'nested targets merge into what is there, or replace it',
    steps: [
      deploy(file),
      create('dc-nested', { n: { x: 0, w: 1 } }),
      complete('dc-nested'),
      create('dc-nested', { n: 'no context' }),
      complete('dc-nested'),
    ],
  };
}

export const documentsScripts: readonly Script[] = [
  jobDocument,
  headers,
  unchanged,
  ignoredMappings,
  oneContext,
  localWithOutputs,
  boundaryOutputs,
  failedJobVariables,
  setLocally,
  nullInputs,
  nestedTargets,
].map(withOwnIds);

/** Variables, mappings, and the incidents they make. */
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
  timerEvent,
  withOwnIds,
} from '../../engine/kit/bpmn';
import {
  advance,
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

function ioMappings(): Script {
  const file = line('x-mappings', [
    ['m', element('manualTask', 'm', mappings({ input: { no: '=1' }, output: { no: '=1' } }))],
    [
      't',
      task(
        't',
        'x-map',
        mappings({
          input: { a: '=x.y', b: '=a + 1', c: 'text', 'd.e': '=b', 'd.f': '=1' },
          output: { r: '=s.t', 'p.q': '=r' },
        }),
      ),
    ],
    ['n', element('intermediateThrowEvent', 'n', mappings({ output: { thrown: '=r' } }))],
    ['u', task('u', 'x-map2', mappings({ input: { z: '=assert(missing, missing != null)' } }))],
  ]);
  return {
    name: 'io mappings are read top down',
    steps: [
      deploy(file),
      create('x-mappings', { x: { y: 1 }, p: { k: 0 } }),
      complete('x-map', { s: { t: [1, 'é', null] } }),
      set('x-mappings', { missing: false }),
      resolve,
      complete('x-map2', { y: 1.5 }),
    ],
  };
}

function scriptTasks(): Script {
  const script = '<zeebe:script expression="=for i in items return i * 2" resultVariable="doubled" />';
  const failing = '<zeebe:script expression="=assert(guard, guard)" resultVariable="ok" />';
  const file = line('x-script', [
    ['s', element('scriptTask', 's', script)],
    [
      'f',
      element('scriptTask', 'f', failing + mappings({ input: { guard: '=g' }, output: { checked: '=ok' } })),
    ],
  ]);
  return {
    name: 'script tasks write their result variable',
    steps: [
      deploy(file),
      create('x-script', { items: [1, 2], g: false }),
      set('x-script', { g: true }),
      resolve,
    ],
  };
}

function variables(): Script {
  const file = line('x-variables', [['t', task('t', 'x-var', mappings({ input: { local: '=1' } }))]]);
  return {
    name: 'variables are written where they are found',
    steps: [
      deploy(file),
      create('x-variables', { top: 1 }),
      set('t', { local: 2 }),
      set('t', { top: 2 }),
      set('t', { fresh: 1 }),
      set('t', { local: 2 }),
      set('t', { top: 3 }, true),
      set('t', { top: 4 }),
      set('x-variables', { top: 5 }),
      complete('x-var', { top: 6 }),
    ],
  };
}

function outputIncident(): Script {
  const file = line('x-output', [
    ['t', task('t', 'x-out', mappings({ output: { r: '=assert(s, s != null)' } }))],
    [
      'sp',
      element(
        'subProcess',
        'sp',
        mappings({ output: { q: '=assert(w, w != null)' } }),
        `${start('ss')}${end('se')}${path('ss', 'se')}`,
      ),
    ],
  ]);
  return {
    name: 'output mappings that fail are incidents of the completion',
    steps: [
      deploy(file),
      create('x-output'),
      complete('x-out', { other: 1 }),
      set('t', { s: 2 }, true),
      resolve,
      set('x-output', { w: { k: [true, null, 'é'] } }),
      resolve,
    ],
  };
}

function boundaryIncidents(): Script {
  const file = bpmn(
    'x-boundary-incidents',
    start() +
      task('t', 'x-bi', mappings({ input: { a: '=1' } })) +
      boundary('bm', 't', messageEvent('m1')) +
      boundary('bt', 't', timerEvent('timeDuration', 'PT1M'), false) +
      end() +
      end('e1') +
      end('e2') +
      path('start', 't', 'end') +
      path('bm', 'e1') +
      path('bt', 'e2'),
    message('m1', '=name', '=key'),
  );
  return {
    name: 'boundary events whose expressions fail are incidents of their activity',
    steps: [
      deploy(file),
      create('x-boundary-incidents', { name: 'x-bi-m' }),
      set('x-boundary-incidents', { key: ['list'] }),
      resolve,
      set('x-boundary-incidents', { key: 'k', name: 7 }),
      resolve,
      set('x-boundary-incidents', { name: 'x-bi-m' }),
      resolve,
      advance(2 * MINUTE),
      publish('x-bi-m', 'k', { variables: { from: 'message' } }),
    ],
  };
}

export const variablesScripts: readonly Script[] = [
  ioMappings,
  scriptTasks,
  variables,
  outputIncident,
  boundaryIncidents,
].map(withOwnIds);

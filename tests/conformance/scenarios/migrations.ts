/** Process instance migration. */
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
  type BpmnFile,
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
  migrate,
  MINUTE,
  publish,
  refused,
  resolve,
  set,
  throwError,
  type Script,
} from '../kit/steps';

function tasks(): Script {
  const sub = (id: string, inner: string): string =>
    element(
      'subProcess',
      id,
      '',
      start(`${id}_s`) + inner + end(`${id}_e`) + path(`${id}_s`, `${id}_t`, `${id}_e`),
    );
  const from = bpmn(
    'x-mig-from',
    start() +
      task('a', 'x-mig-a', mappings({ input: { l: '=v' } })) +
      element('userTask', 'u') +
      sub('sub', task('sub_t', 'x-mig-sub')) +
      end() +
      path('start', 'a', 'end') +
      path('start', 'u', 'end') +
      path('start', 'sub', 'end'),
  );
  const to = bpmn(
    'x-mig-to',
    start() +
      task('b', 'x-mig-b', mappings({ output: { o: '=l' } })) +
      task('after', 'x-mig-after') +
      element('userTask', 'v') +
      sub('bus', task('bus_t', 'x-mig-bus')) +
      end() +
      path('start', 'b', 'after', 'end') +
      path('start', 'v', 'end') +
      path('start', 'bus', 'end'),
  );
  return {
    name: 'a migrated instance goes on in the other process',
    steps: [
      deploy(from, to),
      create('x-mig-from', { v: 1, w: 'x' }),
      fail('x-mig-sub', 0),
      migrate('x-mig-to', { a: 'b', u: 'v', sub: 'bus', sub_t: 'bus_t' }),
      complete('x-mig-a'),
      complete('x-mig-after'),
      complete('io.camunda.zeebe:userTask'),
      refused(resolve),
      cancel,
    ],
  };
}

function incidents(): Script {
  const from = bpmn(
    'x-mig-inc',
    start() +
      element('exclusiveGateway', 'g') +
      end('e1') +
      end('e2') +
      flow('start', 'g') +
      flow('g', 'e1', '=missing') +
      flow('g', 'e2', '=false'),
  );
  const to = { ...from, content: from.content.replace('=missing', '=true') };
  const taskFrom = line('x-mig-map', [
    ['t', task('t', 'x-mm-t', mappings({ input: { a: '=assert(b, b != null)' } }))],
  ]);
  const taskTo = line('x-mig-map2', [['t2', task('t2', 'x-mm-t2')]]);
  return {
    name: 'a migration takes the incidents along',
    steps: [
      deploy(from),
      create('x-mig-inc'),
      deploy(to),
      migrate('x-mig-inc', { g: 'g' }),
      resolve,
      deploy(taskFrom, taskTo),
      create('x-mig-map'),
      migrate('x-mig-map2', { t: 't2' }),
      resolve,
      complete('x-mm-t2'),
    ],
  };
}

function boundaries(): Script {
  const file = (id: string, suffix: string, events: string): BpmnFile =>
    bpmn(
      id,
      start() +
        task(`t${suffix}`, `x-mb-${id}`) +
        events +
        ['e1', 'e2', 'e3', 'e4', 'e5'].map((name) => end(name)).join('') +
        end() +
        path('start', `t${suffix}`, 'end'),
      message('m', 'x-mb-m', '=k') +
        message('m2', 'x-mb-m2', '=k') +
        signal('s', 'x-mb-s') +
        signal('s2', 'x-mb-s2') +
        error('e', 'E'),
    );
  const from = file(
    'x-mb-from',
    '1',
    boundary('msg', 't1', messageEvent('m'), false) +
      boundary('tmr', 't1', timerEvent('timeDuration', 'PT1M'), false) +
      boundary('sig', 't1', signalEvent('s'), false) +
      boundary('err', 't1', errorEvent('e')) +
      path('msg', 'e1') +
      path('tmr', 'e2') +
      path('sig', 'e3') +
      path('err', 'e4'),
  );
  const to = file(
    'x-mb-to',
    '2',
    boundary('msg2', 't2', messageEvent('m')) +
      boundary('tmr2', 't2', timerEvent('timeDuration', 'PT3M'), false) +
      boundary('sig2', 't2', signalEvent('s2'), false) +
      boundary('more', 't2', messageEvent('m2'), false) +
      path('msg2', 'e1') +
      path('tmr2', 'e2') +
      path('sig2', 'e3') +
      path('more', 'e5'),
  );
  return {
    name: 'a migration keeps the events of the mapping and opens the others',
    steps: [
      deploy(from, to),
      create('x-mb-from', { k: 'k' }),
      migrate('x-mb-to', { t1: 't2', msg: 'msg2', tmr: 'tmr2', sig: 'sig2' }),
      broadcast('x-mb-s'),
      broadcast('x-mb-s2'),
      publish('x-mb-m2', 'k'),
      advance(MINUTE + 1000),
      publish('x-mb-m', 'k'),
      create('x-mb-from', { k: 'k2' }),
      migrate('x-mb-to', { t1: 't2', msg: 'msg2' }),
      broadcast('x-mb-s'),
      advance(4 * MINUTE),
      complete('x-mb-x-mb-from'),
      create('x-mb-from', { k: 'k3' }),
      refused(migrate('x-mb-to', { t1: 't2' }, {})),
      refused(migrate('x-mb-to', { t1: 't2', msg: 'tmr2' })),
      refused(migrate('x-mb-to', { t1: 't2', msg: 'msg2', sig: 'msg2' })),
      refused(migrate('x-mb-to', { t1: 't2', msg: 'e1' })),
      throwError('x-mb-x-mb-from', 'E'),
    ],
  };
}

function waiting(): Script {
  const body = (suffix: string): string =>
    start() +
    element('intermediateCatchEvent', `c${suffix}`, '', messageEvent('m')) +
    element('receiveTask', `r${suffix}`, '', '', 'messageRef="m2"') +
    element(
      'intermediateCatchEvent',
      `tm${suffix}`,
      '',
      timerEvent('timeDuration', suffix === '' ? 'PT1M' : 'PT5M'),
    ) +
    element('intermediateCatchEvent', `sg${suffix}`, '', signalEvent('s')) +
    end() +
    path('start', `c${suffix}`, `r${suffix}`, `tm${suffix}`, `sg${suffix}`, 'end');
  const roots = message('m', 'x-mw-m', '=k') + message('m2', 'x-mw-m2', '=k') + signal('s', 'x-mw-s');
  const from = bpmn('x-mw-from', body(''), roots);
  const to = bpmn('x-mw-to', body('2'), roots);
  const back = migrate('x-mw-from', { c2: 'c', r2: 'r', tm2: 'tm', sg2: 'sg' });
  const forth = migrate('x-mw-to', { c: 'c2', r: 'r2', tm: 'tm2', sg: 'sg2' });
  return {
    name: 'a migration keeps what waits for its event',
    steps: [
      deploy(from, to),
      create('x-mw-from', { k: 'k' }),
      forth,
      publish('x-mw-m', 'k', { variables: { got: 1 } }),
      back,
      publish('x-mw-m2', 'k'),
      forth,
      advance(MINUTE + 1000),
      advance(5 * MINUTE),
      back,
      broadcast('x-mw-s'),
    ],
  };
}

function called(): Script {
  const child = line('x-mc-child', [['ct', task('ct', 'x-mcc-ct')]]);
  const child2 = line('x-mc-child2', [['ct2', task('ct2', 'x-mcc-ct2')]]);
  const caller = (id: string, call: string): BpmnFile =>
    line(id, [[call, element('callActivity', call, '<zeebe:calledElement processId="x-mc-child" />')]]);
  return {
    name: 'a caller and what it calls migrate apart',
    steps: [
      deploy(child, child2, caller('x-mc-parent', 'call'), caller('x-mc-parent2', 'call2')),
      create('x-mc-parent'),
      migrate('x-mc-parent2', { call: 'call2' }, { root: true }),
      migrate('x-mc-child2', { ct: 'ct2' }),
      complete('x-mcc-ct'),
    ],
  };
}

function eventSubprocesses(): Script {
  const sub = (id: string, ref: string, interrupting: boolean): string =>
    element(
      'subProcess',
      id,
      '',
      element('startEvent', `${id}_s`, '', messageEvent(ref), `isInterrupting="${interrupting}"`) +
        task(`${id}_t`, `x-me-${id}`) +
        path(`${id}_s`, `${id}_t`),
      'triggeredByEvent="true"',
    );
  const file = (id: string, suffix: string): BpmnFile =>
    bpmn(
      id,
      start() +
        task(`t${suffix}`, `x-me-t${suffix}`) +
        path('start', `t${suffix}`) +
        sub(`brk${suffix}`, 'm', true) +
        sub(`aside${suffix}`, 'm2', false),
      message('m', 'x-me-m', '=k') + message('m2', 'x-me-m2', '=k'),
    );
  const events = { brk_s: 'brk2_s', aside_s: 'aside2_s' };
  return {
    name: 'a migration takes event subprocesses along',
    steps: [
      deploy(file('x-me-from', ''), file('x-me-to', '2')),
      create('x-me-from', { k: 'k' }),
      publish('x-me-m2', 'k'),
      migrate('x-me-to', { t: 't2', aside: 'aside2', aside_t: 'aside2_t', ...events }),
      publish('x-me-m2', 'k'),
      publish('x-me-m', 'k'),
      complete('x-me-brk2'),
      create('x-me-from', { k: 'k2' }),
      publish('x-me-m', 'k2'),
      migrate('x-me-to', { brk: 'brk2', brk_t: 'brk2_t', ...events }),
      complete('x-me-brk'),
      create('x-me-from', { k: 'k3' }),
      refused(migrate('x-me-to', { t: 't2' })),
      cancel,
      // Zeebe 8.6.0 does not end an interrupting event subprocess whose id the migration changed.
      cancel,
    ],
  };
}

function refusals(): Script {
  const from = bpmn(
    'x-mr-from',
    start() +
      task('a', 'x-mr-a') +
      element('subProcess', 'sub', '', start('s1') + task('t1', 'x-mr-1') + path('s1', 't1')) +
      element('parallelGateway', 'fork') +
      end() +
      path('start', 'fork', 'a', 'end') +
      path('fork', 'sub', 'end'),
  );
  const to = bpmn(
    'x-mr-to',
    start() +
      task('a2', 'x-mr-a2') +
      element('userTask', 'u2') +
      task('t2', 'x-mr-2') +
      element('subProcess', 'sub2', '', start('s2') + task('t3', 'x-mr-3') + path('s2', 't3')) +
      boundary('bound', 'a2', messageEvent('m')) +
      end() +
      path('start', 'a2', 'u2', 't2', 'sub2', 'end') +
      path('bound', 'end'),
    message('m', 'x-mr-m', '=nothing'),
  );
  const plan = { a: 'a2', sub: 'sub2', t1: 't3' };
  return {
    name: 'a migration is refused when the other process does not fit',
    steps: [
      deploy(from, to),
      refused(migrate('x-mr-to', plan)),
      create('x-mr-from', { v: 1 }),
      refused(migrate('x-mr-nowhere', plan)),
      refused({
        do: 'migrate',
        to: 'x-mr-to',
        mapping: [
          ['a', 'a2'],
          ['a', 't2'],
        ],
      }),
      refused(migrate('x-mr-to', { ...plan, zz: 'a2' })),
      refused(migrate('x-mr-to', { ...plan, a: 'zz' })),
      refused(migrate('x-mr-to', { sub: 'sub2', t1: 't3' })),
      refused(migrate('x-mr-to', { ...plan, a: 'u2' })),
      refused(migrate('x-mr-to', { ...plan, t1: 't2' })),
      refused(migrate('x-mr-to', plan)),
      set('x-mr-from', { nothing: 'n' }),
      migrate('x-mr-to', plan),
      cancel,
    ],
  };
}

export const migrationsScripts: readonly Script[] = [
  tasks,
  incidents,
  boundaries,
  waiting,
  called,
  eventSubprocesses,
  refusals,
].map(withOwnIds);

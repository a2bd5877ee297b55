/** Instances that start, or are led on, at gateways and events of every kind, in scopes of every kind. */
import {
  bpmn,
  element,
  end,
  error,
  errorEvent,
  flow,
  linkEvent,
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
  cancel,
  complete,
  create,
  createAt,
  deploy,
  modify,
  publish,
  type Script,
  type Step,
} from '../kit/steps';

type Kind = 'parallelGateway' | 'inclusiveGateway' | 'exclusiveGateway';

/** A fork and a join of that kind around two tasks, in the scope with those ids. */
function block(kind: Kind, job: string): string {
  const isConditional = kind !== 'parallelGateway';
  return (
    start('s') +
    element(kind, 'fork') +
    task('a', `${job}-a`) +
    task('b', `${job}-b`) +
    element(kind, 'join') +
    task('z', `${job}-z`) +
    end('e') +
    path('s', 'fork') +
    flow('fork', 'a', isConditional ? '=v > 0' : undefined) +
    flow('fork', 'b', isConditional ? '=v > 1' : undefined) +
    path('a', 'join', 'z', 'e') +
    path('b', 'join')
  );
}

const kinds: readonly (readonly [Kind, string])[] = [
  ['parallelGateway', 'parallel'],
  ['inclusiveGateway', 'inclusive'],
  ['exclusiveGateway', 'exclusive'],
];

/** What is done to a case in which the gateways lie, whatever lies around them. */
function walks(kind: Kind, id: string, job: string): Step[] {
  const behind: Readonly<Record<Kind, Step[]>> = {
    parallelGateway: [complete(`${job}-b`), complete(`${job}-a`)],
    exclusiveGateway: [complete(`${job}-b`)],
    inclusiveGateway: [],
  };
  return [
    createAt(id, ['fork'], { v: 2, k: '1' }),
    ...behind[kind],
    cancel,
    createAt(id, ['join'], { v: 2, k: '2' }),
    cancel,
    createAt(id, ['join', 'join'], { v: 2, k: '3' }),
    cancel,
    createAt(id, ['a', 'join'], { v: 2, k: '4' }),
    complete(`${job}-a`),
    cancel,
    createAt(id, ['join', 'a', 'fork'], { v: 2, k: '5' }),
    complete(`${job}-a`),
    cancel,
  ];
}

const atTop = kinds.map(([kind, name]) => (): Script => {
  const id = `x-gw-${name}`;
  return {
    name: `an instance starts at ${name} gateways`,
    steps: [deploy(bpmn(id, block(kind, id))), ...walks(kind, id, id)],
  };
});

const inSubprocess = kinds.map(([kind, name]) => (): Script => {
  const id = `x-gws-${name}`;
  const body =
    start() + element('subProcess', 'sub', '', block(kind, id)) + end() + path('start', 'sub', 'end');
  return {
    name: `an instance starts at ${name} gateways inside a subprocess`,
    steps: [deploy(bpmn(id, body)), ...walks(kind, id, id)],
  };
});

const inEventSubprocess = kinds.map(([kind, name]) => (): Script => {
  const id = `x-gwe-${name}`;
  const begin = element('startEvent', 's', '', messageEvent('m'), 'isInterrupting="false"');
  const body =
    start() +
    task('main', `${id}-main`) +
    end() +
    path('start', 'main', 'end') +
    element(
      'subProcess',
      'sub',
      '',
      block(kind, id).replace(element('startEvent', 's'), begin),
      'triggeredByEvent="true"',
    );
  return {
    name: `an instance starts at ${name} gateways inside an event subprocess`,
    steps: [deploy(bpmn(id, body, message('m', `${id}-m`, '=k'))), ...walks(kind, id, id)],
  };
});

/** Nothing behind an inclusive gateway that is asked for. */
const behindFork = (kind: Kind, job: string): Step[] => (kind === 'inclusiveGateway' ? [] : [complete(job)]);

const modified = kinds.map(([kind, name]) => (): Script => {
  const id = `x-gwm-${name}`;
  return {
    name: `a modification activates ${name} gateways`,
    steps: [
      deploy(bpmn(id, block(kind, id))),
      create(id, { v: 2 }),
      modify(['join']),
      complete(`${id}-b`),
      cancel,
      create(id, { v: 2 }),
      modify(['join'], ['b']),
      cancel,
      create(id, { v: 2 }),
      complete(`${id}-b`),
      modify(['join']),
      cancel,
      create(id, { v: 2 }),
      modify(['fork'], ['b']),
      ...behindFork(kind, `${id}-b`),
      cancel,
      create(id, { v: 2 }),
      modify(['join', 'join']),
      cancel,
      create(id, { v: 2 }),
      modify(['fork', 'join']),
      cancel,
    ],
  };
});

const inMultiInstance = kinds.map(([kind, name]) => (): Script => {
  const id = `x-gwl-${name}`;
  const loop =
    '<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>' +
    '<zeebe:loopCharacteristics inputCollection="=[1]" inputElement="i" />' +
    '</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>';
  const body =
    start() + element('subProcess', 'sub', '', loop + block(kind, id)) + end() + path('start', 'sub', 'end');
  return {
    name: `a modification activates ${name} gateways inside an instance of a multi-instance`,
    steps: [
      deploy(bpmn(id, body)),
      create(id, { v: 2 }),
      modify(['fork']),
      ...behindFork(kind, `${id}-b`),
      cancel,
      create(id, { v: 2 }),
      modify(['join']),
      cancel,
      create(id, { v: 2 }),
      modify([{ element: 'join', in: 'sub' }], ['b']),
      cancel,
      createAt(id, ['sub'], { v: 2 }),
      complete(`${id}-b`),
      cancel,
    ],
  };
});

function events(): Script {
  const id = 'x-gw-events';
  const catching = (name: string, definition: string): string =>
    element('intermediateCatchEvent', name, '', definition);
  const throwing = (name: string, definition = ''): string =>
    element('intermediateThrowEvent', name, '', definition);
  const file = bpmn(
    id,
    start() +
      element(
        'subProcess',
        'sub',
        '',
        start('s') +
          task('t', `${id}-t`) +
          element('endEvent', 'stop', '', terminateEvent) +
          path('s', 't', 'stop'),
      ) +
      catching('cm', messageEvent('m')) +
      catching('ct', timerEvent('timeDuration', 'PT1M')) +
      catching('cs', signalEvent('sig')) +
      throwing('none') +
      throwing('ts', signalEvent('sig')) +
      throwing('go', linkEvent('L')) +
      catching('come', linkEvent('L')) +
      task('z', `${id}-z`) +
      end() +
      element('endEvent', 'bad', '', errorEvent('err')) +
      element('endEvent', 'all', '', terminateEvent) +
      path('start', 'sub', 'cm', 'ct', 'cs', 'none', 'ts', 'go') +
      path('come', 'z', 'end') +
      element('exclusiveGateway', 'x', '', '', 'default="fd"') +
      flow('x', 'bad', '=v = 1') +
      flow('x', 'all', undefined, 'fd') +
      path('start', 'x'),
    message('m', `${id}-m`, '=k') + signal('sig', `${id}-s`) + error('err', 'E'),
  );
  const ats = [
    't',
    'stop',
    'cm',
    'ct',
    'cs',
    'none',
    'ts',
    'go',
    'come',
    'bad',
    'all',
    'x',
    'end',
    'z',
    'sub',
  ];
  const ends = ['all', 'x', 'end'];
  return {
    name: 'an instance starts at events of every kind',
    steps: [
      deploy(file),
      ...ats.flatMap((at, index) => [
        createAt(id, [at], { k: `k${String(index)}`, v: 2 }),
        ...(at === 'cm' ? [publish(`${id}-m`, `k${String(index)}`)] : []),
        ...(ends.includes(at) ? [] : [cancel]),
      ]),
    ],
  };
}

export const startAtGatewaysScripts: readonly Script[] = [
  ...atTop,
  ...inSubprocess,
  ...inEventSubprocess,
  ...modified,
  ...inMultiInstance,
  events,
].map(withOwnIds);

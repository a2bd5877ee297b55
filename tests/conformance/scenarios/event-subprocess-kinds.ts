/** Event subprocesses of every kind, in a process and in a subprocess, interrupting or not. */
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
  MINUTE,
  publish,
  throwError,
  type Script,
  type Step,
} from '../kit/steps';

interface Event {
  readonly what: string;
  readonly interruptingOnly?: boolean;
  readonly definition: () => string;
  readonly happens: (id: string) => Step;
}

const events: readonly Event[] = [
  {
    what: 'timer',
    definition: () => timerEvent('timeDuration', 'PT5M'),
    happens: () => advance(6 * MINUTE),
  },
  {
    what: 'message',
    definition: () => messageEvent('m1'),
    happens: (id) => publish(`${id}-m`, 'k', { variables: { v: 1 } }),
  },
  {
    what: 'signal',
    definition: () => signalEvent('s1'),
    happens: (id) => broadcast(`${id}-s`, { v: 1 }),
  },
  {
    what: 'error',
    interruptingOnly: true,
    definition: () => errorEvent('e1'),
    happens: (id) => throwError(`${id}-main`, 'E1', { variables: { v: 1 } }),
  },
];

function scenario({ what, definition, happens }: Event, nested: boolean, interrupting: boolean): Script {
  const id = `ek-${what}${nested ? '-nested' : ''}${interrupting ? '' : '-beside'}`;
  const handler = element(
    'subProcess',
    'es',
    mappings({ output: { kept: '=r' } }),
    element(
      'startEvent',
      'es_start',
      mappings({ output: { got: '=v' } }),
      definition(),
      `isInterrupting="${interrupting}"`,
    ) +
      task('es_task', `${id}-aside`) +
      end('es_end') +
      path('es_start', 'es_task', 'es_end'),
    'triggeredByEvent="true"',
  );
  const main = (prefix: string): string =>
    start(`${prefix}start`) +
    task('t', `${id}-main`) +
    end(`${prefix}end`) +
    path(`${prefix}start`, 't', `${prefix}end`);
  const body = nested
    ? start() + element('subProcess', 'sp', '', main('s') + handler) + end() + path('start', 'sp', 'end')
    : main('') + handler;
  const roots = message('m1', `${id}-m`, '=key') + signal('s1', `${id}-s`) + error('e1', 'E1');
  const started = [create(id, { key: 'k', n: 1 }), happens(id)];
  return {
    name: `a ${what} event subprocess of a ${nested ? 'subprocess' : 'process'} ${interrupting ? 'interrupts' : 'runs beside'} it`,
    steps: [
      deploy(bpmn(id, body, roots)),
      ...started,
      complete(`${id}-aside`, { r: 1 }),
      ...(interrupting ? [] : [complete(`${id}-main`, { q: 1 })]),
      create(id, { key: 'k' }),
      complete(`${id}-main`),
      ...started,
      cancel,
    ],
  };
}

const all = events.flatMap((event) =>
  [false, true].flatMap((nested) =>
    (event.interruptingOnly === true ? [true] : [true, false]).map(
      (interrupting) => () => scenario(event, nested, interrupting),
    ),
  ),
);

export const eventSubprocessKindsScripts: readonly Script[] = all.map(withOwnIds);

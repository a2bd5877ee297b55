/** Every boundary event on every kind of activity, interrupting or not. */
import {
  boundary,
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
  type BpmnFile,
} from '../../engine/kit/bpmn';
import {
  advance,
  broadcast,
  create,
  deploy,
  line,
  MINUTE,
  publish,
  throwError,
  type Script,
  type Step,
} from '../kit/steps';

interface Host {
  readonly what: string;
  readonly short: string;
  readonly job?: (id: string) => string;
  readonly build: (id: string) => string;
  readonly files?: (id: string) => readonly BpmnFile[];
}

const inner = (id: string): string =>
  start('ss') + task('st', `${id}-job`) + end('se') + path('ss', 'st', 'se');

const hosts: readonly Host[] = [
  {
    what: 'a service task',
    short: 'service',
    job: (id) => `${id}-job`,
    build: (id) => task('h', `${id}-job`, mappings({ input: { local: '=n' } })),
  },
  {
    what: 'a receive task',
    short: 'receive',
    build: () => element('receiveTask', 'h', '', '', 'messageRef="own"'),
  },
  {
    what: 'a subprocess',
    short: 'sub',
    job: (id) => `${id}-job`,
    build: (id) => element('subProcess', 'h', mappings({ input: { local: '=n' } }), inner(id)),
  },
  {
    what: 'a call activity',
    short: 'call',
    job: (id) => `${id}-job`,
    build: (id) => element('callActivity', 'h', `<zeebe:calledElement processId="${id}-called" />`),
    files: (id) => [line(`${id}-called`, [['ct', task('ct', `${id}-job`)]])],
  },
];

interface Event {
  readonly what: string;
  readonly short: string;
  readonly definition: () => string;
  readonly interruptingOnly?: boolean;
  readonly happens: (id: string, host: Host) => Step;
}

const events: readonly Event[] = [
  {
    what: 'timer',
    short: 'timer',
    definition: () => timerEvent('timeDuration', 'PT5M'),
    happens: () => advance(6 * MINUTE),
  },
  {
    what: 'message',
    short: 'message',
    definition: () => messageEvent('m1'),
    happens: (id) => publish(`${id}-m`, 'k', { variables: { v: 1, n: 9 } }),
  },
  {
    what: 'signal',
    short: 'signal',
    definition: () => signalEvent('s1'),
    happens: (id) => broadcast(`${id}-s`, { v: 1, n: 9 }),
  },
  {
    what: 'error',
    short: 'error',
    interruptingOnly: true,
    definition: () => errorEvent('e1'),
    happens: (id, { job }) => throwError(job?.(id) ?? '', 'E1', { message: 'm', variables: { v: 1, n: 9 } }),
  },
];

function scenario(host: Host, event: Event, interrupting: boolean): Script {
  const id = `bd-${host.short}-${event.short}${interrupting ? '' : '-beside'}`;
  const file = bpmn(
    id,
    start() +
      host.build(id) +
      element(
        'boundaryEvent',
        'b',
        mappings({ output: { seen: '=v', hidden: '=local' } }),
        event.definition(),
        `attachedToRef="h" cancelActivity="${interrupting}"`,
      ) +
      boundary('other', 'h', timerEvent('timeDuration', 'PT10H')) +
      task('after', `${id}-after`) +
      end() +
      end('x') +
      end('y') +
      path('start', 'h', 'end') +
      path('b', 'after', 'x') +
      path('other', 'y'),
    message('own', `${id}-own`, '=key') +
      message('m1', `${id}-m`, '=key') +
      signal('s1', `${id}-s`) +
      error('e1', 'E1'),
  );
  const done = { do: 'complete', type: `${id}-after`, variables: { r: 1 } } as const;
  const onward: Step =
    host.job === undefined
      ? publish(`${id}-own`, 'k')
      : { do: 'complete', type: host.job(id), variables: { q: 2 } };
  return {
    name: `a ${event.what} boundary event ${interrupting ? 'interrupts' : 'runs beside'} ${host.what}`,
    steps: [
      deploy(...(host.files?.(id) ?? []), file),
      create(id, { key: 'k', n: 1 }),
      event.happens(id, host),
      done,
      ...(interrupting ? [] : [onward]),
      create(id, { key: 'k', n: 2 }),
      onward,
      create(id, { key: 'k', n: 3 }),
      { do: 'cancel', root: true },
    ],
  };
}

const all = hosts.flatMap((host) =>
  events
    .filter(({ short }) => short !== 'error' || host.job !== undefined)
    .flatMap((event) =>
      (event.interruptingOnly === true ? [true] : [true, false]).map(
        (interrupting) => () => scenario(host, event, interrupting),
      ),
    ),
);

export const boundariesScripts: readonly Script[] = all.map(withOwnIds);

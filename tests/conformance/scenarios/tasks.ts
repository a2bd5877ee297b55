/** Every kind of task that a worker does, through the ways its job can go. */
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
  fail,
  MINUTE,
  repair,
  resolve,
  throwError,
  type Script,
} from '../kit/steps';

interface Kind {
  readonly what: string;
  /** Of ids. */
  readonly short: string;
  readonly type?: string;
  readonly build: (id: string, type: string, extensions: string) => string;
}

const worker = (what: string, short: string): Kind => ({
  what: `a ${what === 'businessRuleTask' ? 'business rule task' : what.replace('Task', ' task')}`,
  short,
  build: (id, type, extensions) => task(id, type, extensions, what),
});

const kinds: readonly Kind[] = [
  worker('serviceTask', 'service'),
  worker('sendTask', 'send'),
  worker('businessRuleTask', 'rule'),
  worker('scriptTask', 'script'),
  {
    what: 'a user task',
    short: 'user',
    type: 'io.camunda.zeebe:userTask',
    build: (id, _type, extensions) => element('userTask', id, extensions),
  },
  {
    what: 'a message throw event',
    short: 'throw',
    build: (id, type, extensions) =>
      element(
        'intermediateThrowEvent',
        id,
        `<zeebe:taskDefinition type="${type}" />${extensions}`,
        messageEvent('m1'),
      ),
  },
];

const typeOf = ({ short, type }: Kind, topic: string): string => type ?? `tk-${topic}-${short}`;

/** Start, the task, end. */
function alone(kind: Kind, topic: string, extensions = ''): ReturnType<typeof bpmn> {
  return bpmn(
    `tk-${topic}-${kind.short}`,
    start() + kind.build('t', typeOf(kind, topic), extensions) + end() + path('start', 't', 'end'),
    message('m1', 'tk-any'),
  );
}

function completed(kind: Kind): Script {
  const file = alone(kind, 'done', mappings({ input: { a: '=n + 1' }, output: { b: '=a + r' } }));
  return {
    name: `${kind.what} is completed and its outputs are mapped`,
    steps: [
      deploy(file),
      create('tk-done-' + kind.short, { n: 1 }),
      complete(typeOf(kind, 'done'), { r: 5 }),
    ],
  };
}

function failed(kind: Kind): Script {
  const type = typeOf(kind, 'fail');
  return {
    name: `${kind.what} without retries is an incident until it has some again`,
    steps: [
      deploy(alone(kind, 'fail')),
      create('tk-fail-' + kind.short),
      fail(type, 2),
      fail(type, 1, { backOff: MINUTE, message: 'later' }),
      advance(2 * MINUTE),
      fail(type, 0, { variables: { seen: true } }),
      repair,
      complete(type, { r: 1 }),
    ],
  };
}

function thrown(kind: Kind): Script {
  const type = typeOf(kind, 'throw');
  return {
    name: `${kind.what} throws an error that nothing catches`,
    steps: [
      deploy(alone(kind, 'throw')),
      create('tk-throw-' + kind.short),
      throwError(type, 'E1', { message: 'lost', variables: { v: 1 } }),
      resolve,
      throwError(type, 'E2'),
      cancel,
    ],
  };
}

function cancelled(kind: Kind): Script {
  return {
    name: `${kind.what} is cancelled while a worker has its job`,
    steps: [
      deploy(alone(kind, 'cancel')),
      create('tk-cancel-' + kind.short),
      { do: 'activate', type: typeOf(kind, 'cancel') },
      cancel,
    ],
  };
}

function timedOut(kind: Kind): Script {
  const type = typeOf(kind, 'late');
  return {
    name: `${kind.what} is given out again when its worker is late`,
    steps: [
      deploy(alone(kind, 'late')),
      create('tk-late-' + kind.short),
      { do: 'activate', type, timeout: MINUTE },
      advance(2 * MINUTE),
      complete(type),
    ],
  };
}

function caught(kind: Kind): Script {
  const file = bpmn(
    `tk-catch-${kind.short}`,
    start() +
      kind.build('t', typeOf(kind, 'catch'), '') +
      boundary('e', 't', errorEvent('e1')) +
      boundary('w', 't', timerEvent('timeDuration', 'PT1H'), false) +
      end() +
      end('x') +
      end('y') +
      path('start', 't', 'end') +
      path('e', 'x') +
      path('w', 'y'),
    message('m1', 'tk-any') + error('e1', 'E1'),
  );
  return {
    name: `${kind.what} throws an error that its boundary event catches`,
    steps: [
      deploy(file),
      create(`tk-catch-${kind.short}`, { n: 1 }),
      throwError(typeOf(kind, 'catch'), 'E1', { message: 'caught', variables: { n: 2, v: 3 } }),
    ],
  };
}

export const tasksScripts: readonly Script[] = [
  ...kinds.map((kind) => () => completed(kind)),
  ...kinds.map((kind) => () => failed(kind)),
  // Zeebe fails to process an error thrown from a throw event.
  ...kinds.filter(({ short }) => short !== 'throw').map((kind) => () => thrown(kind)),
  ...kinds.map((kind) => () => cancelled(kind)),
  ...kinds.map((kind) => () => timedOut(kind)),
  ...kinds.filter(({ short }) => short !== 'throw').map((kind) => () => caught(kind)),
].map(withOwnIds);

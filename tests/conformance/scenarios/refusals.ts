/** Commands that are refused, and how. */
import {
  bpmn,
  element,
  end,
  message,
  messageEvent,
  path,
  start,
  task,
  timerEvent,
  withOwnIds,
} from '../../engine/kit/bpmn';
import {
  cancel,
  complete,
  create,
  deploy,
  extendLease,
  fail,
  line,
  MINUTE,
  advance,
  publish,
  refused,
  repair,
  resolve,
  set,
  throwError,
  type Script,
} from '../kit/steps';

const again = refused({ do: 'completeLast' });

function jobsThatEnded(): Script {
  const file = line('rf-jobs', [
    ['a', task('a', 'rf-job-a')],
    ['b', task('b', 'rf-job-b')],
  ]);
  return {
    name: 'a job that was completed or cancelled is refused',
    steps: [
      deploy(file),
      create('rf-jobs'),
      complete('rf-job-a'),
      again,
      refused({ do: 'retries', retries: 2 }),
      refused({ do: 'failLast', retries: 1 }),
      refused({ do: 'throwLast', code: 'E' }),
      { do: 'activate', type: 'rf-job-b' },
      cancel,
      again,
    ],
  };
}

function jobsInOtherStates(): Script {
  const file = line('rf-states', [['t', task('t', 'rf-states')]]);
  return {
    name: 'a job without retries or with a lost error cannot be worked on',
    steps: [
      deploy(file),
      create('rf-states'),
      fail('rf-states', 0),
      refused({ do: 'failLast', retries: 1 }),
      refused({ do: 'throwLast', code: 'E' }),
      refused({ do: 'completeLast' }),
      repair,
      { do: 'completeLast' },
      create('rf-states'),
      throwError('rf-states', 'E'),
      refused({ do: 'completeLast' }),
      refused({ do: 'failLast', retries: 1 }),
      refused({ do: 'throwLast', code: 'E' }),
      { do: 'retries', retries: 5 },
      resolve,
      complete('rf-states'),
    ],
  };
}

function retries(): Script {
  const file = line('rf-retries', [['t', task('t', 'rf-retries')]]);
  return {
    name: 'retries must be positive, and an incident of a job wants some',
    steps: [
      deploy(file),
      create('rf-retries'),
      fail('rf-retries', 0),
      refused(resolve),
      refused({ do: 'retries', retries: 0 }),
      refused({ do: 'retries', retries: -1 }),
      { do: 'retries', retries: 1 },
      resolve,
      refused(resolve),
      complete('rf-retries'),
    ],
  };
}

function instances(): Script {
  const file = line('rf-instances', [['t', task('t', 'rf-instances')]]);
  return {
    name: 'instances and elements that are gone or never were are refused',
    steps: [
      refused(create('rf-nowhere')),
      deploy(file),
      refused({ ...create('rf-instances'), version: 7 } as ReturnType<typeof create>),
      { do: 'create', id: 'rf-instances', version: 1 },
      cancel,
      refused(cancel),
      refused(set('rf-instances', { a: 1 })),
      refused(set('rf-absent', { a: 1 })),
      refused(resolve),
    ],
  };
}

function calledInstances(): Script {
  const kid = line('rf-kid', [['t', task('t', 'rf-kid')]]);
  const file = line('rf-parent', [
    ['c', element('callActivity', 'c', '<zeebe:calledElement processId="rf-kid" />')],
  ]);
  return {
    name: 'a called instance cannot be cancelled by itself',
    steps: [deploy(kid, file), create('rf-parent'), refused(cancel), { do: 'cancel', root: true }],
  };
}

function messageIds(): Script {
  return {
    name: 'a message id is taken while its message is buffered',
    steps: [
      publish('rf-m', 'k', { id: 'one', ttl: MINUTE }),
      refused(publish('rf-m', 'k', { id: 'one', ttl: MINUTE })),
      publish('rf-m', 'other', { id: 'one', ttl: MINUTE }),
      publish('rf-n', 'k', { id: 'one', ttl: MINUTE }),
      advance(2 * MINUTE),
      publish('rf-m', 'k', { id: 'one' }),
      publish('rf-m', 'k', { id: 'one' }),
    ],
  };
}

function noNoneStart(): Script {
  const file = bpmn(
    'rf-none',
    element('startEvent', 'st', '', messageEvent('m1')) + end() + path('st', 'end'),
    message('m1', 'rf-none-start'),
  );
  return {
    name: 'a process without none start event cannot be created',
    steps: [deploy(file), refused(create('rf-none'))],
  };
}

const broken = (id: string, body: string, roots = ''): Script['steps'][number] =>
  refused(deploy(bpmn(id, body, roots)));

function deployments(): Script {
  return {
    name: 'deployments with mistakes are refused whole',
    steps: [
      broken('rf-d1', `${start()}${element('serviceTask', 't')}${path('start', 't')}`),
      broken(
        'rf-d3',
        start() +
          element('intermediateCatchEvent', 'c', '', timerEvent('timeDuration', 'soon')) +
          path('start', 'c'),
      ),
      broken(
        'rf-d4',
        start() + element('receiveTask', 'r', '', '', 'messageRef="m1"') + path('start', 'r'),
        message('m1', 'rf-d4-m'),
      ),
      broken('rf-d5', element('task', 't')),
      refused(create('rf-d5')),
    ],
  };
}

function expressions(): Script {
  return {
    name: 'expressions that do not parse are refused at deployment',
    steps: [
      broken('rf-e1', `${start()}${task('t', '=1e3')}${path('start', 't')}`),
      broken('rf-e2', `${start()}${task('t', '=x instance of list<number>')}${path('start', 't')}`),
    ],
  };
}

function leases(): Script {
  const file = line('rf-lease', [['t', task('t', 'rf-lease')]]);
  return {
    name: 'a lease is made longer or shorter, but only while there is one',
    steps: [
      deploy(file),
      create('rf-lease'),
      { do: 'activate', type: 'rf-lease', timeout: MINUTE },
      extendLease(10 * MINUTE),
      advance(5 * MINUTE),
      extendLease(MINUTE),
      advance(2 * MINUTE),
      refused(extendLease(MINUTE)),
      complete('rf-lease'),
      refused(extendLease(MINUTE)),
    ],
  };
}

function errorWithRetries(): Script {
  const file = line('rf-lost', [['t', task('t', 'rf-lost')]]);
  return {
    name: 'an incident of a lost error is resolved without retries and comes again',
    steps: [
      deploy(file),
      create('rf-lost'),
      throwError('rf-lost', 'E1'),
      resolve,
      throwError('rf-lost', 'E2', { message: 'm' }),
      repair,
      complete('rf-lost'),
    ],
  };
}

export const refusalsScripts: readonly Script[] = [
  jobsThatEnded,
  jobsInOtherStates,
  retries,
  instances,
  calledInstances,
  messageIds,
  noNoneStart,
  deployments,
  expressions,
  leases,
  errorWithRetries,
].map(withOwnIds);

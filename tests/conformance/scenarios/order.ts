/** In which order things happen that a diagram leaves open. */
import {
  boundary,
  bpmn,
  element,
  end,
  flow,
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
import { advance, cancel, complete, create, deploy, MINUTE, publish, type Script } from '../kit/steps';

function flowsInReverse(): Script {
  const names = ['a', 'b', 'c', 'd'];
  const file = bpmn(
    'or-flows',
    start() +
      element('task', 'fork', '', '<bpmn:outgoing>fc</bpmn:outgoing><bpmn:outgoing>fa</bpmn:outgoing>') +
      names.map((id) => element('task', id)).join('') +
      flow('start', 'fork') +
      names.map((id) => flow('fork', id, undefined, `f${id}`)).join(''),
  );
  return {
    name: 'outgoing flows are taken from the last of the file, whatever the order of outgoing',
    steps: [deploy(file), create('or-flows')],
  };
}

function inclusiveInReverse(): Script {
  const file = bpmn(
    'or-inclusive',
    start() +
      element('inclusiveGateway', 'g', '', '', 'default="fd"') +
      ['a', 'b', 'c', 'd'].map((id) => end(id)).join('') +
      flow('start', 'g') +
      flow('g', 'a', '=true', 'fa') +
      flow('g', 'd', undefined, 'fd') +
      flow('g', 'b', '=true', 'fb') +
      flow('g', 'c', '=false', 'fc'),
  );
  return {
    name: 'an inclusive gateway takes its true flows from the last',
    steps: [deploy(file), create('or-inclusive')],
  };
}

const kinds = (prefix: string, kind: 'boundary' | 'start'): string =>
  [
    ['s1', signalEvent('s1')],
    ['t1', timerEvent('timeDuration', 'PT1H')],
    ['m1', messageEvent('m1')],
    ['s2', signalEvent('s2')],
    ['m2', messageEvent('m2')],
    ['t2', timerEvent('timeDuration', 'PT2H')],
  ]
    .map(([id = '', definition = '']) =>
      kind === 'boundary'
        ? boundary(`${prefix}${id}`, 't', definition) + end(`e_${id}`) + path(`${prefix}${id}`, `e_${id}`)
        : element(
            'subProcess',
            `${prefix}${id}`,
            '',
            element('startEvent', `st_${id}`, '', definition, 'isInterrupting="false"') +
              end(`en_${id}`) +
              path(`st_${id}`, `en_${id}`),
            'triggeredByEvent="true"',
          ),
    )
    .join('');

const roots = (id: string): string =>
  message('m1', `${id}-m1`, '="k"') +
  message('m2', `${id}-m2`, '="k"') +
  signal('s1', `${id}-s1`) +
  signal('s2', `${id}-s2`);

function boundarySubscriptions(): Script {
  const file = bpmn(
    'or-boundary',
    start() + task('t', 'or-boundary') + end() + path('start', 't', 'end') + kinds('b_', 'boundary'),
    roots('or-boundary'),
  );
  return {
    name: 'boundary events open messages, timers, signals, each from the last',
    steps: [deploy(file), create('or-boundary'), complete('or-boundary'), create('or-boundary'), cancel],
  };
}

function eventSubprocessSubscriptions(): Script {
  const file = bpmn(
    'or-aside',
    start() + task('t', 'or-aside') + end() + path('start', 't', 'end') + kinds('es_', 'start'),
    roots('or-aside'),
  );
  return {
    name: 'event subprocesses open messages, timers, signals, each from the first',
    steps: [deploy(file), create('or-aside'), complete('or-aside'), create('or-aside'), cancel],
  };
}

function eventBasedSubscriptions(): Script {
  const catching = [
    ['cs', signalEvent('s1')],
    ['ct', timerEvent('timeDuration', 'PT1H')],
    ['cm1', messageEvent('m1')],
    ['cm2', messageEvent('m2')],
  ] as const;
  const file = bpmn(
    'or-events',
    start() +
      element('eventBasedGateway', 'g') +
      catching.map(([id, definition]) => element('intermediateCatchEvent', id, '', definition)).join('') +
      end() +
      path('start', 'g') +
      catching.map(([id]) => path('g', id, 'end')).join(''),
    roots('or-events'),
  );
  return {
    name: 'an event-based gateway opens messages, timers, signals',
    steps: [deploy(file), create('or-events'), publish('or-events-m2', 'k'), create('or-events'), cancel],
  };
}

function openingQueues(): Script {
  const file = bpmn(
    'or-queue',
    start() +
      element('parallelGateway', 'fork') +
      ['a', 'b', 'c'].map((id) => element('receiveTask', id, '', '', `messageRef="m_${id}"`)).join('') +
      element('task', 'quick') +
      element('endEvent', 'stop', '', '<bpmn:terminateEventDefinition />') +
      path('start', 'fork') +
      ['a', 'b', 'c'].map((id) => flow('fork', id)).join('') +
      path('fork', 'quick', 'stop'),
    ['a', 'b', 'c'].map((id) => message(`m_${id}`, `or-queue-${id}`, '="k"')).join(''),
  );
  return {
    name: 'subscriptions open and close in one queue with the elements',
    steps: [deploy(file), create('or-queue')],
  };
}

function twoTimersAtOnce(): Script {
  const file = bpmn(
    'or-timers',
    start() +
      element('parallelGateway', 'fork') +
      ['a', 'b', 'c']
        .map((id, index) =>
          element('intermediateCatchEvent', id, '', timerEvent('timeDuration', `PT${10 - index}M`)),
        )
        .join('') +
      element('parallelGateway', 'join') +
      end() +
      path('start', 'fork') +
      ['a', 'b', 'c'].map((id) => path('fork', id, 'join')).join('') +
      path('join', 'end'),
  );
  return {
    name: 'timers that are due together fire by their dates',
    steps: [deploy(file), create('or-timers'), advance(20 * MINUTE)],
  };
}

function eventsOfAnInterruptedActivity(): Script {
  const file = bpmn(
    'or-closing',
    start() + task('t', 'or-closing') + end() + path('start', 't', 'end') + kinds('b_', 'boundary'),
    roots('or-closing'),
  );
  return {
    name: 'an interrupting boundary event closes the other events of its activity',
    steps: [deploy(file), create('or-closing'), publish('or-closing-m1', 'k', { variables: { v: 1 } })],
  };
}

export const orderScripts: readonly Script[] = [
  flowsInReverse,
  inclusiveInReverse,
  boundarySubscriptions,
  eventSubprocessSubscriptions,
  eventBasedSubscriptions,
  openingQueues,
  twoTimersAtOnce,
  eventsOfAnInterruptedActivity,
].map(withOwnIds);

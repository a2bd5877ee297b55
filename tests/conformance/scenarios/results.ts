/** Instances whose creator waits for their variables. */
import { bpmn, element, end, mappings, path, start, task, withOwnIds } from '../../engine/kit/bpmn';
import {
  cancel,
  complete,
  createWithResult,
  deploy,
  line,
  refused,
  repair,
  result,
  set,
  throwError,
  type Script,
} from '../kit/steps';

function atOnce(): Script {
  const file = line('rs-once', [
    ['t', element('scriptTask', 't', '<zeebe:script expression="=[a, b.c]" resultVariable="r" />')],
  ]);
  return {
    name: 'a result comes with every variable of the instance',
    steps: [deploy(file), createWithResult('rs-once', { a: 1, b: { c: 'é' } }), result],
  };
}

function later(): Script {
  const file = line('rs-later', [
    ['t', task('t', 'rs-later', mappings({ input: { local: '=a' }, output: { out: '=r' } }))],
  ]);
  return {
    name: 'a result comes when the instance completes, without what is local',
    steps: [
      deploy(file),
      createWithResult('rs-later', { a: 1 }),
      complete('rs-later', { r: [1, 2], local: 5 }),
      result,
    ],
  };
}

function fetched(): Script {
  const file = line('rs-fetch', [['t', task('t', 'rs-fetch')]]);
  return {
    name: 'a result has only the variables asked for',
    steps: [
      deploy(file),
      createWithResult('rs-fetch', { a: 1, b: 2 }, ['b', 'absent', 'r']),
      complete('rs-fetch', { r: 3 }),
      result,
    ],
  };
}

function never(): Script {
  const file = line('rs-never', [['t', task('t', 'rs-never')]]);
  return {
    name: 'no result comes when the instance is cancelled',
    steps: [deploy(file), createWithResult('rs-never'), cancel, { do: 'result', none: true }],
  };
}

function afterIncident(): Script {
  const file = line('rs-incident', [
    ['t', task('t', 'rs-incident', mappings({ input: { x: '=assert(y, y != null)' } }))],
  ]);
  return {
    name: 'a result waits while an incident is open',
    steps: [
      deploy(file),
      createWithResult('rs-incident', {}),
      { do: 'result', none: true },
      set('rs-incident', { y: 2 }),
      repair,
      complete('rs-incident'),
      result,
    ],
  };
}

function unknown(): Script {
  return {
    name: 'a result of an unknown process is refused at once',
    steps: [refused(createWithResult('rs-nowhere'))],
  };
}

function terminated(): Script {
  const file = bpmn(
    'rs-terminate',
    start() +
      element('parallelGateway', 'fork') +
      task('t', 'rs-terminate') +
      element('endEvent', 'stop', '', '<bpmn:terminateEventDefinition />') +
      end() +
      path('start', 'fork', 't', 'end') +
      path('fork', 'stop'),
  );
  return {
    name: 'a result comes when a terminate end event ends the instance',
    steps: [deploy(file), createWithResult('rs-terminate', { a: 1 }), result],
  };
}

function lostError(): Script {
  const file = line('rs-error', [['t', task('t', 'rs-error')]]);
  return {
    name: 'no result comes while an uncaught error is open',
    steps: [
      deploy(file),
      createWithResult('rs-error'),
      throwError('rs-error', 'E'),
      { do: 'result', none: true },
      repair,
      complete('rs-error', { r: 1 }),
      result,
    ],
  };
}

export const resultsScripts: readonly Script[] = [
  atOnce,
  later,
  fetched,
  never,
  afterIncident,
  unknown,
  terminated,
  lostError,
].map(withOwnIds);

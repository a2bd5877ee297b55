/** Compensation: what completed is undone by its handler when an event throws compensation. */
import {
  association,
  boundary,
  bpmn,
  compensateEvent,
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
  line,
  MINUTE,
  publish,
  resolve,
  throwError,
  type Script,
} from '../kit/steps';

const FOR_COMPENSATION = 'isForCompensation="true"';

const handler = (id: string, type: string, extensions = ''): string =>
  element('serviceTask', id, `<zeebe:taskDefinition type="${type}" />${extensions}`, '', FOR_COMPENSATION);
const undone = (activity: string): string => boundary(`b_${activity}`, activity, compensateEvent());
/** At the end of a scope: its activities and their handlers. */
const undoing = (handlers: Readonly<Record<string, string>>): string =>
  Object.entries(handlers)
    .map(([activity, handlerId]) => association(`b_${activity}`, handlerId))
    .join('');
const throwing = (id: string, activity?: string): string =>
  element('intermediateThrowEvent', id, '', compensateEvent(activity));

function wholeScope(): Script {
  const file = bpmn(
    'x-comp-scope',
    start() +
      task('a', 'x-comp-a') +
      undone('a') +
      handler('ua', 'x-comp-ua', mappings({ input: { local: '=v' }, output: { undone: '=local' } })) +
      element('task', 'b') +
      undone('b') +
      element('manualTask', 'ub', '', '', FOR_COMPENSATION) +
      task('never', 'x-comp-never') +
      undone('never') +
      handler('un', 'x-comp-un') +
      throwing('t') +
      throwing('again') +
      end() +
      path('start', 'a', 'b', 't', 'again', 'end') +
      undoing({ a: 'ua', b: 'ub', never: 'un' }),
  );
  return {
    name: 'compensation undoes what completed in its scope, once',
    steps: [
      deploy(file),
      create('x-comp-scope', { v: 1 }),
      complete('x-comp-a', { v: 2 }),
      complete('x-comp-ua', { v: 3 }),
      create('x-comp-scope', { v: 1 }),
      complete('x-comp-a'),
      cancel,
    ],
  };
}

function oneActivity(): Script {
  const file = bpmn(
    'x-comp-one',
    start() +
      task('a', 'x-comp1-a') +
      undone('a') +
      handler('ua', 'x-comp1-ua') +
      task('b', 'x-comp1-b') +
      undone('b') +
      handler('ub', 'x-comp1-ub') +
      throwing('t', 'a') +
      element('endEvent', 'end', mappings({ output: { ignored: '=1' } }), compensateEvent('b')) +
      path('start', 'a', 'b', 't', 'end') +
      undoing({ a: 'ua', b: 'ub' }),
  );
  return {
    name: 'compensation of one activity leaves the others',
    steps: [
      deploy(file),
      create('x-comp-one'),
      complete('x-comp1-a'),
      complete('x-comp1-b'),
      fail('x-comp1-ua', 0, { message: 'stuck' }),
      { do: 'retries', retries: 1 },
      resolve,
      complete('x-comp1-ua', { u: 1 }),
      complete('x-comp1-ub'),
    ],
  };
}

function nested(): Script {
  const inmost =
    start('s3') +
    task('c', 'x-comp2-c') +
    undone('c') +
    handler('uc', 'x-comp2-uc') +
    end('e3') +
    path('s3', 'c', 'e3') +
    undoing({ c: 'uc' });
  const inner =
    start('s2') +
    task('b', 'x-comp2-b') +
    undone('b') +
    handler('ub', 'x-comp2-ub') +
    element('subProcess', 'p3', '', inmost) +
    end('e2') +
    path('s2', 'b', 'p3', 'e2') +
    undoing({ b: 'ub' });
  const file = bpmn(
    'x-comp-nested',
    start() +
      element('subProcess', 'p2', '', inner) +
      undone('p2') +
      handler('up', 'x-comp2-up') +
      task('wait', 'x-comp2-wait') +
      element('endEvent', 'end', '', compensateEvent()) +
      path('start', 'p2', 'wait', 'end') +
      undoing({ p2: 'up' }),
  );
  return {
    name: 'compensation reaches into completed subprocesses',
    steps: [
      deploy(file),
      create('x-comp-nested'),
      complete('x-comp2-b'),
      complete('x-comp2-c'),
      complete('x-comp2-wait'),
      complete('x-comp2-uc'),
      complete('x-comp2-up'),
      complete('x-comp2-ub'),
      create('x-comp-nested'),
      complete('x-comp2-b'),
      complete('x-comp2-c'),
      complete('x-comp2-wait'),
      complete('x-comp2-ub'),
      complete('x-comp2-up'),
      complete('x-comp2-uc'),
    ],
  };
}

function plainSubprocess(): Script {
  const inner =
    start('ss') +
    task('a', 'x-comp3-a') +
    undone('a') +
    handler('ua', 'x-comp3-ua') +
    end('se') +
    path('ss', 'a', 'se') +
    undoing({ a: 'ua' });
  const file = bpmn(
    'x-comp-plain',
    start() +
      element('subProcess', 'p', '', inner) +
      boundary('bt', 'p', timerEvent('timeDuration', 'PT1M')) +
      throwing('t', 'p') +
      end() +
      end('xt') +
      path('start', 'p', 't', 'end') +
      path('bt', 'xt'),
  );
  return {
    name: 'a subprocess without handler is compensated when all inside it is',
    steps: [
      deploy(file),
      create('x-comp-plain'),
      complete('x-comp3-a'),
      complete('x-comp3-ua'),
      create('x-comp-plain'),
      advance(2 * MINUTE),
    ],
  };
}

/** Inside a subprocess that is ended from outside after some of it completed. */
function terminatedScope(): Script {
  const inner =
    start('ss') +
    task('a', 'x-comp4-a') +
    undone('a') +
    handler('ua', 'x-comp4-ua') +
    task('w', 'x-comp4-w') +
    throwing('st') +
    end('se') +
    path('ss', 'a', 'w', 'st', 'se') +
    undoing({ a: 'ua' });
  const file = bpmn(
    'x-comp-terminated',
    start() +
      element('subProcess', 'p', '', inner) +
      boundary('bm', 'p', messageEvent('m')) +
      throwing('t') +
      end() +
      path('start', 'p', 'end') +
      path('bm', 't', 'end'),
    message('m', 'x-comp4-m', '="k"'),
  );
  return {
    name: 'what was to be compensated is forgotten with its scope',
    steps: [
      deploy(file),
      create('x-comp-terminated'),
      complete('x-comp4-a'),
      publish('x-comp4-m', 'k'),
      create('x-comp-terminated'),
      complete('x-comp4-a'),
      complete('x-comp4-w'),
      publish('x-comp4-m', 'k'),
    ],
  };
}

function eventSubprocess(): Script {
  const inside =
    element('startEvent', 'hs', '', messageEvent('m'), 'isInterrupting="true"') +
    task('hw', 'x-comp5-hw') +
    undone('hw') +
    handler('uhw', 'x-comp5-uhw') +
    throwing('ht') +
    end('he') +
    path('hs', 'hw', 'ht', 'he') +
    undoing({ hw: 'uhw' });
  const file = bpmn(
    'x-comp-event',
    start() +
      task('a', 'x-comp5-a') +
      undone('a') +
      handler('ua', 'x-comp5-ua') +
      task('w', 'x-comp5-w') +
      end() +
      path('start', 'a', 'w', 'end') +
      element('subProcess', 'h', '', inside, 'triggeredByEvent="true"') +
      undoing({ a: 'ua' }),
    message('m', 'x-comp5-m', '="k"'),
  );
  return {
    name: 'an event subprocess compensates the scope around it too',
    steps: [
      deploy(file),
      create('x-comp-event'),
      complete('x-comp5-a'),
      publish('x-comp5-m', 'k'),
      complete('x-comp5-hw'),
      complete('x-comp5-uhw'),
      complete('x-comp5-ua'),
    ],
  };
}

/** Compensable activities of other kinds, and handlers of other kinds. */
function kinds(): Script {
  const called = line('x-comp6-child', [['cw', task('cw', 'x-comp6-cw')]]);
  const undo = start('us') + task('uw', 'x-comp6-uw') + end('ue') + path('us', 'uw', 'ue');
  const file = bpmn(
    'x-comp-kinds',
    start() +
      element('userTask', 'u') +
      undone('u') +
      element('userTask', 'uu', '', '', FOR_COMPENSATION) +
      element('scriptTask', 's', '<zeebe:script expression="=1" resultVariable="one" />') +
      undone('s') +
      element(
        'scriptTask',
        'us',
        '<zeebe:script expression="=one + 1" resultVariable="two" />',
        '',
        FOR_COMPENSATION,
      ) +
      element('receiveTask', 'r', '', '', 'messageRef="m"') +
      undone('r') +
      element('receiveTask', 'ur', '', '', `messageRef="m" ${FOR_COMPENSATION}`) +
      element('callActivity', 'c', '<zeebe:calledElement processId="x-comp6-child" />') +
      undone('c') +
      element(
        'callActivity',
        'uc',
        '<zeebe:calledElement processId="x-comp6-child" />',
        '',
        FOR_COMPENSATION,
      ) +
      element('task', 'n') +
      undone('n') +
      element('subProcess', 'un', '', undo.replaceAll('"us"', '"uns"'), FOR_COMPENSATION) +
      throwing('t') +
      end() +
      path('start', 'u', 's', 'r', 'c', 'n', 't', 'end') +
      undoing({ u: 'uu', s: 'us', r: 'ur', c: 'uc', n: 'un' }),
    message('m', 'x-comp6-m', '="k"'),
  );
  const user = 'io.camunda.zeebe:userTask';
  return {
    name: 'activities of every kind are compensated by handlers of every kind',
    steps: [
      deploy(called, file),
      create('x-comp-kinds'),
      complete(user),
      publish('x-comp6-m', 'k'),
      complete('x-comp6-cw'),
      complete(user, { again: true }),
      publish('x-comp6-m', 'k', { variables: { got: 1 } }),
      complete('x-comp6-cw'),
      complete('x-comp6-uw'),
    ],
  };
}

const many = (zeebe: string, sequential = false): string =>
  `<bpmn:multiInstanceLoopCharacteristics isSequential="${sequential}"><bpmn:extensionElements>` +
  `<zeebe:loopCharacteristics ${zeebe} /></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>`;

function multiInstance(): Script {
  const loop = many('inputCollection="=[1, 2]" inputElement="i"');
  const inner =
    start('ss') +
    task('c', 'x-comp7-c') +
    undone('c') +
    handler('uc', 'x-comp7-uc') +
    end('se') +
    path('ss', 'c', 'se') +
    undoing({ c: 'uc' });
  const file = bpmn(
    'x-comp-many',
    start() +
      element('serviceTask', 'a', '<zeebe:taskDefinition type="x-comp7-a" />', loop) +
      undone('a') +
      element('serviceTask', 'ua', '<zeebe:taskDefinition type="x-comp7-ua" />', loop, FOR_COMPENSATION) +
      element('subProcess', 'p', '', loop + inner) +
      throwing('t') +
      end() +
      path('start', 'a', 'p', 't', 'end') +
      undoing({ a: 'ua' }),
  );
  return {
    name: 'compensation of multi-instance activities, and by one',
    steps: [
      deploy(file),
      create('x-comp-many'),
      complete('x-comp7-a'),
      complete('x-comp7-a'),
      complete('x-comp7-c'),
      complete('x-comp7-c'),
      complete('x-comp7-ua'),
      complete('x-comp7-uc'),
      complete('x-comp7-uc'),
      complete('x-comp7-ua'),
    ],
  };
}

function failing(): Script {
  const inner =
    start('ss') +
    task('a', 'x-comp8-a') +
    undone('a') +
    handler('ua', 'x-comp8-ua') +
    throwing('t') +
    end('se') +
    path('ss', 'a', 't', 'se') +
    undoing({ a: 'ua' });
  const file = bpmn(
    'x-comp-failing',
    start() +
      element('subProcess', 'p', '', inner) +
      boundary('be', 'p', errorEvent('e')) +
      end() +
      end('xe') +
      path('start', 'p', 'end') +
      path('be', 'xe'),
    error('e', 'E'),
  );
  return {
    name: 'an error of a compensation handler goes up like any other',
    steps: [deploy(file), create('x-comp-failing'), complete('x-comp8-a'), throwError('x-comp8-ua', 'E')],
  };
}

/** In an inner instance, of its own scope only. */
function insideMultiInstance(): Script {
  const inner =
    start('ss') +
    task('a', 'x-comp9-a') +
    undone('a') +
    handler('ua', 'x-comp9-ua') +
    throwing('t') +
    end('se') +
    path('ss', 'a', 't', 'se') +
    undoing({ a: 'ua' });
  const file = line('x-comp-inside', [
    ['p', element('subProcess', 'p', '', many('inputCollection="=[1, 2]" inputElement="i"', true) + inner)],
  ]);
  return {
    name: 'compensation inside a sequential multi-instance subprocess',
    steps: [
      deploy(file),
      create('x-comp-inside'),
      complete('x-comp9-a'),
      complete('x-comp9-ua'),
      complete('x-comp9-a'),
      complete('x-comp9-ua'),
    ],
  };
}

export const compensationScripts: readonly Script[] = [
  wholeScope,
  oneActivity,
  nested,
  plainSubprocess,
  terminatedScope,
  eventSubprocess,
  kinds,
  multiInstance,
  failing,
  insideMultiInstance,
].map(withOwnIds);

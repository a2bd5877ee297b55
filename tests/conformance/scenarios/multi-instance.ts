/** Multi-instance activities. Longer than other files because it is one list of scripts, which share their diagrams' parts. */
import {
  boundary,
  bpmn,
  element,
  end,
  error,
  errorEvent,
  escape,
  mappings,
  message,
  messageEvent,
  path,
  start,
  task,
  terminateEvent,
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
  set,
  throwError,
  type Script,
} from '../kit/steps';

interface Loop {
  readonly sequential?: boolean;
  readonly collection?: string;
  readonly item?: string;
  readonly output?: string;
  readonly outputElement?: string;
  readonly condition?: string;
}

function loop({
  sequential = false,
  collection = '=items',
  item,
  output,
  outputElement,
  condition,
}: Loop): string {
  const attributes = Object.entries({
    inputCollection: collection,
    inputElement: item,
    outputCollection: output,
    outputElement,
  })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}="${escape(value ?? '')}"`)
    .join(' ');
  const until =
    condition === undefined
      ? ''
      : `<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">${escape(condition)}</bpmn:completionCondition>`;
  return (
    `<bpmn:multiInstanceLoopCharacteristics isSequential="${sequential}"><bpmn:extensionElements>` +
    `<zeebe:loopCharacteristics ${attributes} /></bpmn:extensionElements>${until}</bpmn:multiInstanceLoopCharacteristics>`
  );
}

function serviceTask(id: string, type: string, characteristics: string, extensions = ''): string {
  return element('serviceTask', id, `<zeebe:taskDefinition type="${type}" />${extensions}`, characteristics);
}

function parallel(): Script {
  const all = loop({ item: 'item', output: 'results', outputElement: '=r' });
  const file = line('x-mi-parallel', [
    ['t', serviceTask('t', 'x-mip', all, mappings({ input: { twice: '=item * 2' } }))],
  ]);
  return {
    name: 'a parallel multi-instance collects outputs in the order of its items',
    steps: [
      deploy(file),
      create('x-mi-parallel', { items: [1, 2, 3] }),
      complete('x-mip', { r: 'a' }),
      complete('x-mip', { r: 'b' }),
      complete('x-mip', { r: 'c' }),
      create('x-mi-parallel', { items: [] }),
      create('x-mi-parallel', { items: [1, 2] }),
      complete('x-mip', { r: 'a' }),
      cancel,
      create('x-mi-parallel', { items: 'no list' }),
      set('x-mi-parallel', { items: [7] }),
      resolve,
      complete('x-mip', { r: { deep: [1] } }),
    ],
  };
}

function sequential(): Script {
  const all = loop({
    sequential: true,
    item: 'item',
    output: 'results',
    outputElement: '=item + loopCounter',
  });
  const inner = `${all}${start('ss')}${task('st', 'x-mis')}${end('se')}${path('ss', 'st', 'se')}`;
  const file = line('x-mi-sequential', [['sp', element('subProcess', 'sp', '', inner)]]);
  return {
    name: 'a sequential multi-instance runs one item after another',
    steps: [
      deploy(file),
      create('x-mi-sequential', { items: [10, 20] }),
      complete('x-mis', { v: 1 }),
      complete('x-mis', { v: 2 }),
      create('x-mi-sequential', { items: [] }),
      create('x-mi-sequential', { items: [1, 2, 3] }),
      complete('x-mis'),
      cancel,
    ],
  };
}

function conditions(): Script {
  const par = loop({ item: 'i', condition: '=numberOfCompletedInstances >= 2' });
  const seq = loop({ sequential: true, item: 'i', condition: '=i = stop' });
  const file = line('x-mi-conditions', [
    ['p', serviceTask('p', 'x-mic-p', par)],
    ['s', serviceTask('s', 'x-mic-s', seq)],
  ]);
  return {
    name: 'a completion condition ends a multi-instance early',
    steps: [
      deploy(file),
      create('x-mi-conditions', { items: [1, 2, 3, 4], stop: 2 }),
      complete('x-mic-p'),
      complete('x-mic-p'),
      complete('x-mic-s'),
      complete('x-mic-s'),
      create('x-mi-conditions', { items: [1, 2], stop: 'x' }),
      complete('x-mic-p'),
      complete('x-mic-p'),
      complete('x-mic-s'),
      cancel,
    ],
  };
}

function boundaries(): Script {
  const all = loop({ item: 'i' });
  const file = bpmn(
    'x-mi-boundaries',
    start() +
      serviceTask('t', 'x-mib', all) +
      boundary('bt', 't', timerEvent('timeDuration', 'PT5M')) +
      boundary('bn', 't', timerEvent('timeDuration', 'PT1M'), false) +
      boundary('be', 't', errorEvent('e1')) +
      end() +
      end('x1') +
      end('x2') +
      end('x3') +
      path('start', 't', 'end') +
      path('bt', 'x1') +
      path('bn', 'x2') +
      path('be', 'x3'),
    error('e1', 'E1'),
  );
  return {
    name: 'boundary events end or accompany a whole multi-instance',
    steps: [
      deploy(file),
      create('x-mi-boundaries', { items: [1, 2] }),
      advance(2 * MINUTE),
      advance(4 * MINUTE),
      create('x-mi-boundaries', { items: [1, 2] }),
      throwError('x-mib', 'E1', { variables: { v: 1 } }),
      create('x-mi-boundaries', { items: [1, 2] }),
      fail('x-mib', 0, { message: 'no' }),
      { do: 'retries', retries: 1 },
      complete('x-mib'),
      cancel,
    ],
  };
}

/** Of gateless receive, script and call activities; output element named as a variable of the inputs. */
function kinds(): Script {
  const script = (id: string): string =>
    element(
      'scriptTask',
      id,
      '<zeebe:script expression="=i * i" resultVariable="square" />',
      loop({ item: 'i', output: 'squares', outputElement: '=square' }),
    );
  const kid = line('x-mik-child', [['w', task('w', 'x-mik')]]);
  const file = line('x-mi-kinds', [
    ['s', script('s')],
    [
      'c',
      element(
        'callActivity',
        'c',
        '<zeebe:calledElement processId="x-mik-child" propagateAllChildVariables="false" />' +
          mappings({ output: { o: '=r' } }),
        loop({ collection: '=squares', item: 'sq', output: 'all', outputElement: '={a: o, b: sq}' }),
      ),
    ],
    ['m', element('task', 'm', '', loop({ collection: '=all' }))],
  ]);
  return {
    name: 'multi-instances of script tasks, call activities and undefined tasks',
    steps: [
      deploy(kid, file),
      create('x-mi-kinds', { items: [1, 2] }),
      complete('x-mik', { r: 1 }),
      complete('x-mik', { r: 2 }),
    ],
  };
}

/** What goes wrong with the collections. */
function incidents(): Script {
  const all = loop({ item: 'i', output: 'out', outputElement: '=assert(r, r != null)' });
  const file = line('x-mi-incidents', [['t', serviceTask('t', 'x-mii', all)]]);
  return {
    name: 'an output element that fails is an incident',
    steps: [
      deploy(file),
      create('x-mi-incidents', { items: [1] }),
      complete('x-mii'),
      set('t', { r: 5 }, true),
      resolve,
    ],
  };
}

/** Messages wake inner instances one after another; a user task and an event subprocess repeat too. */
function waits(): Script {
  const receive = element(
    'receiveTask',
    'r',
    mappings({ input: { key: '="k" + string(i)' }, output: { seen: '=v' } }),
    loop({ item: 'i', output: 'got', outputElement: '=v' }),
    'messageRef="m"',
  );
  const user = element(
    'userTask',
    'u',
    '<zeebe:assignmentDefinition assignee="=who" />',
    loop({ sequential: true, collection: '=["a", "b"]', item: 'who' }),
  );
  const file = bpmn(
    'x-mi-waits',
    start() +
      receive +
      boundary('bm', 'r', messageEvent('mb'), false) +
      user +
      end() +
      end('xb') +
      path('start', 'r', 'u', 'end') +
      path('bm', 'xb'),
    message('m', 'x-miw-m', '=key') + message('mb', 'x-miw-b', '=case'),
  );
  return {
    name: 'receive and user tasks repeat, with messages for each and for all',
    steps: [
      deploy(file),
      create('x-mi-waits', { items: [1, 2], case: 'c' }),
      publish('x-miw-m', 'k2', { variables: { v: 'two' } }),
      publish('x-miw-b', 'c', { variables: { all: true } }),
      publish('x-miw-m', 'k1', { variables: { v: 'one' } }),
      complete(USER_TASK),
      complete(USER_TASK, { last: true }),
    ],
  };
}

const USER_TASK = 'io.camunda.zeebe:userTask';

function eventSubprocesses(): Script {
  const handler = (id: string, interrupting: boolean): string =>
    element(
      'subProcess',
      id,
      '',
      element('startEvent', `${id}s`, '', messageEvent(`m${id}`), `isInterrupting="${interrupting}"`) +
        task(`${id}w`, `x-mie-${id}`) +
        end(`${id}e`) +
        path(`${id}s`, `${id}w`, `${id}e`),
      'triggeredByEvent="true"',
    );
  const inner =
    loop({ item: 'i' }) +
    start('ss') +
    task('w', 'x-mie-w') +
    end('se') +
    path('ss', 'w', 'se') +
    handler('n', false) +
    handler('x', true);
  const file = line(
    'x-mi-event',
    [['sp', element('subProcess', 'sp', '', inner)]],
    message('mn', 'x-mie-n', '="n" + string(i)') + message('mx', 'x-mie-x', '="x" + string(i)'),
  );
  return {
    name: 'event subprocesses inside a repeated subprocess',
    steps: [
      deploy(file),
      create('x-mi-event', { items: [1, 2] }),
      publish('x-mie-n', 'n1'),
      publish('x-mie-x', 'x1', { variables: { by: 'x' } }),
      complete('x-mie-x'),
      complete('x-mie-w'),
      create('x-mi-event', { items: [1, 2] }),
      publish('x-mie-n', 'n2'),
      complete('x-mie-w'),
      complete('x-mie-w'),
      complete('x-mie-n'),
    ],
  };
}

function nested(): Script {
  const inmost = element(
    'serviceTask',
    't',
    '<zeebe:taskDefinition type="x-min" />',
    loop({ collection: '=row', item: 'cell', output: 'cells', outputElement: '=cell * r' }),
  );
  const inner =
    loop({ sequential: true, item: 'row', output: 'table', outputElement: '=cells' }) +
    start('ss') +
    inmost +
    end('se') +
    path('ss', 't', 'se');
  const file = line('x-mi-nested', [['sp', element('subProcess', 'sp', '', inner)]]);
  return {
    name: 'a multi-instance inside a multi-instance',
    steps: [
      deploy(file),
      create('x-mi-nested', { items: [[1, 2], [], [3]] }),
      complete('x-min', { r: 10 }),
      complete('x-min', { r: 20 }),
      complete('x-min', { r: 30 }),
    ],
  };
}

/** The collections change while they are gone through. */
function changed(): Script {
  const all = loop({ sequential: true, item: 'i', output: 'out', outputElement: '=i' });
  const file = line('x-mi-changed', [['t', serviceTask('t', 'x-mich', all)]]);
  const par = loop({ item: 'i', output: 'out', outputElement: '=r' });
  const other = line('x-mi-changed-p', [['p', serviceTask('p', 'x-michp', par)]]);
  return {
    name: 'collections that change while they are gone through',
    steps: [
      deploy(file, other),
      create('x-mi-changed', { items: [1, 2, 3] }),
      complete('x-mich'),
      set('x-mi-changed', { items: [1] }),
      complete('x-mich'),
      cancel,
      create('x-mi-changed', { items: [1, 2] }),
      set('x-mi-changed', { items: 'none' }),
      complete('x-mich'),
      set('x-mi-changed', { items: [1, 2] }),
      resolve,
      complete('x-mich'),
      create('x-mi-changed-p', { items: [1, 2] }),
      set('p', { out: 'text' }),
      complete('x-michp', { r: 1 }),
      set('p', { out: [] }),
      resolve,
      set('p', { out: [0, 0] }),
      resolve,
      complete('x-michp', { r: 2 }),
    ],
  };
}

/** A completion condition that is no boolean; output elements that are the item or the counter. */
function oddities(): Script {
  const wrong = loop({ item: 'i', condition: '=done' });
  const file = line('x-mi-wrong', [['t', serviceTask('t', 'x-miwr', wrong)]]);
  const same = line('x-mi-same', [
    ['a', serviceTask('a', 'x-misa', loop({ item: 'i', output: 'o', outputElement: '=i' }))],
    ['b', serviceTask('b', 'x-misb', loop({ output: 'p', outputElement: '=loopCounter' }))],
    ['c', serviceTask('c', 'x-misc', loop({ item: 'i', output: 'q', outputElement: '=i.deep.er' }))],
  ]);
  return {
    name: 'a completion condition that fails, and outputs of the item and the counter',
    steps: [
      deploy(file, same),
      create('x-mi-wrong', { items: [1, 2] }),
      complete('x-miwr'),
      set('x-mi-wrong', { done: true }),
      resolve,
      create('x-mi-same', { items: [{ deep: { er: 5 } }] }),
      complete('x-misa', { i: 'changed' }),
      complete('x-misb'),
      complete('x-misc', { o: 1 }),
    ],
  };
}

/** Conditions on the numbers of instances, with tasks that wait for nothing. */
function numbers(): Script {
  const script = (id: string, sequential: boolean, condition: string): string =>
    element(
      'scriptTask',
      id,
      '<zeebe:script expression="=i" resultVariable="r" />',
      loop({ sequential, item: 'i', output: `o${id}`, outputElement: '=r', condition }),
    );
  const file = line('x-mi-numbers', [
    ['p', script('p', false, '=numberOfCompletedInstances = 2')],
    ['s', script('s', true, '=numberOfCompletedInstances + numberOfTerminatedInstances = 2')],
    [
      't',
      serviceTask(
        't',
        'x-minu',
        loop({ item: 'i', condition: '=numberOfActiveInstances < 2 and numberOfInstances = 3' }),
      ),
    ],
  ]);
  return {
    name: 'completion conditions on the numbers of instances',
    steps: [
      deploy(file),
      create('x-mi-numbers', { items: [1, 2, 3] }),
      complete('x-minu'),
      complete('x-minu'),
    ],
  };
}

/** Errors and time-outs inside are caught on the body; a called process is ended with it. */
function calls(): Script {
  const kid = line('x-mic-child', [['w', task('w', 'x-micw')]]);
  const file = bpmn(
    'x-mi-calls',
    start() +
      element('callActivity', 'c', '<zeebe:calledElement processId="x-mic-child" />', loop({ item: 'i' })) +
      boundary('be', 'c', errorEvent('e')) +
      boundary('bt', 'c', timerEvent('timeDuration', 'PT3M')) +
      ['end', 'x1', 'x2'].map((id) => end(id)).join('') +
      path('start', 'c', 'end') +
      path('be', 'x1') +
      path('bt', 'x2'),
    error('e', 'E'),
  );
  return {
    name: 'repeated call activities are ended by errors, timers and cancelling',
    steps: [
      deploy(kid, file),
      create('x-mi-calls', { items: [1, 2] }),
      throwError('x-micw', 'E', { message: 'm', variables: { v: 1 } }),
      create('x-mi-calls', { items: [1, 2] }),
      complete('x-micw', { done: 1 }),
      advance(4 * MINUTE),
      create('x-mi-calls', { items: [1, 2] }),
      { do: 'cancel', root: true },
    ],
  };
}

/** Terminated inside, and by the scope around it. */
function terminated(): Script {
  const inner =
    loop({ item: 'i', output: 'o', outputElement: '=i' }) +
    start('ss') +
    element('parallelGateway', 'f') +
    task('w', 'x-mite-w') +
    task('v', 'x-mite-v') +
    element('endEvent', 'te', '', terminateEvent) +
    end('se') +
    path('ss', 'f', 'w', 'te') +
    path('f', 'v', 'se');
  const file = bpmn(
    'x-mi-terminated',
    start() +
      element('parallelGateway', 'fork') +
      element('subProcess', 'sp', '', inner) +
      task('beside', 'x-mite-b') +
      end() +
      element('endEvent', 'all', '', terminateEvent) +
      path('start', 'fork', 'sp', 'end') +
      path('fork', 'beside', 'all'),
  );
  return {
    name: 'terminate end events inside and around a repeated subprocess',
    steps: [
      deploy(file),
      create('x-mi-terminated', { items: [1, 2] }),
      complete('x-mite-w'),
      complete('x-mite-v'),
      complete('x-mite-b'),
    ],
  };
}

/** More inner instances than Zeebe takes into one batch. */
function many(): Script {
  const file = line('x-mi-many', [
    ['t', element('task', 't', '', loop({ collection: '=for i in 1..150 return i', item: 'i' }))],
    [
      's',
      element(
        'task',
        's',
        '',
        loop({ sequential: true, collection: '=for i in 1..150 return i', item: 'i' }),
      ),
    ],
  ]);
  return { name: 'more items than fit into a batch', steps: [deploy(file), create('x-mi-many')] };
}

export const multiInstanceScripts: readonly Script[] = [
  parallel,
  sequential,
  conditions,
  boundaries,
  kinds,
  incidents,
  waits,
  eventSubprocesses,
  nested,
  changed,
  oddities,
  numbers,
  calls,
  terminated,
  many,
].map(withOwnIds);

/** Multi-instance activities. */
import {
  boundary,
  bpmn,
  element,
  end,
  error,
  errorEvent,
  escape,
  mappings,
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

export const multiInstanceScripts: readonly Script[] = [
  parallel,
  sequential,
  conditions,
  boundaries,
  kinds,
  incidents,
].map(withOwnIds);

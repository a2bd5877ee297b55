/** Execution listeners: jobs at the start and the end of elements. */
import {
  boundary,
  bpmn,
  element,
  end,
  error,
  errorEvent,
  escape,
  flow,
  mappings,
  message,
  path,
  start,
  task,
  timerEvent,
  withOwnIds,
  type BpmnFile,
} from '../../engine/kit/bpmn';
import { decision, dmn, literal } from '../../engine/kit/dmn';
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
  refused,
  resolve,
  set,
  throwError,
  type Script,
  type Step,
} from '../kit/steps';

/** `start:type` or `end:type`, in order. */
function listeners(...described: readonly string[]): string {
  const all = described.map((text) => {
    const [event = '', type = '', retries] = text.split(':');
    const tries = retries === undefined ? '' : ` retries="${escape(retries)}"`;
    return `<zeebe:executionListener eventType="${event}" type="${escape(type)}"${tries} />`;
  });
  return `<zeebe:executionListeners>${all.join('')}</zeebe:executionListeners>`;
}

/** A listener at either end; their jobs are named after the element. */
const both = (id: string): string => listeners(`start:${id}-start`, `end:${id}-end`);
const around = (id: string, ...between: readonly Step[]): readonly Step[] => [
  complete(`${id}-start`, { [`${id}-s`.replaceAll('-', '_')]: 1 }),
  ...between,
  complete(`${id}-end`, { [`${id}-e`.replaceAll('-', '_')]: 2 }),
];

function withProcessListeners(file: BpmnFile, extensions: string): BpmnFile {
  const content = file.content.replace(
    'isExecutable="true">',
    `isExecutable="true"><bpmn:extensionElements>${extensions}</bpmn:extensionElements>`,
  );
  return { ...file, content };
}

function tasks(): Script {
  const rule = '<zeebe:calledDecision decisionId="el-d" resultVariable="r" />';
  const script = '<zeebe:script expression="=1 + 1" resultVariable="s" />';
  const file = line(
    'el-tasks',
    [
      ['a', task('a', 'el-a', both('a'))],
      ['b', element('userTask', 'b', both('b'))],
      ['c', element('receiveTask', 'c', both('c'), '', 'messageRef="m1"')],
      ['d', element('scriptTask', 'd', script + both('d'))],
      ['e', element('businessRuleTask', 'e', rule + both('e'))],
      ['f', element('manualTask', 'f', both('f'))],
      ['g', element('task', 'g', both('g'))],
      ['h', task('h', 'el-h', both('h'), 'sendTask')],
    ],
    message('m1', 'el-m', '=k'),
  );
  return {
    name: 'execution listeners run before and after tasks of every kind',
    steps: [
      deploy(file, dmn('el-graph', decision('el-d', literal('"decided"')))),
      create('el-tasks', { k: 'x' }),
      ...around('a', complete('el-a', { v: 1 })),
      ...around('b', complete('io.camunda.zeebe:userTask')),
      ...around('c', publish('el-m', 'x', { variables: { got: 1 } })),
      ...around('d'),
      ...around('e'),
      ...around('f'),
      ...around('g'),
      ...around('h', complete('el-h')),
    ],
  };
}

function others(): Script {
  const called = line('el-called', [['w', element('task', 'w')]]);
  const inner = start('in') + element('task', 't') + end('out') + path('in', 't', 'out');
  const file = withProcessListeners(
    bpmn(
      'el-others',
      element('startEvent', 'start', listeners('end:start-end')) +
        element('exclusiveGateway', 'x', listeners('start:x-start'), '', 'default="fx"') +
        element('parallelGateway', 'p', listeners('start:p-start')) +
        element('inclusiveGateway', 'o', listeners('start:o-start'), '', 'default="fo"') +
        element('eventBasedGateway', 'w', listeners('start:w-start')) +
        element('intermediateCatchEvent', 'w1', '', timerEvent('timeDuration', 'PT1M')) +
        element('intermediateCatchEvent', 'w2', '', timerEvent('timeDuration', 'PT9M')) +
        end('out2') +
        element('intermediateThrowEvent', 'n', both('n')) +
        element('intermediateCatchEvent', 'i', both('i'), timerEvent('timeDuration', 'PT5M')) +
        element('subProcess', 's', both('s'), inner) +
        element('callActivity', 'c', `<zeebe:calledElement processId="el-called" />${both('c')}`) +
        element('endEvent', 'end', both('end')) +
        path('start', 'x') +
        flow('x', 'p', undefined, 'fx') +
        path('p', 'o') +
        flow('o', 'w', undefined, 'fo') +
        path('w', 'w1', 'n', 'i', 's', 'c', 'end') +
        path('w', 'w2', 'out2'),
    ),
    both('process'),
  );
  return {
    name: 'execution listeners run before and after gateways events scopes and processes',
    steps: [
      deploy(called, file),
      create('el-others', { v: 1 }),
      complete('process-start', { ps: 1 }),
      complete('start-end', { se: 1 }),
      complete('x-start', { xs: 1 }),
      complete('p-start', { ps: 2 }),
      complete('o-start', { os: 2 }),
      complete('w-start', { ws: 2 }),
      advance(2 * MINUTE),
      ...around('n'),
      ...around('i', advance(6 * MINUTE)),
      ...around('s'),
      ...around('c'),
      ...around('end'),
      complete('process-end', { pe: 1 }),
    ],
  };
}

function failures(): Script {
  const io = mappings({ input: { a: '=v' }, output: { out: '=seen' } });
  const file = line('el-fails', [
    [
      'a',
      task('a', 'el-fails', io + listeners('start:ef-1:2', 'start:=second:=tries', 'end:ef-3', 'end:=last')),
    ],
  ]);
  return {
    name: 'execution listeners that fail are incidents',
    steps: [
      deploy(file),
      create('el-fails', { v: 1 }),
      fail('ef-1', 1, { variables: { failed: 1 } }),
      fail('ef-1', 0, { message: 'broken' }),
      { do: 'retries', retries: 1 },
      resolve,
      complete('ef-1', { seen: 'by the first' }),
      set('el-fails', { second: 'ef-2', tries: 'x' }),
      resolve,
      complete('ef-1', { again: true }),
      set('el-fails', { tries: 1 }),
      resolve,
      complete('ef-1', { again: 3 }),
      complete('ef-2'),
      complete('el-fails', { seen: 'by the task' }),
      complete('ef-3', { three: 3 }),
      set('el-fails', { last: 'ef-4' }),
      resolve,
      complete('ef-3', { three: 4 }),
      fail('ef-4', 0),
      { do: 'retries', retries: 1 },
      resolve,
      complete('ef-4', { four: 4 }),
    ],
  };
}

function interruptions(): Script {
  const file = bpmn(
    'el-stops',
    start() +
      task('a', 'el-stops', listeners('start:es-1', 'end:es-2')) +
      element(
        'boundaryEvent',
        'bt',
        listeners('end:es-3'),
        timerEvent('timeDuration', 'PT5M'),
        'attachedToRef="a"',
      ) +
      boundary('be', 'a', errorEvent('e1')) +
      end() +
      end('x1') +
      end('x2') +
      path('start', 'a', 'end') +
      path('bt', 'x1') +
      path('be', 'x2'),
    error('e1', 'E1'),
  );
  const run = create('el-stops', { v: 1 });
  return {
    name: 'execution listeners end with their element and with boundary events',
    steps: [
      deploy(file),
      run,
      cancel,
      run,
      complete('es-1'),
      complete('el-stops'),
      cancel,
      run,
      complete('es-1'),
      advance(6 * MINUTE),
      complete('es-3', { three: 3 }),
      run,
      refused(throwError('es-1', 'E1')),
      cancel,
      run,
      complete('es-1'),
      throwError('el-stops', 'E1', { variables: { why: 1 } }),
      run,
      fail('es-1', 0),
      cancel,
    ],
  };
}

function loops(): Script {
  const loop = (sequential: boolean): string =>
    `<bpmn:multiInstanceLoopCharacteristics isSequential="${sequential}"><bpmn:extensionElements>` +
    '<zeebe:loopCharacteristics inputCollection="=[1, 2]" inputElement="n" outputCollection="all" outputElement="=n * 10" />' +
    '</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>';
  const many = (id: string, sequential: boolean): BpmnFile =>
    line(id, [
      [
        'a',
        element('serviceTask', 'a', `<zeebe:taskDefinition type="el-many" />${both('m')}`, loop(sequential)),
      ],
    ]);
  const twice = (...steps: readonly Step[]): readonly Step[] => [...steps, ...steps];
  return {
    name: 'execution listeners run for each item of a multi-instance',
    steps: [
      deploy(many('el-sequence', true), many('el-parallel', false)),
      create('el-sequence'),
      ...twice(complete('m-start', { s: 1 }), complete('el-many'), complete('m-end', { e: 1 })),
      create('el-parallel'),
      ...twice(complete('m-start', { s: 1 })),
      ...twice(complete('el-many')),
      ...twice(complete('m-end', { e: 1 })),
    ],
  };
}

function taskListeners(): Script {
  const ignored =
    '<zeebe:taskListeners><zeebe:taskListener eventType="complete" type="el-task" /></zeebe:taskListeners>';
  return {
    name: 'task listeners are ignored',
    steps: [
      deploy(line('el-ignored', [['a', element('userTask', 'a', ignored)]])),
      create('el-ignored'),
      complete('io.camunda.zeebe:userTask'),
    ],
  };
}

export const executionListenersScripts: readonly Script[] = [
  tasks,
  others,
  failures,
  interruptions,
  loops,
  taskListeners,
].map(withOwnIds);

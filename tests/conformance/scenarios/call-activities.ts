/** Call activities: which process they call, what variables cross, how either side ends. */
import {
  boundary,
  bpmn,
  element,
  end,
  error,
  errorEvent,
  mappings,
  path,
  start,
  task,
  timerEvent,
  type BpmnFile,
  withOwnIds,
} from '../../engine/kit/bpmn';
import {
  advance,
  cancel,
  complete,
  create,
  deploy,
  line,
  MINUTE,
  resolve,
  set,
  throwError,
  type Script,
} from '../kit/steps';

const called = (process: string, attributes = ''): string =>
  `<zeebe:calledElement processId="${process}" ${attributes} />`;

function child(id: string, jobType: string): BpmnFile {
  return line(id, [['work', task('work', jobType)]]);
}

function parent(id: string, extensions: string): BpmnFile {
  return line(id, [['call', element('callActivity', 'call', extensions)]]);
}

function propagation(): Script {
  const off = 'propagateAllChildVariables="false"';
  const closed = 'propagateAllChildVariables="false" propagateAllParentVariables="false"';
  const inOut = mappings({ input: { given: '=a + 1' }, output: { back: '=r' } });
  const kid = child('x-ca-child', 'x-ca-work');
  const files = [
    kid,
    parent('x-ca-all', called('x-ca-child')),
    parent('x-ca-off', called('x-ca-child', off)),
    parent('x-ca-mapped', called('x-ca-child', off) + inOut),
    parent('x-ca-both', called('x-ca-child') + inOut),
    parent('x-ca-closed', called('x-ca-child', closed) + mappings({ input: { only: '=a' } })),
  ];
  const run = (id: string) => [create(id, { a: 1, b: 'x' }), complete('x-ca-work', { r: 5, b: 'y' })];
  return {
    name: 'call activities propagate variables as told',
    steps: [
      deploy(...files),
      ...run('x-ca-all'),
      ...run('x-ca-off'),
      ...run('x-ca-mapped'),
      ...run('x-ca-both'),
      ...run('x-ca-closed'),
    ],
  };
}

function bindings(): Script {
  const versions = (name: string, tag: string): BpmnFile => {
    const file = child('x-cb-child', 'x-cb-work');
    const content = file.content
      .replace('name="x-cb-child"', `name="${name}"`)
      .replace(
        '<bpmn:startEvent',
        `<bpmn:extensionElements><zeebe:versionTag value="${tag}" /></bpmn:extensionElements><bpmn:startEvent`,
      );
    return { ...file, content };
  };
  const tagged = (tag: string): string => `bindingType="versionTag" versionTag="${tag}"`;
  return {
    name: 'call activities bind to the latest version, the deployment or a version tag',
    steps: [
      deploy(
        versions('one', 'v1'),
        parent('x-cb-deployment', called('x-cb-child', 'bindingType="deployment"')),
      ),
      deploy(versions('two', 'v2')),
      deploy(
        parent('x-cb-latest', called('=name', 'bindingType="latest"')),
        parent('x-cb-tag', called('x-cb-child', tagged('v1'))),
        parent('x-cb-no-tag', called('x-cb-child', tagged('v9'))),
        parent('x-cb-alone', called('x-cb-child', 'bindingType="deployment"')),
      ),
      create('x-cb-deployment'),
      complete('x-cb-work'),
      create('x-cb-latest', { name: 'x-cb-child' }),
      complete('x-cb-work'),
      create('x-cb-tag'),
      complete('x-cb-work'),
      create('x-cb-no-tag'),
      cancel,
      create('x-cb-alone'),
      cancel,
      create('x-cb-latest', { name: 'x-cb-nowhere' }),
      set('x-cb-latest', { name: 3 }),
      resolve,
      set('x-cb-latest', { name: 'x-cb-child' }),
      resolve,
      complete('x-cb-work'),
    ],
  };
}

function endings(): Script {
  const kid = bpmn(
    'x-ce-child',
    start() +
      task('work', 'x-ce-work') +
      element('endEvent', 'bad', '', errorEvent('e1')) +
      path('start', 'work', 'bad'),
    error('e1', 'E1'),
  );
  const middle = parent('x-ce-middle', called('x-ce-child'));
  const top = bpmn(
    'x-ce-top',
    start() +
      element('callActivity', 'call', called('x-ce-middle')) +
      boundary('be', 'call', errorEvent('e1')) +
      boundary('bt', 'call', timerEvent('timeDuration', 'PT5M')) +
      end() +
      end('x1') +
      end('x2') +
      path('start', 'call', 'end') +
      path('be', 'x1') +
      path('bt', 'x2'),
    error('e1', 'E1'),
  );
  return {
    name: 'errors, timers and cancelling cross call activities',
    steps: [
      deploy(kid, middle, top),
      create('x-ce-top', { a: 1 }),
      complete('x-ce-work', { r: 1 }),
      create('x-ce-top'),
      throwError('x-ce-work', 'E1', { variables: { v: 1 } }),
      create('x-ce-top'),
      advance(6 * MINUTE),
      create('x-ce-top'),
      throwError('x-ce-work', 'E2'),
      { do: 'cancel', root: true },
      create('x-ce-top'),
      { do: 'cancel', root: true },
      create('x-ce-middle'),
      complete('x-ce-work'),
      { do: 'cancel', root: true },
    ],
  };
}

/** A called process that only a message starts. */
function noNoneStart(): Script {
  const kid = bpmn(
    'x-cn-child',
    element('startEvent', 'st', '', timerEvent('timeDate', '2199-01-01T00:00:00Z')) +
      end() +
      path('st', 'end'),
  );
  return {
    name: 'a called process without none start event is an incident',
    steps: [deploy(kid, parent('x-cn-top', called('x-cn-child'))), create('x-cn-top'), cancel],
  };
}

export const callActivitiesScripts: readonly Script[] = [propagation, bindings, endings, noNoneStart].map(
  withOwnIds,
);

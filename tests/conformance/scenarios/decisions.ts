/** Decisions: deployed in versions, evaluated by call and by business rule tasks. */
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
  timerEvent,
  withOwnIds,
  type BpmnFile,
} from '../../engine/kit/bpmn';
import { decision, dmn, invocation, knowledge, literal, table, type DmnFile } from '../../engine/kit/dmn';
import { cancel, create, deploy, evaluate, line, refused, resolve, set, type Script } from '../kit/steps';

const grades = (id: string, high = '"high"'): string =>
  table(id, {
    inputs: [{ expression: 'n', label: 'Number' }],
    outputs: [{ name: 'grade', label: 'Grade' }],
    rules: [
      ['< 10', '"low"'],
      ['>= 10', high],
      ['> 99', '"very high"'],
    ],
  });

const calls = (decisionId: string, attributes = ''): string =>
  `<zeebe:calledDecision decisionId="${escape(decisionId)}" resultVariable="result" ${attributes} />`;

const ruleTask = (extensions: string): string => element('businessRuleTask', 'decide', extensions);

function decides(id: string, extensions: string): BpmnFile {
  return line(id, [['decide', ruleTask(extensions)]]);
}

function graphOf(id: string, ...elements: readonly string[]): DmnFile {
  return dmn(`${id}-graph`, elements.join('\n'), { name: `Graph of ${id}` });
}

function versions(): Script {
  const one = graphOf(
    'dv-one',
    decision('dv-a', literal('1')),
    decision('dv-b', literal('"b"'), { tag: 'v1' }),
  );
  const two = graphOf('dv-two', decision('dv-c', literal('3')));
  const changed = { ...one, content: one.content.replace('"b"', '"changed"') };
  const fewer = graphOf('dv-one', decision('dv-a', literal('1')));
  const moved = graphOf('dv-moved', decision('dv-a', literal('"moved"')));
  const process = line('dv-process', [['t', element('task', 't')]]);
  const form = { name: 'dv.form', content: '{"id":"dv-form","components":[]}' };
  return {
    name: 'decisions and their graphs are deployed in versions',
    steps: [
      deploy(one),
      deploy(one),
      deploy(changed),
      deploy(one),
      deploy({ ...one, name: 'renamed.dmn' }),
      deploy(process, two, form, one),
      deploy(process, two, form, one),
      deploy(process, two, form, changed),
      deploy(fewer),
      deploy(moved),
      deploy(fewer),
      deploy(graphOf('dv-empty')),
    ],
  };
}

function refusals(): Script {
  const one = graphOf('dr-one', decision('dr-a', literal('1')));
  const sameGraph = { ...graphOf('dr-one', decision('dr-b', literal('1'))), name: 'same-graph.dmn' };
  const sameDecision = graphOf('dr-two', decision('dr-a', literal('1')));
  const broken = graphOf('dr-broken', decision('dr-c', ''), decision('dr-d', '<literalExpression id="q" />'));
  return {
    name: 'decisions are refused with every reason at once',
    steps: [
      refused(deploy(one, sameGraph)),
      refused(deploy(one, sameDecision)),
      refused(deploy(broken, { ...broken, name: 'again.dmn' }, one)),
      refused(deploy({ name: 'x.txt', content: 'x' }, broken)),
    ],
  };
}

function evaluations(): Script {
  const files = [
    graphOf(
      'de-one',
      decision('de-top', literal('de-sub'.replace('-', '_') + ' + k(n)'), {
        requires: ['de-sub'],
        knows: ['de-k'],
        name: 'Top decision',
      }),
      decision('de-sub', grades('de-sub'), { variable: 'de_sub', type: 'string' }),
      knowledge('de-k', ['p'], literal('string(p)'), { name: 'k' }),
    ),
    graphOf(
      'de-two',
      decision('de-call', invocation('ten', { p: 'n' }), { knows: ['de-ten'] }),
      knowledge('de-ten', ['p'], literal('p * 10'), { name: 'ten' }),
    ),
  ];
  const newer = graphOf('de-one', decision('de-sub', grades('de-sub', '"newer"')));
  return {
    name: 'decisions are evaluated by id and by key',
    steps: [
      deploy(...files),
      evaluate('de-top', { n: 5 }),
      evaluate('de-sub', { n: 50 }),
      evaluate('de-sub', {}),
      evaluate('de-top', { n: 100 }),
      evaluate('de-call', { n: 2 }),
      evaluate('de-call', { n: 'x', more: { a: [1] } }, true),
      refused(evaluate('de-nowhere')),
      refused({ do: 'evaluate', key: 17 }),
      refused({ do: 'evaluate', key: 2251799899999999 }),
      refused({ do: 'evaluate' }),
      deploy(newer),
      evaluate('de-sub', { n: 50 }),
      evaluate('de-top', { n: 50 }),
      evaluate('de-top', { n: 50 }, true),
    ],
  };
}

function ruleTasks(): Script {
  const graph = graphOf(
    'rt',
    decision('rt-grade', grades('rt-grade')),
    decision('rt-plain', literal('n + 1')),
  );
  const mapped = mappings({ input: { n: '=given * 2' }, output: { out: '=result + "!"' } });
  return {
    name: 'business rule tasks write the result of their decision',
    steps: [
      deploy(
        graph,
        decides('rt-static', calls('rt-grade')),
        decides('rt-named', calls('=name', 'bindingType="latest"')),
        decides('rt-mapped', calls('rt-grade') + mapped),
        decides(
          'rt-fails-out',
          calls('rt-plain') + mappings({ output: { out: '=assert(result, result > 100)' } }),
        ),
      ),
      create('rt-static', { n: 3 }),
      create('rt-static', {}),
      create('rt-named', { n: 3, name: 'rt-plain' }),
      create('rt-mapped', { given: 8 }),
      create('rt-fails-out', { n: 1 }),
      set('decide', { result: 200 }, true),
      resolve,
    ],
  };
}

function ruleTaskIncidents(): Script {
  const graph = graphOf(
    'ri',
    decision('ri-grade', grades('ri-grade')),
    decision('ri-log', literal('log(n)')),
  );
  return {
    name: 'a decision that is missing or fails is an incident',
    steps: [
      deploy(graph, decides('ri-named', calls('=name')), decides('ri-static', calls('ri-nowhere'))),
      create('ri-named', { n: 100, name: 'ri-grade' }),
      resolve,
      set('ri-named', { n: 1 }),
      resolve,
      create('ri-named', { n: 0, name: 'ri-log' }),
      cancel,
      create('ri-named', { n: 1, name: 'ri-later' }),
      resolve,
      deploy(graphOf('ri-later', decision('ri-later', literal('n')))),
      resolve,
      create('ri-named', { n: 1, name: 3 }),
      set('ri-named', { name: 'ri-grade' }),
      resolve,
      create('ri-named', { n: 1 }),
      cancel,
      create('ri-static'),
      cancel,
    ],
  };
}

function bindings(): Script {
  const graph = (value: string, tag: string): DmnFile =>
    graphOf('rb', decision('rb-d', literal(`"${value}"`), { tag }), decision('rb-e', literal(`"${value}"`)));
  const tagged = (tag: string): string => `bindingType="versionTag" versionTag="${tag}"`;
  return {
    name: 'business rule tasks bind to the latest version the deployment or a version tag',
    steps: [
      deploy(graph('one', 'v1'), decides('rb-deployment', calls('rb-d', 'bindingType="deployment"'))),
      deploy(graph('two', 'v2')),
      deploy(
        decides('rb-latest', calls('rb-d', 'bindingType="latest"')),
        decides('rb-tag', calls('rb-d', tagged('v1'))),
        decides('rb-no-tag', calls('rb-d', tagged('v9'))),
        decides('rb-tag-of-none', calls('rb-e', tagged('v1'))),
        decides('rb-alone', calls('rb-d', 'bindingType="deployment"')),
      ),
      create('rb-deployment'),
      create('rb-latest'),
      create('rb-tag'),
      create('rb-no-tag'),
      cancel,
      create('rb-tag-of-none'),
      cancel,
      create('rb-alone'),
      cancel,
      deploy(graph('three', 'v1')),
      create('rb-tag'),
      create('rb-deployment'),
    ],
  };
}

function boundaries(): Script {
  const graph = graphOf('rx', decision('rx-grade', grades('rx-grade')));
  const file = bpmn(
    'rx',
    start() +
      ruleTask(calls('rx-grade')) +
      boundary('be', 'decide', errorEvent('e1')) +
      boundary('bt', 'decide', timerEvent('timeDuration', '=pause')) +
      end() +
      end('x1') +
      end('x2') +
      path('start', 'decide', 'end') +
      path('be', 'x1') +
      path('bt', 'x2'),
    error('e1', 'E1'),
  );
  const many = line('rx-many', [
    [
      'decide',
      element(
        'businessRuleTask',
        'decide',
        calls('rx-grade'),
        '<bpmn:multiInstanceLoopCharacteristics isSequential="true"><bpmn:extensionElements>' +
          '<zeebe:loopCharacteristics inputCollection="=[1, 20, 300]" inputElement="n" outputCollection="grades" ' +
          'outputElement="=result" /></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>',
      ),
    ],
  ]);
  return {
    name: 'business rule tasks with boundary events and as multi-instances',
    steps: [
      deploy(graph, file, many),
      create('rx', { n: 1, pause: 'PT5M' }),
      create('rx', { n: 1, pause: 'nonsense' }),
      create('rx', { n: 200, pause: 'PT5M' }),
      cancel,
      create('rx-many'),
      cancel,
    ],
  };
}

function noRule(): Script {
  const matching = (id: string, hit: string, aggregation?: string): string =>
    decision(
      id,
      table(`${id}-t`, {
        inputs: [{ expression: 'n' }],
        outputs: [{ name: 'o' }],
        hit,
        ...(aggregation !== undefined && { aggregation }),
        rules: [
          ['> 0', '1'],
          ['> 5', '2'],
        ],
      }),
    );
  const file = graphOf(
    'dn',
    matching('dn-first', 'FIRST'),
    matching('dn-collect', 'COLLECT'),
    matching('dn-count', 'COLLECT', 'COUNT'),
  );
  return {
    name: 'a table without matching rule is null, even when it counts',
    steps: [
      deploy(file),
      ...['dn-first', 'dn-collect', 'dn-count'].flatMap((id) => [
        evaluate(id, { n: 0 }),
        evaluate(id, { n: 9 }),
      ]),
    ],
  };
}

export const decisionsScripts: readonly Script[] = [
  noRule,
  versions,
  refusals,
  evaluations,
  ruleTasks,
  ruleTaskIncidents,
  bindings,
  boundaries,
].map(withOwnIds);

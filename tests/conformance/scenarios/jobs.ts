/** Jobs of every task kind. */
import { element, mappings, task, withOwnIds } from '../../engine/kit/bpmn';
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
  type Script,
} from '../kit/steps';

function jobs(): Script {
  const headers =
    '<zeebe:taskHeaders><zeebe:header key="a" value="1" /><zeebe:header key="b" value="" /></zeebe:taskHeaders>';
  const definition = '<zeebe:taskDefinition type="=kind" retries="=tries" />';
  const file = line('x-jobs', [
    ['t', element('serviceTask', 't', definition + headers)],
    ['s', task('s', 'x-send', '', 'sendTask')],
    ['b', task('b', 'x-rule', '', 'businessRuleTask')],
    ['j', task('j', 'x-script', '', 'scriptTask')],
  ]);
  return {
    name: 'jobs of every task kind fail, time out and are retried',
    steps: [
      deploy(file),
      create('x-jobs', { kind: '', tries: 2 }),
      set('x-jobs', { kind: 'x-kind', tries: 'two' }),
      resolve,
      set('x-jobs', { tries: 2 }),
      resolve,
      fail('x-kind', 1, { message: 'again', variables: { at: 1 } }),
      fail('x-kind', 1, { backOff: MINUTE }),
      advance(2 * MINUTE),
      { do: 'activate', type: 'x-kind', timeout: 30_000 },
      advance(2 * MINUTE),
      fail('x-kind', 0),
      { do: 'retries', retries: 1 },
      resolve,
      complete('x-kind', { done: true }),
      complete('x-send'),
      complete('x-rule'),
      fail('x-script', 0, { message: 'broken', backOff: 1000 }),
      cancel,
    ],
  };
}

function userTasks(): Script {
  const assigned =
    '<zeebe:assignmentDefinition assignee="=who" candidateGroups="=groups" candidateUsers="u1" />' +
    '<zeebe:taskSchedule dueDate="=due" followUpDate="2026-02-28T08:12:00+01:00" />' +
    '<zeebe:taskHeaders><zeebe:header key="h" value="v" /></zeebe:taskHeaders>';
  const file = line('x-user', [
    ['t', element('userTask', 't', assigned)],
    ['k', element('userTask', 'k', '<zeebe:formDefinition formKey="camunda-forms:bpmn:x" />')],
    ['f', element('userTask', 'f', '<zeebe:formDefinition formId="x-form" />')],
  ]);
  const form = { name: 'x.form', content: '{"id":"x-form","components":[]}' };
  const type = 'io.camunda.zeebe:userTask';
  return {
    name: 'user tasks are jobs with assignment and form headers',
    steps: [
      deploy(file),
      create('x-user', { who: 'ann', groups: ['g1', 'g2'], due: '2026-03-01T10:00:00Z' }),
      complete(type, { done: 1 }),
      complete(type),
      deploy(form),
      resolve,
      complete(type),
      create('x-user', { who: 1, groups: ['g1', 2], due: null }),
      set('x-user', { who: 'bob' }),
      resolve,
      set('x-user', { groups: ['g'] }),
      resolve,
      cancel,
    ],
  };
}

function manyInstances(): Script {
  const file = line('x-many', [
    ['t', task('t', 'x-many', mappings({ output: { n: '=if n = null then 1 else n + 1' } }))],
  ]);
  return {
    name: 'variables of every JSON kind cross jobs',
    steps: [
      deploy(file),
      create('x-many', { n: null }),
      create('x-many', { n: 1.5 }),
      create('x-many', { 'with space': 'é"\\', nested: { a: { b: [] } } }),
      complete('x-many'),
      complete('x-many', { extra: [1, { deep: true }] }),
      complete('x-many'),
    ],
  };
}

export const jobsScripts: readonly Script[] = [jobs, userTasks, manyInstances].map(withOwnIds);

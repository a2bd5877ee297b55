/** User tasks that the engine keeps itself (`zeebe:userTask`). */
import {
  boundary,
  bpmn,
  element,
  end,
  mappings,
  message,
  messageEvent,
  path,
  start,
  withOwnIds,
} from '../../engine/kit/bpmn';
import {
  cancel,
  create,
  deploy,
  line,
  publish,
  refused,
  resolve,
  set,
  userTask,
  type Script,
} from '../kit/steps';

const native = (id: string, extensions = '', content = ''): string =>
  element('userTask', id, `<zeebe:userTask />${extensions}`, content);

const PLANNED =
  '<zeebe:assignmentDefinition assignee="=who" candidateGroups="dsi, rssi" candidateUsers="=[who, &quot;b&quot;]" />' +
  '<zeebe:taskSchedule dueDate="2026-03-01T10:00:00Z" followUpDate="=when" />' +
  '<zeebe:priorityDefinition priority="=urgency" />' +
  '<zeebe:formDefinition externalReference="form://x" />' +
  '<zeebe:taskHeaders><zeebe:header key="h" value="v" /></zeebe:taskHeaders>';

function life(): Script {
  const file = line('x-nut', [
    ['a', native('a', PLANNED + mappings({ input: { local: '=who' }, output: { result: '=r' } }))],
    ['b', native('b')],
  ]);
  const started = { who: 'alice', when: '2026-02-01T10:00:00Z', urgency: 80 };
  return {
    name: 'native user tasks are assigned, claimed, updated and completed',
    steps: [
      deploy(file),
      create('x-nut', started),
      userTask('a', { assign: { assignee: 'bruno' } }),
      refused(userTask('a', { claim: { assignee: 'carla' } })),
      userTask('a', { claim: { assignee: 'bruno', action: 'mine' } }),
      userTask('a', { update: { changes: { candidateGroups: ['dat'], priority: 10 } } }),
      userTask('a', { update: { changes: { dueDate: '', candidateUsers: [] }, action: 'later' } }),
      userTask('a', { complete: { variables: { r: 1 } } }),
      refused(userTask('a', { complete: {} })),
      refused(userTask('a', { assign: { assignee: 'x' } })),
      refused(userTask('a', { update: { changes: { priority: 1 } } })),
      userTask('b', { claim: { assignee: 'dora' } }),
      userTask('b', { complete: { variables: { end: true }, action: 'approve' } }),
    ],
  };
}

function ends(): Script {
  const file = bpmn(
    'x-nut-ends',
    start() +
      native('a', '<zeebe:priorityDefinition priority="=p" />') +
      boundary('b', 'a', messageEvent('m')) +
      end() +
      end('xb') +
      path('start', 'a', 'end') +
      path('b', 'xb'),
    message('m', 'x-nut-m', '="k"'),
  );
  return {
    name: 'native user tasks are cancelled with their element, and wait for their priority',
    steps: [
      deploy(file),
      create('x-nut-ends', { p: 5 }),
      userTask('a', { assign: { assignee: 'alice' } }),
      publish('x-nut-m', 'k'),
      create('x-nut-ends', { p: 5 }),
      cancel,
      create('x-nut-ends', { p: 101 }),
      set('x-nut-ends', { p: 'high' }),
      resolve,
      set('x-nut-ends', { p: 0 }),
      resolve,
      userTask('a', { complete: {} }),
    ],
  };
}

export const nativeUserTasksScripts: readonly Script[] = [life, ends].map(withOwnIds);

/** Deleted processes and forms. */
import {
  bpmn,
  element,
  end,
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
import {
  advance,
  broadcast,
  cancel,
  complete,
  create,
  deploy,
  line,
  MINUTE,
  publish,
  refused,
  remove,
  type Script,
} from '../kit/steps';

const renamed = (file: { name: string; content: string }, name: string) => ({
  ...file,
  content: file.content.replace(/isExecutable/, `zeebe:note="${name}" isExecutable`),
});

function processes(): Script {
  const one = line('x-del', [['t', task('t', 'x-del-t')]]);
  const [two, three] = [renamed(one, 'two'), renamed(one, 'three')];
  return {
    name: 'a deleted process gives its version to no other',
    steps: [
      deploy(one),
      create('x-del'),
      refused(remove('x-del')),
      complete('x-del-t'),
      remove('x-del'),
      refused(create('x-del')),
      refused(remove('x-del')),
      deploy(one),
      deploy(two),
      deploy(three),
      remove('x-del', 4),
      create('x-del'),
      deploy(three),
      remove('x-del', 5),
      deploy(three),
      deploy(three),
      remove('x-del', 2),
      deploy(three),
      remove('x-del'),
      deploy(two),
      cancel,
      remove('x-del', 3),
      refused({ do: 'create', id: 'x-del', version: 2 }),
    ],
  };
}

function startEvents(): Script {
  const file = bpmn(
    'x-del-start',
    element('startEvent', 'm', '', messageEvent('mm')) +
      element('startEvent', 's', '', signalEvent('ss')) +
      element('startEvent', 'tm', '', timerEvent('timeCycle', 'R/PT1M')) +
      end() +
      path('m', 'end') +
      path('s', 'end') +
      path('tm', 'end'),
    message('mm', 'x-ds-m') + signal('ss', 'x-ds-s'),
  );
  const none = bpmn('x-del-start', start() + end() + path('start', 'end'));
  return {
    name: 'a deleted process starts no more, and the version before it does',
    steps: [
      deploy(file),
      deploy(renamed(file, 'two')),
      remove('x-del-start'),
      publish('x-ds-m', 'k'),
      broadcast('x-ds-s'),
      advance(MINUTE + 1000),
      deploy(renamed(file, 'three')),
      remove('x-del-start', 1),
      broadcast('x-ds-s'),
      deploy({ ...none, name: 'x-del-start.bpmn' }),
      broadcast('x-ds-s'),
      remove('x-del-start'),
      broadcast('x-ds-s'),
      remove('x-del-start'),
      broadcast('x-ds-s'),
      publish('x-ds-m', 'k'),
      advance(2 * MINUTE),
    ],
  };
}

function forms(): Script {
  const one = { name: 'x.form', content: '{"id":"x-del-form","components":[]}' };
  const two = { name: 'x.form', content: '{"id":"x-del-form","components":[],"n":2}' };
  const file = line('x-del-form-user', [
    ['u', element('userTask', 'u', '<zeebe:formDefinition formId="x-del-form" />')],
  ]);
  return {
    name: 'a deleted form is not found, and the version before it is',
    steps: [
      deploy(one),
      deploy(two),
      deploy(file),
      create('x-del-form-user'),
      remove('x-del-form'),
      create('x-del-form-user'),
      deploy(one),
      deploy(two),
      remove('x-del-form'),
      remove('x-del-form', 1),
      create('x-del-form-user'),
      refused(remove('x-del-form')),
      deploy(one),
      cancel,
      cancel,
      cancel,
    ],
  };
}

export const resourceDeletionsScripts: readonly Script[] = [processes, startEvents, forms].map(withOwnIds);

/** Errors thrown by jobs and end events, caught or not. */
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
  withOwnIds,
} from '../../engine/kit/bpmn';
import { cancel, complete, create, deploy, resolve, throwError, type Script } from '../kit/steps';

function errors(): Script {
  const file = bpmn(
    'x-errors',
    start() +
      element(
        'subProcess',
        'sp',
        '',
        `${start('ss')}${task('t', 'x-err')}${end('se')}${path('ss', 't', 'se')}`,
      ) +
      boundary('bc', 'sp', errorEvent('ec')) +
      boundary('ba', 'sp', errorEvent('ea')) +
      boundary('bb', 'sp', errorEvent('eb')) +
      [end('e0'), end('e1'), end('e2'), end('e3')].join('') +
      path('start', 'sp', 'e0') +
      path('bc', 'e1') +
      path('ba', 'e2') +
      path('bb', 'e3'),
    error('ea', 'a') + error('eb', 'b') + error('ec', 'c'),
  );
  return {
    name: 'errors are caught by their code',
    steps: [
      deploy(file),
      create('x-errors'),
      throwError('x-err', 'b', { message: 'msg', variables: { v: 1 } }),
      create('x-errors'),
      throwError('x-err', 'zz', { message: 'msg' }),
      resolve,
      throwError('x-err', 'c'),
      create('x-errors'),
      throwError('x-err', 'zz'),
      cancel,
    ],
  };
}

function catchAll(): Script {
  const file = bpmn(
    'x-catch-all',
    start() +
      task('t', 'x-ca', mappings({ input: { local: '="l"' } })) +
      boundary('b1', 't', errorEvent('e1')) +
      element(
        'boundaryEvent',
        'b2',
        mappings({ output: { seen: '=v', hidden: '=local' } }),
        errorEvent(),
        'attachedToRef="t"',
      ) +
      end() +
      end('x1') +
      end('x2') +
      path('start', 't', 'end') +
      path('b1', 'x1') +
      path('b2', 'x2'),
    error('e1', 'one'),
  );
  return {
    name: 'an error boundary event without code catches every other error',
    steps: [
      deploy(file),
      create('x-catch-all'),
      throwError('x-ca', 'other', { variables: { v: 7 } }),
      create('x-catch-all'),
      throwError('x-ca', 'one', { variables: { v: 7 } }),
    ],
  };
}

function errorEnd(): Script {
  const inside = `${start('ss')}${element('endEvent', 'ee', '', errorEvent('err'))}${path('ss', 'ee')}`;
  const caught = bpmn(
    'x-error-end',
    `${start()}${element('subProcess', 'sp', '', inside)}${boundary('b', 'sp', errorEvent('err'))}${end()}${end('x')}` +
      path('start', 'sp', 'end') +
      path('b', 'x'),
    error('err', 'E9'),
  );
  const uncaught = bpmn(
    'x-error-lost',
    `${start()}${element('endEvent', 'ee', '', errorEvent('err'))}${path('start', 'ee')}`,
    error('err', 'E9'),
  );
  return {
    name: 'an error end event is caught by its subprocess or is an incident',
    steps: [deploy(caught), create('x-error-end'), deploy(uncaught), create('x-error-lost'), resolve, cancel],
  };
}

function nestedErrors(): Script {
  const deep = `${start('ds')}${task('dt', 'x-nested')}${element('endEvent', 'de', '', errorEvent('e2'))}${path('ds', 'dt', 'de')}`;
  const inner =
    `${start('ss')}${element('parallelGateway', 'sf')}${element('subProcess', 'deep', '', deep)}${task('other', 'x-other')}` +
    boundary('bi', 'deep', errorEvent('e3')) +
    end('ie') +
    path('ss', 'sf', 'deep') +
    path('sf', 'other') +
    path('bi', 'ie');
  const file = bpmn(
    'x-nested-errors',
    start() +
      element('subProcess', 'sp', '', inner) +
      boundary('b1', 'sp', errorEvent('e1')) +
      element(
        'boundaryEvent',
        'b2',
        mappings({ output: { caught: '=why' } }),
        errorEvent('e2'),
        'attachedToRef="sp"',
      ) +
      end() +
      end('x1') +
      end('x2') +
      path('start', 'sp', 'end') +
      path('b1', 'x1') +
      path('b2', 'x2'),
    error('e1', 'one') + error('e2', 'two') + error('e3', 'three'),
  );
  return {
    name: 'an error goes up through subprocesses until it is caught',
    steps: [
      deploy(file),
      create('x-nested-errors'),
      throwError('x-nested', 'one', { variables: { why: 1 } }),
      create('x-nested-errors', { why: 'outer' }),
      complete('x-nested'),
      create('x-nested-errors'),
      throwError('x-nested', 'three'),
      complete('x-other'),
    ],
  };
}

export const errorsScripts: readonly Script[] = [errors, catchAll, errorEnd, nestedErrors].map(withOwnIds);

/** Messages: correlation, buffering, starts. */
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
  task,
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
  publish,
  resolve,
  set,
  type Script,
} from '../kit/steps';

function messages(): Script {
  const file = bpmn(
    'x-messages',
    start() +
      element('intermediateCatchEvent', 'c', mappings({ output: { got: '=v' } }), messageEvent('m1')) +
      task('t', 'x-msg') +
      boundary('n', 't', messageEvent('m2'), false) +
      boundary('i', 't', messageEvent('m3')) +
      end() +
      end('e1') +
      end('e2') +
      path('start', 'c', 't', 'end') +
      path('n', 'e1') +
      path('i', 'e2'),
    message('m1', 'x-one', '=key') + message('m2', 'x-two', '=key') + message('m3', 'x-three', '=key'),
  );
  return {
    name: 'messages correlate to catch and boundary events',
    steps: [
      deploy(file),
      publish('x-one', '12', { ttl: 10 * MINUTE, variables: { v: 1 } }),
      create('x-messages', { key: 12.5 }),
      publish('x-two', '12', { variables: { w: 1 } }),
      publish('x-two', '12', { variables: { w: 2 } }),
      publish('x-three', '12', { variables: { z: 1 } }),
      create('x-messages', { key: true }),
      set('x-messages', { key: 'k' }),
      resolve,
      publish('x-one', 'k'),
      complete('x-msg'),
      advance(15 * MINUTE),
    ],
  };
}

function twoInstances(): Script {
  const file = line(
    'x-two-instances',
    [['r', element('receiveTask', 'r', '', '', 'messageRef="m"')]],
    message('m', 'x-shared', '=key'),
  );
  return {
    name: 'a message correlates to one instance of a process',
    steps: [
      deploy(file),
      create('x-two-instances', { key: 'k' }),
      create('x-two-instances', { key: 'k' }),
      publish('x-shared', 'k', { id: 'i1', ttl: MINUTE }),
      publish('x-shared', 'k', { id: 'i2', ttl: MINUTE }),
      advance(3 * MINUTE),
    ],
  };
}

function messageStart(): Script {
  const starts =
    element('startEvent', 'm1', mappings({ output: { taken: '=v' } }), messageEvent('msg1')) +
    element('startEvent', 'm2', '', messageEvent('msg2')) +
    start('none');
  const body = `${starts}${task('t', 'x-started')}${end()}${path('m1', 't', 'end')}${path('m2', 't')}${path('none', 't')}`;
  const roots = message('msg1', 'x-start-1') + message('msg2', 'x-start-2');
  const file = bpmn('x-message-start', body, roots);
  const second = { ...file, content: file.content.replace('name="x-message-start"', 'name="second"') };
  return {
    name: 'messages start one instance a correlation key at a time',
    steps: [
      deploy(file),
      publish('x-start-1', 'k', { ttl: 10 * MINUTE, variables: { v: 1 } }),
      publish('x-start-1', 'k', { ttl: 10 * MINUTE, variables: { v: 2 } }),
      complete('x-started'),
      complete('x-started'),
      publish('x-start-2', '', { variables: { w: 1 } }),
      complete('x-started'),
      create('x-message-start'),
      complete('x-started'),
      deploy(second),
      publish('x-start-2', 'q', { ttl: 10 * MINUTE }),
      publish('x-start-2', 'q', { ttl: 10 * MINUTE }),
      cancel,
      cancel,
      advance(15 * MINUTE),
    ],
  };
}

function rejectedCorrelation(): Script {
  const file = bpmn(
    'x-rejected',
    start() +
      element(
        'receiveTask',
        'r',
        mappings({ output: { out: '=assert(v, v != null)' } }),
        '',
        'messageRef="m1"',
      ) +
      boundary('b', 'r', messageEvent('m2')) +
      end() +
      end('e1') +
      path('start', 'r', 'end') +
      path('b', 'e1'),
    message('m1', 'x-rej-1', '=key') + message('m2', 'x-rej-2', '=key'),
  );
  return {
    name: 'an interrupted subscription leaves its message to others',
    steps: [
      deploy(file),
      create('x-rejected', { key: 'k' }),
      publish('x-rej-1', 'k'),
      create('x-rejected', { key: 'k' }),
      publish('x-rej-2', 'k', { ttl: MINUTE }),
      advance(3 * MINUTE),
      cancel,
    ],
  };
}

function bufferedMany(): Script {
  const file = bpmn(
    'x-buffered',
    start() +
      task('t', 'x-buf', mappings({ input: { key: '="inner"' } })) +
      boundary('n', 't', messageEvent('m1'), false) +
      end() +
      end('e1') +
      path('start', 't', 'end') +
      path('n', 'e1'),
    message('m1', 'x-buf-1', '=key'),
  );
  return {
    name: 'buffered messages correlate one after another',
    steps: [
      deploy(file),
      publish('x-buf-1', 'outer', { ttl: 10 * MINUTE, variables: { n: 1 } }),
      publish('x-buf-1', 'outer', { ttl: 10 * MINUTE, variables: { n: 2 } }),
      create('x-buffered', { key: 'outer' }),
      publish('x-buf-1', 'outer', { ttl: 10 * MINUTE, variables: { n: 3 } }),
      complete('x-buf'),
      advance(15 * MINUTE),
    ],
  };
}

function messageEvents(): Script {
  const definition = '<zeebe:taskDefinition type="x-throw" retries="5" />';
  const file = bpmn(
    'x-message-events',
    start() +
      element(
        'intermediateThrowEvent',
        'mt',
        definition + mappings({ input: { i: '=1' }, output: { o: '=r' } }),
        messageEvent('m1'),
      ) +
      element(
        'endEvent',
        'me',
        definition + mappings({ input: { j: '=2' }, output: { p: '=r' } }),
        messageEvent('m1'),
      ) +
      path('start', 'mt', 'me'),
    message('m1', 'x-any'),
  );
  return {
    name: 'message throw and end events are jobs',
    steps: [
      deploy(file),
      create('x-message-events'),
      complete('x-throw', { r: 1 }),
      complete('x-throw', { r: 2 }),
      create('x-message-events'),
      cancel,
    ],
  };
}

export const messagesScripts: readonly Script[] = [
  messages,
  twoInstances,
  messageStart,
  rejectedCorrelation,
  bufferedMany,
  messageEvents,
].map(withOwnIds);

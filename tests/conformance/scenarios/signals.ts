/** Signals: caught, thrown, started with. */
import {
  boundary,
  bpmn,
  element,
  end,
  mappings,
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
  MINUTE,
  resolve,
  set,
  type Script,
} from '../kit/steps';

function catching(): Script {
  const file = bpmn(
    'x-signals',
    start() +
      element('intermediateCatchEvent', 'c', mappings({ output: { got: '=v' } }), signalEvent('s1')) +
      task('t', 'x-sig') +
      boundary('n', 't', signalEvent('s2'), false) +
      boundary('i', 't', signalEvent('s3')) +
      end() +
      end('e1') +
      end('e2') +
      path('start', 'c', 't', 'end') +
      path('n', 'e1') +
      path('i', 'e2'),
    signal('s1', 'x-s-one') + signal('s2', '=named') + signal('s3', 'x-s-three'),
  );
  return {
    name: 'signals reach every waiting catch and boundary event',
    steps: [
      deploy(file),
      broadcast('x-s-one', { lost: 1 }),
      create('x-signals', { named: 'x-s-two' }),
      create('x-signals', { named: 'x-s-two' }),
      broadcast('x-s-one', { v: 1 }),
      broadcast('x-s-two', { w: 1 }),
      broadcast('x-s-two', { w: 2 }),
      broadcast('x-s-three', { z: 1 }),
      create('x-signals', { named: 5 }),
      broadcast('x-s-one'),
      set('x-signals', { named: 'x-s-two' }),
      resolve,
      complete('x-sig'),
    ],
  };
}

function throwing(): Script {
  const thrower = bpmn(
    'x-sig-throw',
    start() +
      element('intermediateThrowEvent', 'th', mappings({ input: { a: '=x' } }), signalEvent('s1')) +
      element('endEvent', 'te', mappings({ input: { b: '=x' } }), signalEvent('s2')) +
      path('start', 'th', 'te'),
    signal('s1', 'x-st-one') + signal('s2', '=name'),
  );
  const started = bpmn(
    'x-sig-start',
    element('startEvent', 'st', mappings({ output: { taken: '=a' } }), signalEvent('s1')) +
      task('t', 'x-sst') +
      end() +
      path('st', 't', 'end'),
    signal('s1', 'x-st-one'),
  );
  const second = { ...started, content: started.content.replace('name="x-sig-start"', 'name="second"') };
  const gate = bpmn(
    'x-sig-gate',
    start() +
      element('eventBasedGateway', 'g') +
      element('intermediateCatchEvent', 'c', '', signalEvent('s2')) +
      element('intermediateCatchEvent', 'd', '', timerEvent('timeDuration', 'PT1M')) +
      end() +
      path('start', 'g', 'c', 'end') +
      path('g', 'd', 'end'),
    signal('s2', 'x-st-two'),
  );
  return {
    name: 'thrown signals start and continue instances',
    steps: [
      deploy(started, gate, thrower),
      create('x-sig-gate'),
      create('x-sig-gate'),
      advance(2 * MINUTE),
      create('x-sig-gate'),
      create('x-sig-throw', { x: 3, name: 'x-st-two' }),
      complete('x-sst'),
      deploy(second),
      broadcast('x-st-one', { a: 1 }),
      complete('x-sst'),
      create('x-sig-throw', { x: 3, name: 1 }),
      set('x-sig-throw', { name: 'x-st-two' }),
      resolve,
      complete('x-sst'),
    ],
  };
}

function eventSubprocess(): Script {
  const sub = (id: string, ref: string, interrupting: boolean): string =>
    element(
      'subProcess',
      id,
      '',
      element('startEvent', `${id}_s`, '', signalEvent(ref), `isInterrupting="${interrupting}"`) +
        task(`${id}_t`, `x-ses-${id}`) +
        path(`${id}_s`, `${id}_t`),
      'triggeredByEvent="true"',
    );
  const file = bpmn(
    'x-sig-es',
    `${start()}${task('t', 'x-ses')}${path('start', 't')}${sub('brk', 's1', true)}${sub('aside', 's2', false)}`,
    signal('s1', 'x-ses-one') + signal('s2', 'x-ses-two'),
  );
  return {
    name: 'signal event subprocesses interrupt or run beside',
    steps: [
      deploy(file),
      create('x-sig-es'),
      broadcast('x-ses-two', { a: 1 }),
      complete('x-ses-aside'),
      broadcast('x-ses-one', { b: 1 }),
      complete('x-ses-brk'),
      create('x-sig-es'),
      cancel,
    ],
  };
}

export const signalsScripts: readonly Script[] = [catching, throwing, eventSubprocess].map(withOwnIds);

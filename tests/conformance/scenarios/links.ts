/** Link events: a throwing link goes on at the catching link of its name. */
import {
  bpmn,
  element,
  end,
  flow,
  linkEvent,
  mappings,
  path,
  start,
  task,
  withOwnIds,
} from '../../engine/kit/bpmn';
import { cancel, complete, create, deploy, type Script } from '../kit/steps';

const throwing = (id: string, name: string, extensions = ''): string =>
  element('intermediateThrowEvent', id, extensions, linkEvent(name));
const catching = (id: string, name: string, extensions = ''): string =>
  element('intermediateCatchEvent', id, extensions, linkEvent(name));

function jumps(): Script {
  const inner =
    start('ss') +
    throwing('st', 'inner') +
    catching('sc', 'inner') +
    task('sw', 'x-link-s') +
    end('se') +
    path('ss', 'st') +
    path('sc', 'sw', 'se');
  const file = bpmn(
    'x-links',
    start() +
      element('parallelGateway', 'fork') +
      throwing('t1', 'a', mappings({ output: { from: '="t1"' } })) +
      throwing('t2', 'a') +
      catching('c', 'a', mappings({ input: { ignored: '=1' }, output: { at: '="c"' } })) +
      task('w', 'x-link-w') +
      element('subProcess', 'sp', '', inner) +
      end() +
      path('start', 'fork', 't1') +
      path('fork', 't2') +
      path('c', 'w', 'sp', 'end'),
  );
  return {
    name: 'links go on at the catching event of their name',
    steps: [
      deploy(file),
      create('x-links'),
      complete('x-link-w'),
      complete('x-link-w'),
      complete('x-link-s'),
      complete('x-link-s'),
      create('x-links'),
      complete('x-link-w'),
      cancel,
    ],
  };
}

function loop(): Script {
  const file = bpmn(
    'x-link-loop',
    start() +
      catching('top', 'again') +
      element('exclusiveGateway', 'merge') +
      task('w', 'x-link-l') +
      element('exclusiveGateway', 'g', '', '', 'default="fd"') +
      throwing('back', 'again') +
      end() +
      path('start', 'merge', 'w', 'g') +
      path('top', 'merge') +
      flow('g', 'back', '=more', 'fm') +
      flow('g', 'end', undefined, 'fd'),
  );
  return {
    name: 'a link goes back to what was done before',
    steps: [
      deploy(file),
      create('x-link-loop'),
      complete('x-link-l', { more: true }),
      complete('x-link-l', { more: false }),
    ],
  };
}

export const linksScripts: readonly Script[] = [jumps, loop].map(withOwnIds);

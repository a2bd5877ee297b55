/** Deployments and their versions. */
import { element, withOwnIds } from '../../engine/kit/bpmn';
import { create, deploy, line, type Script } from '../kit/steps';

function deployments(): Script {
  const one = line('x-one', [['t', element('task', 't')]]);
  const two = line('x-two', [['t', element('task', 't')]]);
  const form = { name: 'y.form', content: '{"id":"y-form","versionTag":"v1","components":[]}' };
  const changed = { ...one, content: one.content.replace('name="x-one"', 'name="x-one changed"') };
  return {
    name: 'one changed resource gives a deployment new versions',
    steps: [
      deploy(one, form, two),
      deploy(one, form, two),
      deploy(changed, form, two),
      deploy({ ...two, name: 'renamed.bpmn' }),
      create('x-one'),
    ],
  };
}

export const deploymentsScripts: readonly Script[] = [deployments].map(withOwnIds);

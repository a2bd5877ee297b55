/** Forms: deployed in versions, bound to user tasks. */
import { element, withOwnIds, type BpmnFile } from '../../engine/kit/bpmn';
import { cancel, complete, create, deploy, line, refused, resolve, set, type Script } from '../kit/steps';

const USER_TASK = 'io.camunda.zeebe:userTask';

function form(id: string, content: object = {}, name = `${id}.form`): { name: string; content: string } {
  return { name, content: JSON.stringify({ id, components: [], ...content }) };
}

function asks(id: string, attributes: string): BpmnFile {
  return line(id, [['ask', element('userTask', 'ask', `<zeebe:formDefinition ${attributes} />`)]]);
}

function versions(): Script {
  const one = form('fv-one');
  return {
    name: 'forms are deployed in versions',
    steps: [
      deploy(one),
      deploy(one),
      deploy(form('fv-one', { versionTag: 'v1' })),
      deploy(form('fv-one', { versionTag: 'v1' }, 'renamed.form')),
      deploy(one, form('fv-two', { versionTag: '' })),
      deploy(form('fv-two', { versionTag: '' }), form('fv-three', { schemaVersion: 16, type: 'default' })),
      refused(deploy(one, form('fv-one', {}, 'again.form'))),
      refused(
        deploy({ name: 'a.form', content: '{"components": []}' }, { name: 'b.form', content: '{"id": " "}' }),
      ),
    ],
  };
}

function bindings(): Script {
  const tagged = (tag: string): string => `formId="fb" bindingType="versionTag" versionTag="${tag}"`;
  const asked = (id: string) => [create(id), complete(USER_TASK)];
  return {
    name: 'user tasks bind to the latest form the deployment or a version tag',
    steps: [
      deploy(form('fb', { versionTag: 'v1' }), asks('fb-deployment', 'formId="fb" bindingType="deployment"')),
      deploy(form('fb', { versionTag: 'v2' })),
      deploy(
        asks('fb-latest', 'formId="fb" bindingType="latest"'),
        asks('fb-named', 'formId="=name" bindingType="versionTag" versionTag="v1"'),
        asks('fb-tag', tagged('v1')),
        asks('fb-no-tag', tagged('v9')),
        asks('fb-alone', 'formId="fb" bindingType="deployment"'),
        asks('fb-key', 'formKey="https://example.org" bindingType="deployment"'),
      ),
      ...asked('fb-deployment'),
      ...asked('fb-latest'),
      ...asked('fb-tag'),
      ...asked('fb-key'),
      create('fb-named', { name: 3 }),
      set('fb-named', { name: 'nowhere' }),
      resolve,
      set('fb-named', { name: 'fb' }),
      resolve,
      complete(USER_TASK),
      create('fb-no-tag'),
      deploy(form('fb', { versionTag: 'v9' })),
      resolve,
      complete(USER_TASK),
      create('fb-alone'),
      cancel,
    ],
  };
}

export const formsScripts: readonly Script[] = [versions, bindings].map(withOwnIds);

import type { DeploymentValue } from '../values';
import { DEFAULT_TENANT } from '../values';
import type { CommandProcessor } from './command-processor';
import { CommandRejected } from './command-processor';
import { addForm, writeForms } from './deployment-forms';
import { addProcesses, writeProcesses } from './deployment-processes';
import { openStartEventSubscriptions, openStartTimers } from './deployment-start-events';
import type { DeploymentDraft } from './deployment-draft';

/** All resources or none. When one changed, all get new versions. */
export const processCreateDeployment: CommandProcessor<'DEPLOYMENT'> = (command, context) => {
  const { writers } = context;
  const resources = command.value.resources ?? [];
  if (resources.length === 0) reject('Expected to deploy at least one resource, but none given');
  const draft: DeploymentDraft = { deploymentKey: writers.nextKey(), processes: [], forms: [] };
  const errors = resources.flatMap((resource, index) => {
    const parsed = context.resources[index];
    if (parsed === undefined) throw new Error(`Expected resource '${resource.resourceName}' to be parsed`);
    const error = addResource(
      draft,
      { ...resource, checksum: parsed.checksum, parsed: parsed.parsed },
      context,
    );
    return error === undefined ? [] : [`\n${error}`];
  });
  if (errors.length > 0) {
    reject(`Expected to deploy new resources, but encountered the following errors:${errors.join('')}`);
  }
  if (![...draft.processes, ...draft.forms].every(({ duplicate }) => duplicate)) {
    resources.forEach((resource, index) => {
      const checksum = context.resources[index]?.checksum ?? '';
      writeProcesses(draft, { ...resource, checksum }, context);
      writeForms(draft, { ...resource, checksum }, context);
    });
  }
  openStartTimers(draft, context);
  const value: DeploymentValue = {
    resources: [],
    deploymentKey: draft.deploymentKey,
    processesMetadata: draft.processes,
    formMetadata: draft.forms,
    decisionsMetadata: [],
    decisionRequirementsMetadata: [],
    tenantId: DEFAULT_TENANT,
  };
  writers.respond(command, 'CREATED', draft.deploymentKey, value);
  writers.event('DEPLOYMENT', 'CREATED', draft.deploymentKey, value);
  openStartEventSubscriptions(draft, context);
};

/** Returns what is wrong with it. */
function addResource(
  draft: DeploymentDraft,
  resource: Parameters<typeof addProcesses>[1],
  context: Parameters<typeof addProcesses>[2],
): string | undefined {
  const { resourceName } = resource;
  if (/\.(bpmn|xml)$/.test(resourceName)) return addProcesses(draft, resource, context);
  if (resourceName.endsWith('.form')) return addForm(draft, resource, context);
  if (resourceName.endsWith('.dmn')) {
    return `'${resourceName}': the embedded engine does not support DMN yet`;
  }
  return `\n'${resourceName}': unknown resource type`;
}

function reject(reason: string): never {
  throw new CommandRejected({ type: 'INVALID_ARGUMENT', reason });
}

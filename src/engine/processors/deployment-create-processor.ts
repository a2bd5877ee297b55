import type { DeploymentValue } from '../values';
import { DEFAULT_TENANT } from '../values';
import type { CommandProcessor, ProcessorContext } from './command-processor';
import { CommandRejected } from './command-processor';
import { addDecisions, writeDecisions } from './deployment-decisions';
import { addForm, writeForms } from './deployment-forms';
import { addProcesses, writeProcesses } from './deployment-processes';
import { openStartEventSubscriptions, openStartTimers } from './deployment-start-events';
import type { DeploymentDraft, DraftBpmn, DraftDmn } from './deployment-draft';

/** All resources or none. When one changed, all get new versions. */
export const processCreateDeployment: CommandProcessor<'DEPLOYMENT'> = (command, context) => {
  const { writers } = context;
  const resources = command.value.resources ?? [];
  if (resources.length === 0) reject('Expected to deploy at least one resource, but none given');
  const draft: DeploymentDraft = {
    deploymentKey: writers.nextKey(),
    processes: [],
    forms: [],
    decisions: [],
    requirements: [],
  };
  const errors = resources.flatMap((resource, index) => {
    const parsed = context.resources[index];
    if (parsed === undefined) throw new Error(`Expected resource '${resource.resourceName}' to be parsed`);
    const error = addResource(draft, { ...parsed, ...resource }, context);
    return error === undefined ? [] : [`\n${error}`];
  });
  if (errors.length > 0) {
    reject(`Expected to deploy new resources, but encountered the following errors:${errors.join('')}`);
  }
  const { processes, forms, decisions, requirements } = draft;
  if (![...processes, ...forms, ...decisions, ...requirements].every(({ duplicate }) => duplicate)) {
    resources.forEach((resource, index) => {
      const checksum = context.resources[index]?.checksum ?? '';
      writeProcesses(draft, { ...resource, checksum }, context);
      writeDecisions(draft, { ...resource, checksum }, context);
      writeForms(draft, { ...resource, checksum }, context);
    });
  }
  openStartTimers(draft, context);
  const value: DeploymentValue = {
    resources: [],
    deploymentKey: draft.deploymentKey,
    processesMetadata: draft.processes,
    formMetadata: draft.forms,
    decisionsMetadata: draft.decisions,
    decisionRequirementsMetadata: draft.requirements,
    tenantId: DEFAULT_TENANT,
  };
  writers.respond(command, 'CREATED', draft.deploymentKey, value);
  writers.event('DEPLOYMENT', 'CREATED', draft.deploymentKey, value);
  openStartEventSubscriptions(draft, context);
};

/** Returns what is wrong with it. */
function addResource(
  draft: DeploymentDraft,
  resource: DraftBpmn & DraftDmn,
  context: ProcessorContext,
): string | undefined {
  const { resourceName } = resource;
  if (/\.(bpmn|xml)$/.test(resourceName)) return addProcesses(draft, resource, context);
  if (resourceName.endsWith('.form')) return addForm(draft, resource, context);
  if (resourceName.endsWith('.dmn')) return addDecisions(draft, resource, context);
  return `\n'${resourceName}': unknown resource type`;
}

function reject(reason: string): never {
  throw new CommandRejected({ type: 'INVALID_ARGUMENT', reason });
}

import { formatErrors } from '../../bpmn/format-errors';
import type { ExecutableProcess } from '../../bpmn/model';
import type { ProcessMetadata } from '../values';
import { DEFAULT_TENANT } from '../values';
import type { ProcessorContext } from './command-processor';
import type { DeploymentDraft, DraftBpmn, DraftResource } from './deployment-draft';

/** Judges each process against its latest version only, by content and resource name. */
export function addProcesses(
  draft: DeploymentDraft,
  resource: DraftBpmn,
  context: ProcessorContext,
): string | undefined {
  const { parsed, resourceName } = resource;
  if (parsed === undefined) throw new Error(`Expected BPMN resource '${resourceName}' to be parsed`);
  if (!parsed.ok) return formatErrors(resourceName, parsed.errors);
  const twice = draft.processes.find(({ bpmnProcessId }) =>
    parsed.processes.some((process) => process.bpmnProcessId === bpmnProcessId),
  );
  if (twice !== undefined) {
    return `Duplicated process id in resources '${twice.resourceName}' and '${resourceName}'`;
  }
  context.models.add(resource.checksum, parsed);
  for (const process of parsed.processes) {
    draft.processes.push(metadataOf(process, draft, resource, context));
  }
  return undefined;
}

function metadataOf(
  process: ExecutableProcess,
  { deploymentKey }: DeploymentDraft,
  { checksum, resourceName }: DraftResource,
  { state, writers }: ProcessorContext,
): ProcessMetadata {
  const { bpmnProcessId, versionTag = '' } = process;
  const latest = state.processes.lastDeployed(bpmnProcessId);
  const described = { bpmnProcessId, versionTag, resourceName, checksum, tenantId: DEFAULT_TENANT };
  if (latest?.checksum === checksum && latest.resourceName === resourceName) {
    const { version, processDefinitionKey } = latest;
    return {
      ...described,
      version,
      processDefinitionKey,
      deploymentKey: latest.deploymentKey,
      duplicate: true,
    };
  }
  const version = state.processes.nextVersion(bpmnProcessId);
  return { ...described, version, processDefinitionKey: writers.nextKey(), deploymentKey, duplicate: false };
}

export function writeProcesses(
  draft: DeploymentDraft,
  { checksum, resource }: DraftResource,
  { state, writers }: ProcessorContext,
): void {
  draft.processes = draft.processes.map((metadata) => {
    if (metadata.checksum !== checksum) return metadata;
    const written: ProcessMetadata = metadata.duplicate
      ? {
          ...metadata,
          processDefinitionKey: writers.nextKey(),
          version: state.processes.nextVersion(metadata.bpmnProcessId),
          deploymentKey: draft.deploymentKey,
          duplicate: false,
        }
      : metadata;
    writers.event('PROCESS', 'CREATED', written.processDefinitionKey, { ...written, resource });
    return written;
  });
}

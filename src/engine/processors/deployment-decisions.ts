/** Decisions of a deployment. A graph and its decisions have versions of their own. */
import type { Decision, DecisionGraph } from '../../dmn';
import type { DecisionRequirementsMetadata, DecisionValue } from '../values';
import { DEFAULT_TENANT } from '../values';
import type { ProcessorContext } from './command-processor';
import type { DeploymentDraft, DraftDmn, DraftResource } from './deployment-draft';

/** Returns what is wrong with the resource. */
export function addDecisions(
  draft: DeploymentDraft,
  resource: DraftDmn,
  context: ProcessorContext,
): string | undefined {
  const { decisions: parsed, resourceName } = resource;
  if (parsed === undefined) throw new Error(`Expected DMN resource '${resourceName}' to be parsed`);
  if (!parsed.ok) return `'${resourceName}': ${parsed.failure}`;
  const { graph } = parsed;
  const duplicate = duplicateIn(draft, graph, resourceName);
  if (duplicate !== undefined) return duplicate;
  context.models.addGraph(resource.checksum, graph);
  const requirements = requirementsOf(graph, resource, context);
  draft.requirements.push(requirements);
  for (const decision of graph.decisions.values()) {
    draft.decisions.push(decisionOf(decision, requirements, draft, context));
  }
  return undefined;
}

function duplicateIn(
  draft: DeploymentDraft,
  { id, decisions }: DecisionGraph,
  resourceName: string,
): string | undefined {
  const text = (what: string, twice: string, first: string): string =>
    `Expected the ${what} ids to be unique within a deployment but found a duplicated id '${twice}' in the resources ` +
    `'${first}' and '${resourceName}'.`;
  const graph = draft.requirements.find(({ decisionRequirementsId }) => decisionRequirementsId === id);
  if (graph !== undefined) return text('decision requirements', id, graph.resourceName);
  const decision = draft.decisions.find(({ decisionId }) => decisions.has(decisionId));
  if (decision === undefined) return undefined;
  const first = draft.requirements.find(
    ({ decisionRequirementsKey }) => decisionRequirementsKey === decision.decisionRequirementsKey,
  );
  return text('decision', decision.decisionId, first?.resourceName ?? '<?>');
}

/** A duplicate when content, name and the graph of every decision are those of the latest version. */
function requirementsOf(
  { id, name, namespace, decisions }: DecisionGraph,
  { checksum, resourceName }: DraftResource,
  { state, writers }: ProcessorContext,
): DecisionRequirementsMetadata {
  const latest = state.decisions.latestRequirements(id);
  const described = {
    decisionRequirementsId: id,
    decisionRequirementsName: name,
    namespace,
    resourceName,
    checksum,
    tenantId: DEFAULT_TENANT,
  };
  const isDuplicate =
    latest?.checksum === checksum &&
    latest.resourceName === resourceName &&
    [...decisions.keys()].every(
      (decisionId) =>
        state.decisions.latest(decisionId)?.decisionRequirementsKey === latest.decisionRequirementsKey,
    );
  return {
    ...described,
    decisionRequirementsVersion: (latest?.decisionRequirementsVersion ?? 0) + (isDuplicate ? 0 : 1),
    decisionRequirementsKey: isDuplicate ? latest.decisionRequirementsKey : writers.nextKey(),
    duplicate: isDuplicate,
  };
}

function decisionOf(
  { id, name, versionTag }: Decision,
  { decisionRequirementsId, decisionRequirementsKey }: DecisionRequirementsMetadata,
  { deploymentKey }: DeploymentDraft,
  { state, writers }: ProcessorContext,
): DecisionValue {
  const latest = state.decisions.latest(id);
  const described = {
    decisionId: id,
    decisionName: name,
    versionTag,
    decisionRequirementsId,
    decisionRequirementsKey,
    tenantId: DEFAULT_TENANT,
  };
  if (latest?.decisionRequirementsKey === decisionRequirementsKey) {
    const { version, decisionKey } = latest;
    return { ...described, version, decisionKey, deploymentKey: latest.deploymentKey, duplicate: true };
  }
  const version = (latest?.version ?? 0) + 1;
  return { ...described, version, decisionKey: writers.nextKey(), deploymentKey, duplicate: false };
}

export function writeDecisions(
  draft: DeploymentDraft,
  { checksum, resource }: DraftResource,
  { writers }: ProcessorContext,
): void {
  const index = draft.requirements.findIndex((metadata) => metadata.checksum === checksum);
  const metadata = draft.requirements[index];
  if (metadata === undefined) return;
  const written: DecisionRequirementsMetadata = metadata.duplicate
    ? {
        ...metadata,
        decisionRequirementsKey: writers.nextKey(),
        decisionRequirementsVersion: metadata.decisionRequirementsVersion + 1,
        duplicate: false,
      }
    : metadata;
  draft.requirements[index] = written;
  writers.event('DECISION_REQUIREMENTS', 'CREATED', written.decisionRequirementsKey, {
    ...written,
    resource,
  });
  draft.decisions = draft.decisions.map((decision) => {
    if (decision.decisionRequirementsId !== written.decisionRequirementsId) return decision;
    const created: DecisionValue = decision.duplicate
      ? {
          ...decision,
          decisionKey: writers.nextKey(),
          decisionRequirementsKey: written.decisionRequirementsKey,
          version: decision.version + 1,
          deploymentKey: draft.deploymentKey,
          duplicate: false,
        }
      : decision;
    writers.event('DECISION', 'CREATED', created.decisionKey, created);
    return created;
  });
}

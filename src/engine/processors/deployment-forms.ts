import { decodeJson } from '../../xml';
import type { FormMetadata } from '../values';
import { DEFAULT_TENANT } from '../values';
import type { ProcessorContext } from './command-processor';
import type { DeploymentDraft, DraftResource } from './deployment-draft';

interface Form {
  readonly id: string;
  readonly versionTag: string;
}

export function addForm(
  draft: DeploymentDraft,
  resource: DraftResource,
  context: ProcessorContext,
): string | undefined {
  const form = parseForm(resource);
  if (typeof form === 'string') return form;
  const twice = draft.forms.find(({ formId }) => formId === form.id);
  if (twice !== undefined) {
    return (
      `Expected the form ids to be unique within a deployment but found a duplicated id '${form.id}' in the ` +
      `resources '${twice.resourceName}' and '${resource.resourceName}'.`
    );
  }
  draft.forms.push(metadataOf(form, draft, resource, context));
  return undefined;
}

/** The form, or what is wrong with it. */
function parseForm({ resourceName, resource }: DraftResource): Form | string {
  let content: unknown;
  try {
    const decoded = decodeJson(Buffer.from(resource, 'base64'));
    if (!decoded.ok) return `Failed to parse form JSON. '${resourceName}': ${decoded.failure}`;
    content = JSON.parse(decoded.text);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return `Failed to parse form JSON. '${resourceName}': ${cause}`;
  }
  const { id, versionTag } = (content ?? {}) as { id?: unknown; versionTag?: unknown };
  if (id === undefined || id === null) return 'Expected the form id to be present, but none given';
  if (typeof id === 'object')
    return `Failed to parse form JSON. '${resourceName}': Expected the form id to be a text, but it is not`;
  const formId = String(id as string | number | boolean);
  if (formId.trim() === '') return 'Expected the form id to be filled, but it is blank';
  return { id: formId, versionTag: typeof versionTag === 'string' ? versionTag : '' };
}

function metadataOf(
  form: Form,
  { deploymentKey }: DeploymentDraft,
  { checksum, resourceName }: DraftResource,
  { state, writers }: ProcessorContext,
): FormMetadata {
  const latest = state.forms.latest(form.id);
  const described = {
    formId: form.id,
    versionTag: form.versionTag,
    resourceName,
    checksum,
    tenantId: DEFAULT_TENANT,
  };
  if (latest?.checksum === checksum && latest.resourceName === resourceName) {
    const { version, formKey } = latest;
    return { ...described, version, formKey, deploymentKey: latest.deploymentKey, duplicate: true };
  }
  const version = state.forms.nextVersion(form.id);
  return { ...described, version, formKey: writers.nextKey(), deploymentKey, duplicate: false };
}

export function writeForms(
  draft: DeploymentDraft,
  { checksum, resource }: DraftResource,
  { state, writers }: ProcessorContext,
): void {
  const index = draft.forms.findIndex((metadata) => metadata.checksum === checksum);
  const metadata = draft.forms[index];
  if (metadata === undefined) return;
  const written: FormMetadata = metadata.duplicate
    ? {
        ...metadata,
        formKey: writers.nextKey(),
        version: state.forms.nextVersion(metadata.formId),
        deploymentKey: draft.deploymentKey,
        duplicate: false,
      }
    : metadata;
  draft.forms[index] = written;
  writers.event('FORM', 'CREATED', written.formKey, { ...written, resource });
}

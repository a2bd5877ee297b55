/** A draft from what is deployed: the diagram and the forms and decisions that it refers to. */
import { describeProcess, describeProcesses } from '../bpmn';
import type { ReadModel } from '../app/ports';
import { DomainError } from '../errors/catalogue';
import type { ResourceKind } from '../readmodel/views';
import type { NewDraft } from './drafts';
import type { Companions } from './companions';
import { isForEngine, type DraftFile } from './files';

export interface DeployedParts {
  readonly queries: Pick<ReadModel, 'process' | 'resourceVersions'>;
  /** Absent: only what the engine has. */
  readonly companions?: Pick<Companions, 'of'>;
}

const indented = (json: string): string => `${JSON.stringify(JSON.parse(json), null, 2)}\n`;

/** The latest; of a procedure whose starts are suspended, the one before. */
async function inUse<Version extends { readonly content: string }>(
  kind: ResourceKind,
  id: string,
  versions: readonly Version[],
): Promise<Version | undefined> {
  if (kind !== 'process') return versions[0];
  for (const version of versions) {
    if (version.content === '' || (await describeProcess(version.content, id)).suspension === '')
      return version;
  }
  return undefined;
}

async function latest(
  { queries }: Pick<DeployedParts, 'queries'>,
  kind: ResourceKind,
  id: string,
  version?: number,
): Promise<string | null> {
  const versions = await queries.resourceVersions(kind, id);
  const found =
    version === undefined ? await inUse(kind, id, versions) : versions.find((one) => one.version === version);
  return found === undefined || found.content === '' ? null : found.content;
}

/** `version`: of the diagram; unset: the latest. Forms and decisions are the latest. Throws `DomainError` NOT_FOUND. */
export async function draftOf(
  parts: DeployedParts,
  bpmnProcessId: string,
  version?: number,
): Promise<NewDraft> {
  const process = await parts.queries.process(bpmnProcessId);
  const diagram = await latest(parts, 'process', bpmnProcessId, version);
  if (process === null || diagram === null) {
    throw new DomainError(
      'NOT_FOUND',
      `La procédure « ${bpmnProcessId} » n’est pas déployée dans cette version.`,
    );
  }
  const files: DraftFile[] = [{ name: `${bpmnProcessId}.bpmn`, content: diagram }];
  const references = (await describeProcesses(diagram)).map((one) => one.references);
  for (const formId of new Set(references.flatMap(({ formIds }) => formIds))) {
    const form = await latest(parts, 'form', formId);
    if (form !== null) files.push({ name: `${formId}.form`, content: indented(form) });
  }
  const decisions = new Set<string>();
  for (const decisionId of new Set(references.flatMap(({ decisionIds }) => decisionIds))) {
    const decision = await latest(parts, 'decision', decisionId);
    if (decision === null || decisions.has(decision)) continue;
    decisions.add(decision);
    files.push({ name: `${decisionId}.dmn`, content: decision });
  }
  files.push(...((await parts.companions?.of(bpmnProcessId, version)) ?? []));
  const inService = await baseOf(parts, bpmnProcessId, version);
  return {
    title: process.name,
    bpmnProcessId,
    files: files.map((file) => ({ ...file, base: inService === null ? file.content : inService(file) })),
  };
}

/** What an earlier version is compared to; null: the draft is of the version in service itself. */
async function baseOf(parts: DeployedParts, bpmnProcessId: string, version?: number) {
  if (version === undefined) return null;
  const diagram = await latest(parts, 'process', bpmnProcessId);
  const companions = new Map(
    ((await parts.companions?.of(bpmnProcessId)) ?? []).map(({ name, content }) => [name, content]),
  );
  return (file: DraftFile): string | null => {
    if (file.name === `${bpmnProcessId}.bpmn`) return diagram;
    return isForEngine(file) ? file.content : (companions.get(file.name) ?? null);
  };
}

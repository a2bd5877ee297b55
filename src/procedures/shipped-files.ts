/** What the folders of processes/ hold, and what of it is deployed already. */
import { createHash } from 'node:crypto';
import { describeProcesses } from '../bpmn';
import { parseDmn } from '../dmn';
import type { DeployedResource, ResourceKind } from '../readmodel/views';
import type { Resource } from '../zeebe/api';

/** Something that a file defines. */
export interface Defined {
  readonly kind: ResourceKind;
  readonly id: string;
  readonly content: string;
}

/** Latest versions: kind → id → version. */
export type Versions = Readonly<Record<ResourceKind, Readonly<Record<string, number>>>>;

export function checksumOf(resources: readonly Resource[]): string {
  const hash = createHash('sha256');
  for (const { name, content } of [...resources].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    hash.update(`${name}\n${String(Buffer.byteLength(content))}\n`).update(content);
  }
  return hash.digest('hex');
}

/** Nothing of a file that cannot be read: deploying it will say why. */
export async function definedBy({ name, content }: Resource): Promise<readonly Defined[]> {
  const text = String(content);
  const kind = name.slice(name.lastIndexOf('.'));
  try {
    if (kind === '.form')
      return [{ kind: 'form', id: String((JSON.parse(text) as { id?: unknown }).id), content: text }];
    if (kind === '.dmn') {
      const read = await parseDmn(text);
      return read.ok
        ? [...read.graph.decisions.keys()].map((id) => ({ kind: 'decision', id, content: text }))
        : [];
    }
    return (await describeProcesses(text)).map(({ bpmnProcessId }) => ({
      kind: 'process',
      id: bpmnProcessId,
      content: text,
    }));
  } catch {
    return [];
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

/** Forms are compared as JSON, whose spaces and order mean nothing. */
export function sameContent(defined: Defined, deployed: Pick<DeployedResource, 'content'>): boolean {
  if (defined.kind !== 'form') return defined.content === deployed.content;
  return (
    JSON.stringify(sorted(JSON.parse(defined.content))) ===
    JSON.stringify(sorted(JSON.parse(deployed.content)))
  );
}

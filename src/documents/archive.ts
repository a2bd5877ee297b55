/**
 * The archive of a case: one zip.
 *
 *     dossier.pdf       for people: who did what and when, the data, the documents
 *     donnees.json      the case's variables
 *     historique.json   every step with its times and author
 *     documents/…       the documents, byte for byte
 *     manifeste.json    SHA-256 and size of each of the above
 */
import { createHash } from 'node:crypto';
import { strToU8, zipSync, type Zippable } from 'fflate';
import { authorOf, type CaseHistory, type CaseWords } from './history';
import { renderPdf } from './pdf';
import { fileNameOf, fillTemplate } from './template';

export interface ArchiveSource {
  readonly reference: string;
  readonly history: CaseHistory;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly words: CaseWords;
  readonly documents: readonly { readonly name: string; readonly sha256: string; readonly content: Buffer }[];
  readonly administration: string;
  readonly archivedAt: Date;
}

export interface ManifestEntry {
  readonly path: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

export interface ArchiveManifest {
  readonly format: 'logigramme-dossier/1';
  readonly reference: string;
  readonly processInstanceKey: string;
  readonly bpmnProcessId: string;
  readonly archivedAt: string;
  readonly files: readonly ManifestEntry[];
}

export interface BuiltArchive {
  readonly name: string;
  readonly bytes: Buffer;
  readonly manifest: ArchiveManifest;
}

export async function buildArchive(source: ArchiveSource): Promise<BuiltArchive> {
  const files = new Map<string, Uint8Array>([
    ['dossier.pdf', await summary(source)],
    ['donnees.json', json(source.variables)],
    ['historique.json', json(source.history)],
  ]);
  for (const document of source.documents) {
    files.set(freePath(files, `documents/${fileNameOf(document.name)}`), document.content);
  }
  const manifest: ArchiveManifest = {
    format: 'logigramme-dossier/1',
    reference: source.reference,
    processInstanceKey: source.history.processInstanceKey,
    bpmnProcessId: source.history.bpmnProcessId,
    archivedAt: source.archivedAt.toISOString(),
    files: [...files].map(([path, bytes]) => ({ path, sha256: sha256(bytes), size: bytes.length })),
  };
  const content: Zippable = Object.fromEntries(files);
  content['manifeste.json'] = json(manifest);
  return {
    name: fileNameOf(`Dossier ${source.reference}.zip`),
    bytes: Buffer.from(zipSync(content, { level: 6, mtime: source.archivedAt })),
    manifest,
  };
}

async function summary(source: ArchiveSource): Promise<Buffer> {
  const { history, reference, archivedAt, words } = source;
  const content = fillTemplate('dossier-archive', {
    reference,
    archivedAt: archivedAt.toISOString(),
    processName: history.processName,
    version: history.version,
    startedAt: history.startedAt,
    initiator: history.initiator === null ? null : (words.people[history.initiator] ?? history.initiator),
    steps: history.steps
      .filter((step) => step.name !== null && !step.type.endsWith('GATEWAY'))
      .map((step) => ({ ...step, by: authorOf(step, history, words) })),
    facts: words.facts,
    documents: source.documents.length === 0 ? null : source.documents,
  });
  return renderPdf(content, { administration: source.administration, createdAt: archivedAt });
}

/** `a.pdf`, then `a-2.pdf`: two documents may have one name. */
function freePath(taken: ReadonlyMap<string, unknown>, wanted: string): string {
  const dot = wanted.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [wanted.slice(0, dot), wanted.slice(dot)] : [wanted, ''];
  const lower = new Set([...taken.keys()].map((path) => path.toLowerCase()));
  for (let number = 1; ; number += 1) {
    const path = number === 1 ? wanted : `${stem}-${number}${ending}`;
    if (!lower.has(path.toLowerCase())) return path;
  }
}

function json(value: unknown): Uint8Array {
  return strToU8(`${JSON.stringify(value, null, 2)}\n`);
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

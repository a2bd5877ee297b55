/** How documents stand in their table. */
import { sha256 } from './archive';
import type { DocumentView, NewDocument } from './views';
import { fileNameOf } from './template';

export interface DocumentRow {
  readonly id: string;
  readonly process_instance_key: string;
  readonly kind: string;
  readonly name: string;
  readonly media_type: string;
  readonly sha256: string;
  readonly size: number;
  readonly created_by: string;
  readonly created_at: Date;
  readonly family: string | null;
  readonly version: number;
  readonly retention: string;
}

export const documentColumns =
  'id, process_instance_key, kind, name, media_type, sha256, size, created_by, created_at, family, version, retention';

export function contentOf(document: NewDocument) {
  return {
    process_instance_key: document.processInstanceKey,
    kind: document.kind,
    name: fileNameOf(document.name),
    media_type: document.contentType,
    sha256: sha256(document.content),
    size: document.content.length,
    bytes: document.content,
    created_by: document.createdBy,
  };
}

export function toView(row: DocumentRow): DocumentView {
  return {
    id: row.id,
    processInstanceKey: row.process_instance_key,
    kind: row.kind,
    name: row.name,
    contentType: row.media_type,
    sha256: row.sha256,
    size: row.size,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    firstVersion: row.family ?? row.id,
    version: row.version,
    retention: row.retention,
  };
}

/** Of each document its last version, in the order in which the first ones came. */
export function latestOf<View extends Pick<DocumentView, 'firstVersion' | 'version'>>(
  documents: readonly View[],
): View[] {
  const latest = new Map<string, View>();
  for (const one of documents) {
    const known = latest.get(one.firstVersion);
    if (known === undefined || known.version < one.version) latest.set(one.firstVersion, one);
  }
  return [...latest.values()];
}

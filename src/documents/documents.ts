/** The documents of the cases, and the archives: made once per job, kept in the database. */
import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { sha256 } from './archive';
import type { CaseHistory, CaseWords } from './history';
import { RenderThread } from './render';
import { contentOf, documentColumns as columns, latestOf, toView, type DocumentRow } from './rows';
import { fillTemplate, type TemplateData } from './template';
import type { DocumentFile, DocumentView, NewDocument } from './views';

export type { DocumentFile, DocumentView, NewDocument } from './views';

export interface RenderRequest {
  /** Idempotency key. */
  readonly jobKey: string;
  readonly processInstanceKey: string;
  /** File name in templates/documents, without `.yaml`. */
  readonly template: string;
  readonly data: TemplateData;
}

export interface ArchiveRequest {
  /** Idempotency key. */
  readonly jobKey: string;
  /** Case number, else the process instance key. */
  readonly reference: string;
  readonly history: CaseHistory;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly words: CaseWords;
}

export interface Documents {
  /** Every version of those of the instances, and their archives, oldest first. */
  ofInstances(processInstanceKeys: readonly string[]): Promise<readonly DocumentView[]>;
  read(id: string): Promise<DocumentFile | null>;
  /** The last version of the document of which `id` is one: what was signed since, for one. */
  readLatest(id: string): Promise<DocumentFile | null>;
  add(document: NewDocument): Promise<DocumentView>;
  /** The same once, under the id that `documentIdOf(origin)` gives. */
  addOnce(origin: string, document: NewDocument): Promise<void>;
  /** `variable`: the process variable that takes the id. Throws `DocumentError`. */
  renderOnce(request: RenderRequest): Promise<{ readonly id: string; readonly variable: string }>;
  /** A document that belongs to no case and is not kept. Throws `DocumentError`. */
  print(template: string, data: TemplateData): Promise<{ readonly name: string; readonly content: Buffer }>;
  /** Id of the archive that the job made, or null. */
  archiveOf(jobKey: string): Promise<string | null>;
  archiveOnce(request: ArchiveRequest): Promise<{ readonly id: string }>;
  /** What is being made fails; its job comes again. */
  close(): Promise<void>;
}

export interface DocumentsOptions {
  readonly knex: Knex;
  readonly clock: () => Date;
  /** Head of every document. */
  readonly administration: string;
}

/** Known before the document is there: a case may be started with it. */
export function documentIdOf(origin: string): string {
  const hex = sha256(Buffer.from(origin));
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

const byWorker = 'logigramme';
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const archiveColumns = `id, process_instance_key, 'archive' as kind, name, 'application/zip' as media_type, sha256, size,
  '${byWorker}' as created_by, created_at, null::uuid as family, 1 as version, 'proof' as retention`;

export function createDocuments({ knex, clock, administration }: DocumentsOptions): Documents {
  const thread = new RenderThread();

  /** Inserts unless the job has done so before; answers the id that is kept. */
  async function keepOnce(
    table: string,
    jobKey: string,
    row: Readonly<Record<string, unknown>>,
  ): Promise<string> {
    await knex(table)
      .insert({ id: randomUUID(), job_key: jobKey, ...row })
      .onConflict('job_key')
      .ignore();
    const id = await idOf(table, jobKey);
    if (id === null) throw new Error(`Expected ${table} to have a row for job ${jobKey}, but it is gone`);
    return id;
  }

  async function idOf(table: string, jobKey: string): Promise<string | null> {
    const row: { id: string } | undefined = await knex(table).where({ job_key: jobKey }).first('id');
    return row?.id ?? null;
  }

  async function rowsOf(processInstanceKeys: readonly string[]): Promise<DocumentRow[]> {
    const keys = [...processInstanceKeys];
    return knex
      .select<DocumentRow[]>(knex.raw(columns))
      .from('document')
      .whereIn('process_instance_key', keys)
      .unionAll(
        knex.select(knex.raw(archiveColumns)).from('dossier_archive').whereIn('process_instance_key', keys),
      )
      .orderBy(['created_at', 'id']);
  }

  async function read(id: string): Promise<DocumentFile | null> {
    if (!uuid.test(id)) return null;
    const select = (table: string, of: string): Promise<(DocumentRow & { bytes: Uint8Array }) | undefined> =>
      knex(table)
        .where({ id })
        .first(knex.raw(`${of}, bytes`));
    const row = (await select('document', columns)) ?? (await select('dossier_archive', archiveColumns));
    return row === undefined ? null : { ...toView(row), content: Buffer.from(row.bytes) };
  }

  return {
    async ofInstances(processInstanceKeys) {
      return (await rowsOf(processInstanceKeys)).map(toView);
    },

    read,

    async readLatest(id) {
      const known = await read(id);
      if (known === null) return null;
      const last: { id: string } | undefined = await knex('document')
        .where({ family: known.firstVersion })
        .orderBy('version', 'desc')
        .first('id');
      return last === undefined || last.id === known.id ? known : read(last.id);
    },

    async add(document) {
      const row = {
        id: randomUUID(),
        ...contentOf(document),
        created_at: clock(),
        family: null,
        version: 1,
        retention: 'case',
      };
      await knex('document').insert(row);
      return toView(row);
    },

    async addOnce(origin, document) {
      const row = { id: documentIdOf(origin), ...contentOf(document), created_at: clock() };
      await knex('document').insert(row).onConflict('id').ignore();
    },

    async renderOnce(request) {
      const content = fillTemplate(request.template, request.data);
      const known = await idOf('document', request.jobKey);
      if (known !== null) return { id: known, variable: content.variable };
      const createdAt = clock();
      const document = {
        processInstanceKey: request.processInstanceKey,
        kind: content.kind,
        name: content.fileName,
        contentType: 'application/pdf',
        content: await thread.pdf(content, { administration, createdAt }),
        createdBy: byWorker,
      };
      const row = { ...contentOf(document), created_at: createdAt };
      return { id: await keepOnce('document', request.jobKey, row), variable: content.variable };
    },

    close: () => thread.close(),

    async print(template, data) {
      const content = fillTemplate(template, data);
      return {
        name: content.fileName,
        content: await thread.pdf(content, { administration, createdAt: clock() }),
      };
    },

    archiveOf: (jobKey) => idOf('dossier_archive', jobKey),

    async archiveOnce({ jobKey, reference, history, variables, words }) {
      const archivedAt = clock();
      const listed = await rowsOf(history.processInstanceKeys);
      const found = await Promise.all(
        latestOf(listed.filter((row) => row.kind !== 'archive').map(toView)).map(({ id }) => read(id)),
      );
      const documents = found.filter((document) => document !== null);
      const built = await thread.archive({
        reference,
        history,
        variables,
        words,
        documents,
        administration,
        archivedAt,
      });
      const id = await keepOnce('dossier_archive', jobKey, {
        process_instance_key: history.processInstanceKey,
        case_number: reference,
        name: built.name,
        sha256: sha256(built.bytes),
        size: built.bytes.length,
        manifest: JSON.stringify(built.manifest),
        bytes: built.bytes,
        created_at: archivedAt,
      });
      return { id };
    },
  };
}

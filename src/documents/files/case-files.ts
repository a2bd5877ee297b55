/**
 * Files that people send. States: staged (sent for a form that is not sent yet, seen by who sent it only) → of a case.
 * Each is one row that is there whole or not at all; what was staged and never sent goes a day later.
 */
import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { DomainError } from '../../errors/catalogue';
import type { DocumentView } from '../views';
import { contentOf, documentColumns, toView, type DocumentRow } from '../rows';
import type { Scan } from './clamd';
import { recognised } from './kinds';
import { referencesIn, referenceTo, withReferences } from './references';
import { Retention } from './retention';
import { keepVersion } from './versions';

type Values = Readonly<Record<string, unknown>>;

export interface ReceivedFile {
  /** As the browser gave it: may hold folders. */
  readonly name: string;
  readonly content: Buffer;
}

export interface FileRequest {
  readonly processInstanceKey: string;
  readonly retention?: Retention | undefined;
  /** Id of any version of the document that this one replaces. */
  readonly versionOf?: string | undefined;
}

/** All throw `DomainError` in French. Rights on the case are the caller's matter. */
export interface CaseFiles {
  /** For a form that will be sent. */
  stage(account: string, file: ReceivedFile): Promise<DocumentView>;
  add(account: string, request: FileRequest, file: ReceivedFile): Promise<DocumentView>;
  /**
   * The values with what is known of each file in them. `processInstanceKey`: the case that goes on, null for one that
   * begins. FORM_INVALID for a file that is neither the account's own staged one nor of this case.
   */
  checked(account: string, values: Values, processInstanceKey: string | null): Promise<Values>;
  /** The staged files in the values belong to the case from now on. */
  keep(values: Values, processInstanceKey: string): Promise<void>;
  /** Files of forms that were sent although the program died before it could say so; removes those never sent. */
  sweep(): Promise<void>;
}

export interface CaseFilesOptions {
  readonly knex: Knex;
  readonly clock: () => Date;
  /** Null: no antivirus is configured. */
  readonly scan: Scan | null;
  /** The case that an instance is part of. */
  readonly caseOf: (processInstanceKey: string) => Promise<string | null>;
}

/** Of a staged file. */
const NO_CASE = '';
const KIND = 'piece';
const DAY_MILLIS = 24 * 3_600_000;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

export const isStaged = ({ processInstanceKey }: Pick<DocumentView, 'processInstanceKey'>): boolean =>
  processInstanceKey === NO_CASE;

function notYours(variables: readonly string[]): DomainError {
  const message = 'Ce fichier n’existe plus ou n’est pas de ce dossier. Choisissez-le de nouveau.';
  return new DomainError('FORM_INVALID', message, {
    errors: variables.map((field) => ({ field, label: 'Fichier', message })),
  });
}

export function createCaseFiles({ knex, clock, scan, caseOf }: CaseFilesOptions): CaseFiles {
  async function rowOf(
    account: string,
    processInstanceKey: string,
    file: ReceivedFile,
    retention: Retention,
  ) {
    const { name, mediaType } = await recognised(file.name, file.content);
    await scan?.(name, file.content);
    const content = contentOf({
      processInstanceKey,
      kind: KIND,
      name,
      contentType: mediaType,
      content: file.content,
      createdBy: account,
    });
    return { ...content, id: randomUUID(), created_at: clock(), family: null, version: 1, retention };
  }

  const root = async (key: string): Promise<string> => (await caseOf(key)) ?? key;

  async function mayUse(
    account: string,
    row: DocumentRow,
    processInstanceKey: string | null,
  ): Promise<boolean> {
    const { process_instance_key: of, created_by: by } = row;
    if (of === NO_CASE) return by === account;
    return processInstanceKey !== null && (await root(of)) === (await root(processInstanceKey));
  }

  async function findStaged(): Promise<readonly Pick<DocumentRow, 'id' | 'created_at'>[]> {
    return knex('document').where({ process_instance_key: NO_CASE }).select('id', 'created_at');
  }

  /** The instance whose variables hold the file. */
  async function usedBy(id: string): Promise<string | null> {
    const row: { process_instance_key: string } | undefined = await knex('rm_variable')
      .where('value', 'like', `%${id}%`)
      .first('process_instance_key');
    return row === undefined ? null : String(row.process_instance_key);
  }

  return {
    async stage(account, file) {
      const row = await rowOf(account, NO_CASE, file, Retention.CASE);
      await knex('document').insert(row);
      return toView(row);
    },

    async add(account, { processInstanceKey, retention = Retention.CASE, versionOf }, file) {
      const row = await rowOf(account, processInstanceKey, file, retention);
      if (versionOf !== undefined) return toView(await keepVersion(knex, versionOf, row));
      await knex('document').insert(row);
      return toView(row);
    },

    async checked(account, values, processInstanceKey) {
      const found = referencesIn(values);
      if (found.length === 0) return values;
      const ids = [...new Set(found.map(({ id }) => id))].filter((id) => uuid.test(id));
      const rows: DocumentRow[] = await knex('document').whereIn('id', ids).select(knex.raw(documentColumns));
      const usable = new Map<string, DocumentView>();
      for (const row of rows) {
        if (await mayUse(account, row, processInstanceKey)) usable.set(row.id, toView(row));
      }
      const strange = found.filter(({ id }) => !usable.has(id)).map(({ variable }) => variable);
      if (strange.length > 0) throw notYours([...new Set(strange)]);
      return withReferences(values, (id) => {
        const view = usable.get(id);
        if (view === undefined) throw notYours([]);
        return referenceTo(view);
      });
    },

    async keep(values, processInstanceKey) {
      const ids = referencesIn(values).map(({ id }) => id);
      if (ids.length === 0) return;
      await knex('document')
        .whereIn('id', ids)
        .andWhere({ process_instance_key: NO_CASE })
        .update({ process_instance_key: processInstanceKey });
    },

    async sweep() {
      const yesterday = clock().getTime() - DAY_MILLIS;
      for (const { id, created_at: at } of await findStaged()) {
        const of = await usedBy(id);
        const staged = knex('document').where({ id, process_instance_key: NO_CASE });
        if (of !== null) await staged.update({ process_instance_key: of });
        else if (at.getTime() < yesterday) await staged.delete();
      }
    },
  };
}

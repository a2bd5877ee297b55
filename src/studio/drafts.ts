/**
 * Drafts of procedures. OPEN → AWAITING_APPROVAL → PUBLISHED, or OPEN → PUBLISHED; OPEN → DISCARDED. A draft that is
 * not open any more is read, never written.
 *
 * Every file has a revision of its own: a save says upon which it rests, and is refused when somebody saved meanwhile,
 * so that nothing is ever overwritten unseen. Saves of one author within some minutes are one entry of the history.
 */
import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { DomainError } from '../errors/catalogue';
import type { Account } from '../identity/account';
import type { DraftFile } from './files';

export const DraftState = {
  OPEN: 'OPEN',
  AWAITING_APPROVAL: 'AWAITING_APPROVAL',
  PUBLISHED: 'PUBLISHED',
  DISCARDED: 'DISCARDED',
} as const;
export type DraftState = (typeof DraftState)[keyof typeof DraftState];

export interface DraftView {
  readonly id: string;
  readonly title: string;
  readonly state: DraftState;
  readonly bpmnProcessId: string | null;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly updatedBy: string;
  readonly updatedAt: string;
  readonly submittedBy: string | null;
  readonly note: string | null;
  /** Keys of the running cases to move with it, once approved. */
  readonly casesToMove: readonly string[];
}

export interface DraftFileView extends DraftFile {
  readonly base: string | null;
  readonly revision: number;
  readonly updatedBy: string;
  readonly updatedAt: string;
}

export interface RevisionView {
  readonly name: string;
  readonly revision: number;
  readonly author: string;
  readonly savedAt: string;
}

interface DraftRow {
  readonly id: string;
  readonly title: string;
  readonly state: DraftState;
  readonly bpmn_process_id: string | null;
  readonly created_by: string;
  readonly created_at: Date;
  readonly updated_by: string;
  readonly updated_at: Date;
  readonly submitted_by: string | null;
  readonly note: string | null;
  readonly cases_to_move: readonly string[] | null;
}

interface FileRow {
  readonly draft_id: string;
  readonly name: string;
  readonly content: string;
  readonly base: string | null;
  readonly revision: number;
  readonly updated_by: string;
  readonly updated_at: Date;
}

interface RevisionRow {
  readonly draft_id: string;
  readonly name: string;
  readonly revision: number;
  readonly content: string;
  readonly author: string;
  readonly began_at: Date;
  readonly saved_at: Date;
}

const viewOf = (row: DraftRow): DraftView => ({
  id: row.id,
  title: row.title,
  state: row.state,
  bpmnProcessId: row.bpmn_process_id,
  createdBy: row.created_by,
  createdAt: row.created_at.toISOString(),
  updatedBy: row.updated_by,
  updatedAt: row.updated_at.toISOString(),
  submittedBy: row.submitted_by,
  note: row.note,
  casesToMove: row.cases_to_move ?? [],
});

const fileView = (row: FileRow): DraftFileView => ({
  name: row.name,
  content: row.content,
  base: row.base,
  revision: row.revision,
  updatedBy: row.updated_by,
  updatedAt: row.updated_at.toISOString(),
});

/** Saves of one author within so long are one entry of the history. */
const ENTRY_MILLIS = 10 * 60_000;
/** Somebody who has not been seen for so long has left. */
const PRESENT_MILLIS = 30_000;
const isId = (id: string): boolean => /^[0-9a-f-]{36}$/.test(id);

export interface NewDraft {
  readonly title: string;
  readonly bpmnProcessId: string | null;
  /** `base`: as deployed; null: new. */
  readonly files: readonly (DraftFile & { readonly base: string | null })[];
}

export interface SaveFile {
  readonly name: string;
  readonly content: string;
  /** The revision that the author saw; 0: a new file. */
  readonly revision: number;
}

export class Drafts {
  constructor(
    private readonly knex: Knex,
    private readonly clock: () => Date,
  ) {}

  async list(): Promise<readonly DraftView[]> {
    const rows = await this.knex<DraftRow>('draft')
      .whereIn('state', [DraftState.OPEN, DraftState.AWAITING_APPROVAL])
      .orderBy('updated_at', 'desc');
    return rows.map(viewOf);
  }

  /** Throws `DomainError` NOT_FOUND. */
  async read(id: string): Promise<DraftView & { readonly files: readonly DraftFileView[] }> {
    const row = isId(id) ? await this.knex<DraftRow>('draft').where({ id }).first() : undefined;
    if (row === undefined) throw new DomainError('NOT_FOUND', 'Ce brouillon n’existe pas, ou plus.');
    const files = await this.knex<FileRow>('draft_file').where({ draft_id: id }).orderBy('name');
    return { ...viewOf(row), files: files.map(fileView) };
  }

  async create({ name }: Pick<Account, 'name'>, { title, bpmnProcessId, files }: NewDraft): Promise<string> {
    const id = randomUUID();
    const at = this.clock();
    const stamp = { updated_by: name, updated_at: at };
    await this.knex.transaction(async (transaction) => {
      await transaction('draft').insert({
        id,
        title,
        state: DraftState.OPEN,
        bpmn_process_id: bpmnProcessId,
        created_by: name,
        created_at: at,
        ...stamp,
      });
      for (const file of files) {
        await transaction('draft_file').insert({ draft_id: id, ...file, revision: 1, ...stamp });
        await transaction('draft_revision').insert({
          draft_id: id,
          name: file.name,
          revision: 1,
          content: file.content,
          author: name,
          began_at: at,
          saved_at: at,
        });
      }
    });
    return id;
  }

  /** Returns the new revision. Throws `DomainError` NOT_FOUND, DRAFT_CLOSED, DRAFT_CONFLICT. */
  async save({ name: author }: Pick<Account, 'name'>, id: string, file: SaveFile): Promise<number> {
    await this.expectOpen(id);
    const at = this.clock();
    return this.knex.transaction(async (transaction) => {
      const revision = file.revision + 1;
      const change = { content: file.content, revision, updated_by: author, updated_at: at };
      const written =
        file.revision === 0
          ? await transaction('draft_file')
              .insert({ draft_id: id, name: file.name, base: null, ...change })
              .onConflict(['draft_id', 'name'])
              .ignore()
              .returning('name')
          : await transaction('draft_file')
              .where({ draft_id: id, name: file.name, revision: file.revision })
              .update(change)
              .returning('name');
      if (written.length === 0) throw await this.conflict(transaction, id, file);
      await this.remember(
        transaction,
        { draft_id: id, name: file.name, revision, content: file.content, author },
        at,
      );
      await transaction('draft').where({ id }).update({ updated_by: author, updated_at: at });
      return revision;
    });
  }

  private async conflict(knex: Knex, id: string, { name, revision }: SaveFile): Promise<DomainError> {
    const there = await knex<FileRow>('draft_file').where({ draft_id: id, name }).first();
    if (there === undefined)
      return new DomainError('NOT_FOUND', `Le brouillon n’a plus de fichier « ${name} ».`);
    return new DomainError(
      'DRAFT_CONFLICT',
      `« ${name} » a été enregistré entre-temps par ${there.updated_by} (révision ${String(there.revision)}, la vôtre part de la ${String(revision)}). ` +
        'Rien n’est écrasé : rechargez sa version, ou gardez la vôtre comme copie.',
    );
  }

  /** An entry of the same author that is young goes on; any other begins. */
  private async remember(
    knex: Knex,
    entry: Omit<RevisionRow, 'began_at' | 'saved_at'>,
    at: Date,
  ): Promise<void> {
    const last = await knex<RevisionRow>('draft_revision')
      .where({ draft_id: entry.draft_id, name: entry.name })
      .orderBy('revision', 'desc')
      .first();
    const goesOn =
      last?.author === entry.author &&
      last.revision > 1 &&
      at.getTime() - new Date(last.began_at).getTime() < ENTRY_MILLIS;
    if (goesOn) {
      await knex('draft_revision')
        .where({ draft_id: last.draft_id, name: last.name, revision: last.revision })
        .update({ revision: entry.revision, content: entry.content, saved_at: at });
      return;
    }
    await knex('draft_revision').insert({ ...entry, began_at: at, saved_at: at });
  }

  /** Throws `DomainError` NOT_FOUND, DRAFT_CLOSED. */
  async removeFile({ name: author }: Pick<Account, 'name'>, id: string, name: string): Promise<void> {
    await this.expectOpen(id);
    await this.knex('draft_file').where({ draft_id: id, name }).delete();
    await this.knex('draft').where({ id }).update({ updated_by: author, updated_at: this.clock() });
  }

  /** Newest first. */
  async history(id: string): Promise<readonly RevisionView[]> {
    if (!isId(id)) return [];
    const rows = await this.knex<RevisionRow>('draft_revision')
      .where({ draft_id: id })
      .orderBy('saved_at', 'desc')
      .select('name', 'revision', 'author', 'saved_at');
    return rows.map(({ name, revision, author, saved_at: at }) => ({
      name,
      revision,
      author,
      savedAt: at.toISOString(),
    }));
  }

  /** Throws `DomainError` NOT_FOUND. */
  async revision(id: string, name: string, revision: number): Promise<string> {
    const row = isId(id)
      ? await this.knex<RevisionRow>('draft_revision').where({ draft_id: id, name, revision }).first()
      : undefined;
    if (row === undefined) throw new DomainError('NOT_FOUND', 'Cette révision n’existe pas, ou plus.');
    return row.content;
  }

  /** Who else has it open: seen within the last half minute. Notes that this account is here. */
  async present({ name: account }: Pick<Account, 'name'>, id: string): Promise<readonly string[]> {
    const at = this.clock();
    await this.knex('draft_editor')
      .insert({ draft_id: id, account, seen_at: at })
      .onConflict(['draft_id', 'account'])
      .merge();
    return this.knex('draft_editor')
      .where({ draft_id: id })
      .whereNot({ account })
      .where('seen_at', '>', new Date(at.getTime() - PRESENT_MILLIS))
      .orderBy('account')
      .pluck('account');
  }

  async rename(id: string, title: string): Promise<void> {
    await this.expectOpen(id);
    await this.knex('draft').where({ id }).update({ title });
  }

  /** Throws `DomainError` NOT_FOUND, DRAFT_CLOSED when it is not in one of `from`. */
  async move(
    id: string,
    from: readonly DraftState[],
    to: DraftState,
    change: {
      readonly submitted_by?: string | null;
      readonly note?: string;
      readonly cases_to_move?: string;
    } = {},
  ): Promise<void> {
    const moved = isId(id)
      ? await this.knex('draft')
          .where({ id })
          .whereIn('state', [...from])
          .update({ state: to, ...change })
      : 0;
    if (moved === 0) throw closed();
  }

  private async expectOpen(id: string): Promise<void> {
    const { state } = await this.read(id);
    if (state !== DraftState.OPEN) throw closed();
  }
}

const closed = (): DomainError =>
  new DomainError(
    'DRAFT_CLOSED',
    'Ce brouillon n’est plus modifiable : il attend une approbation, est publié ou abandonné. Ouvrez-en un nouveau.',
  );

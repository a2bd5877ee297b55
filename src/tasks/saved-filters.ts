/** Filters of the inbox that a person keeps under a name. */
import type { Knex } from 'knex';
import { z } from 'zod';
import { DomainError } from '../errors/catalogue';

/** What the inbox's address says, by parameter. */
export type InboxQuery = Readonly<Record<string, string>>;

export interface SavedFilter {
  readonly id: string;
  readonly name: string;
  readonly query: InboxQuery;
}

const row = z.object({
  id: z.coerce.string(),
  name: z.string(),
  query: z.record(z.string(), z.string()),
});

const MOST = 50;

export interface SavedFilters {
  list(account: string): Promise<readonly SavedFilter[]>;
  /** A name that is used already gets the new query. */
  save(account: string, name: string, query: InboxQuery): Promise<SavedFilter>;
  remove(account: string, id: string): Promise<void>;
}

export function createSavedFilters(knex: Knex, now: () => number): SavedFilters {
  return {
    async list(account) {
      const rows: unknown[] = await knex('inbox_filter').where({ account }).orderBy('name');
      return rows.map((one) => row.parse(one));
    },
    async save(account, name, query) {
      const counted = await knex('inbox_filter')
        .where({ account })
        .whereNot({ name })
        .count({ count: '*' })
        .first();
      if (Number((counted as { count?: unknown } | undefined)?.count ?? 0) >= MOST) {
        throw new DomainError(
          'CONFLICT',
          `Vous avez déjà ${String(MOST)} filtres enregistrés. Supprimez-en un, puis recommencez.`,
        );
      }
      const kept = { query: JSON.stringify(query), at: new Date(now()) };
      const rows: unknown[] = await knex('inbox_filter')
        .insert({ account, name, ...kept })
        .onConflict(['account', 'name'])
        .merge(kept)
        .returning('*');
      return row.parse(rows[0]);
    },
    async remove(account, id) {
      const gone = await knex('inbox_filter')
        .where({ account, id: /^\d{1,18}$/.test(id) ? id : '-1' })
        .delete();
      if (gone === 0) throw new DomainError('NOT_FOUND', 'Ce filtre n’existe pas, ou plus.');
    },
  };
}

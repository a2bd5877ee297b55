/** The audit log: appended to and read, never changed. */
import type { Knex } from 'knex';
import { z } from 'zod';
import { contentOf, GENESIS, hashOf } from './chain';
import type { AuditEntry, AuditFilter, AuditVerdict, NewAuditEntry } from './entry';

interface Row {
  readonly position: string;
  readonly content: string;
  readonly previous_hash: string;
  readonly hash: string;
}

const stored = z.object({
  position: z.string(),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  outcome: z.enum(['DONE', 'REFUSED', 'FAILED']),
  subject: z.string().nullable(),
  processInstanceKey: z.string().nullable(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

const PAGE = 50;
/** Read at once while verifying or exporting. */
const CHUNK = 1000;

const entryOf = ({ content, hash }: Row): AuditEntry => ({ ...stored.parse(JSON.parse(content)), hash });

export interface AuditLog {
  append(entry: NewAuditEntry): Promise<void>;
  /** Newest first; `next`: position to go on before, or null. */
  list(filter: AuditFilter): Promise<{ readonly items: readonly AuditEntry[]; readonly next: string | null }>;
  /** Oldest first, chunk by chunk. */
  all(filter?: Omit<AuditFilter, 'before' | 'limit'>): AsyncIterable<readonly AuditEntry[]>;
  /** Walks along the whole chain. */
  verify(): Promise<AuditVerdict>;
}

export function createAuditLog(knex: Knex, clock: () => Date): AuditLog {
  function filtered({ actor, action, processInstanceKey }: AuditFilter) {
    return knex<Row>('audit_entry').where((query) => {
      if (actor !== undefined) void query.where('actor', actor);
      if (action !== undefined) void query.where('action', action);
      if (processInstanceKey !== undefined) void query.where('process_instance_key', processInstanceKey);
    });
  }

  async function* chunks(filter: AuditFilter): AsyncIterable<readonly Row[]> {
    let after = '0';
    for (;;) {
      const rows = await filtered(filter).where('position', '>', after).orderBy('position').limit(CHUNK);
      const last = rows.at(-1);
      if (last === undefined) return;
      yield rows;
      after = String(last.position);
    }
  }

  return {
    async append(entry) {
      await knex.transaction(async (transaction) => {
        const head = await transaction('audit_head').where({ id: 1 }).forUpdate().first();
        const position = BigInt(head.position) + 1n;
        const at = clock();
        const content = contentOf(position, at, entry);
        const hash = hashOf(head.hash, content);
        await transaction('audit_entry').insert({
          position: String(position),
          at,
          actor: entry.actor,
          action: entry.action,
          outcome: entry.outcome,
          subject: entry.subject ?? null,
          process_instance_key: entry.processInstanceKey ?? null,
          content,
          previous_hash: head.hash,
          hash,
        });
        await transaction('audit_head')
          .where({ id: 1 })
          .update({ position: String(position), hash });
      });
    },

    async list(filter) {
      const limit = filter.limit ?? PAGE;
      const rows = await filtered(filter)
        .where((query) => {
          if (filter.before !== undefined) void query.where('position', '<', filter.before);
        })
        .orderBy('position', 'desc')
        .limit(limit + 1);
      const items = rows.slice(0, limit).map(entryOf);
      return { items, next: rows.length > limit ? (items.at(-1)?.position ?? null) : null };
    },

    async *all(filter = {}) {
      for await (const rows of chunks(filter)) yield rows.map(entryOf);
    },

    async verify() {
      let position = 0n;
      let hash = GENESIS;
      for await (const rows of chunks({})) {
        for (const row of rows) {
          position += 1n;
          if (BigInt(row.position) !== position)
            return { ok: false, position: String(position), reason: 'MISSING' };
          const kept = z.object({ position: z.string() }).safeParse(JSON.parse(row.content));
          if (
            row.previous_hash !== hash ||
            hashOf(hash, row.content) !== row.hash ||
            kept.data?.position !== String(position)
          ) {
            return { ok: false, position: String(position), reason: 'CHANGED' };
          }
          hash = row.hash;
        }
      }
      const head = await knex('audit_head').where({ id: 1 }).first();
      if (BigInt(head.position) !== position || head.hash !== hash)
        return { ok: false, position: String(position + 1n), reason: 'END' };
      return { ok: true, entries: String(position), hash };
    },
  };
}

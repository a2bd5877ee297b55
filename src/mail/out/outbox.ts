/**
 * The outbox: one row a job, one mail a row.
 *
 *     (none) ──written──► QUEUED ──claimed──► SENDING ──accepted──► SENT ──came back──► BOUNCED
 *                           ▲ ▲                  │                                         │
 *                           │ └─ may pass: later ┤                                         │
 *                           │                    └─ refused, or tried too often ─► FAILED  │
 *                           └──────────── a person has it sent again ◄───────────────┴─────┘
 *
 * A job's mail is sent by the job, within its attempt; its row is written and claimed in one statement. A row that is
 * `dispatched` has no job that waits for it: the dispatcher sends it. A crash between the server's acceptance and SENT
 * leaves SENDING; the mail then goes once more under the same Message-ID, by which the recipient's server can tell.
 */
import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import type { RenderedMail } from './template';

export const OutboxState = {
  QUEUED: 'QUEUED',
  SENDING: 'SENDING',
  SENT: 'SENT',
  FAILED: 'FAILED',
  BOUNCED: 'BOUNCED',
} as const;
export type OutboxState = (typeof OutboxState)[keyof typeof OutboxState];

export interface OutboxEntry extends RenderedMail {
  readonly key: string;
  readonly processInstanceKey: string | null;
  readonly template: string;
  readonly to: string;
  readonly copies: readonly string[];
  /** Ids of documents. */
  readonly attachments: readonly string[];
}

export interface ClaimedMail extends OutboxEntry {
  readonly id: string;
  readonly messageId: string;
  /** This one included. */
  readonly attempts: number;
  /** Recipients that have taken it in an earlier attempt. */
  readonly accepted: readonly string[];
  readonly date: Date;
}

/** The mail has left, or another attempt has it in hand. */
export type Claim = ClaimedMail | 'left' | 'in-hand';

export interface Outbox {
  hasLeft(key: string): Promise<boolean>;
  /** Writes the mail and claims it, in one statement. What has not left follows the entry: the case may be corrected. */
  claimForJob(entry: OutboxEntry): Promise<Claim>;
  /** Writes it for the dispatcher, unless the key is known. */
  enqueue(entry: OutboxEntry): Promise<void>;
  /** Takes the next mail of the dispatcher whose time has come. */
  claimDue(): Promise<ClaimedMail | null>;
  /** When the dispatcher has something to do again. */
  nextDue(): Promise<Date | null>;
  /** `bounce`: for those recipients of a copy that the server refused. */
  markSent(id: string, accepted: readonly string[], bounce?: string): Promise<void>;
  markLater(id: string, accepted: readonly string[], error: string, pauseMillis: number): Promise<void>;
  markFailed(id: string, accepted: readonly string[], error: string): Promise<void>;
  /** `recipient`: who did not get it; null, or somebody whom the mail does not name: nobody. False for no such mail. */
  markBounced(id: string, reason: string, recipient: string | null): Promise<boolean>;
  /** Of the mail that has, or had before it was sent again, this Message-ID. */
  idOf(messageId: string): Promise<string | null>;
  /** For the dispatcher, at once. False when it is neither FAILED nor BOUNCED. */
  resend(id: string, by: string): Promise<boolean>;
}

interface Row {
  readonly id: string | number;
  readonly job_key: string;
  readonly message_id: string;
  readonly process_instance_key: string | null;
  readonly template: string;
  readonly to: string;
  readonly copies: readonly string[];
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly attachments: readonly string[];
  readonly attempts: number;
  readonly accepted: readonly string[];
  readonly dated_at: Date;
}

/** No attempt takes longer: who claimed it has died. */
const claimMillis = 2 * 60_000;
const content = ['template', 'to', 'copies', 'subject', 'html', 'text', 'attachments'];
/** What waits for its time, and what a killed dispatcher has left behind. */
const DUE = `dispatched and (state = 'QUEUED' and next_attempt_at <= :now
  or state = 'SENDING' and attempted_at <= :dead)`;

export interface OutboxOptions {
  readonly knex: Knex;
  readonly clock: () => Date;
  /** Right side of the Message-IDs. */
  readonly domain: string;
}

export function createOutbox({ knex, clock, domain }: OutboxOptions): Outbox {
  const rows = () => knex('mail_outbox');
  const newMessageId = (key: string): string => `<job-${key}.r${randomBytes(8).toString('hex')}@${domain}>`;
  const times = () => ({ now: clock(), dead: new Date(clock().getTime() - claimMillis) });

  const columnsOf = (entry: OutboxEntry) => ({
    job_key: entry.key,
    message_id: newMessageId(entry.key),
    process_instance_key: entry.processInstanceKey,
    template: entry.template,
    to: entry.to,
    copies: JSON.stringify(entry.copies),
    subject: entry.subject,
    html: entry.html,
    text: entry.text,
    attachments: JSON.stringify(entry.attachments),
    created_at: clock(),
    dated_at: clock(),
  });

  async function hasLeft(key: string): Promise<boolean> {
    const row = await rows()
      .where({ job_key: key })
      .whereIn('state', [OutboxState.SENT, OutboxState.BOUNCED])
      .first('id');
    return row !== undefined;
  }

  return {
    hasLeft,
    async claimForJob(entry) {
      const { now, dead } = times();
      const attempt = { state: OutboxState.SENDING, attempted_at: now };
      const claimed: Row[] = await rows()
        .insert({ ...columnsOf(entry), ...attempt, attempts: 1 })
        .onConflict('job_key')
        .merge({
          ...Object.fromEntries(content.map((column) => [column, knex.raw('excluded.??', [column])])),
          ...attempt,
          attempts: knex.raw('mail_outbox.attempts + 1'),
          next_attempt_at: null,
          dispatched: false,
        })
        .whereRaw(
          `(mail_outbox.state in ('QUEUED', 'FAILED')
            or mail_outbox.state = 'SENDING' and (not mail_outbox.dispatched or mail_outbox.attempted_at <= ?))`,
          [dead],
        )
        .returning('*');
      const [row] = claimed;
      if (row !== undefined) return toClaimed(row);
      return (await hasLeft(entry.key)) ? 'left' : 'in-hand';
    },

    async enqueue(entry) {
      await rows()
        .insert({
          ...columnsOf(entry),
          state: OutboxState.QUEUED,
          dispatched: true,
          next_attempt_at: clock(),
        })
        .onConflict('job_key')
        .ignore();
    },

    async claimDue() {
      const { now, dead } = times();
      const due = knex('mail_outbox')
        .select('id')
        .whereRaw(DUE, { now, dead })
        .orderBy('next_attempt_at')
        .limit(1)
        .forUpdate()
        .skipLocked();
      const claimed: Row[] = await rows()
        .where('id', due)
        .update({
          state: OutboxState.SENDING,
          attempted_at: now,
          attempts: knex.raw('attempts + 1'),
        })
        .returning('*');
      return claimed[0] === undefined ? null : toClaimed(claimed[0]);
    },

    async nextDue() {
      const found: { due: Date | null } | undefined = await rows()
        .where({ dispatched: true })
        .whereIn('state', [OutboxState.QUEUED, OutboxState.SENDING])
        .first(
          knex.raw(
            `min(case state when 'QUEUED' then next_attempt_at
               else attempted_at + ? * interval '1 millisecond' end) as due`,
            [claimMillis],
          ),
        );
      return found?.due ?? null;
    },

    async markSent(id, accepted, bounce) {
      await rows()
        .where({ id })
        .update({
          state: bounce === undefined ? OutboxState.SENT : OutboxState.BOUNCED,
          accepted: JSON.stringify(accepted),
          sent_at: clock(),
          bounced_at: bounce === undefined ? null : clock(),
          next_attempt_at: null,
          error: bounce ?? null,
        });
    },

    async markLater(id, accepted, error, pauseMillis) {
      await rows()
        .where({ id })
        .update({
          state: OutboxState.QUEUED,
          accepted: JSON.stringify(accepted),
          next_attempt_at: new Date(clock().getTime() + pauseMillis),
          error,
        });
    },

    async markFailed(id, accepted, error) {
      await rows()
        .where({ id })
        .update({
          state: OutboxState.FAILED,
          accepted: JSON.stringify(accepted),
          next_attempt_at: null,
          error,
        });
    },

    async markBounced(id, reason, recipient) {
      const changed = await rows()
        .where({ id })
        .update({
          // One that still has to leave keeps waiting: its job, or a person, goes on with it.
          state: knex.raw(`case when state in ('QUEUED', 'FAILED') then state else 'BOUNCED' end`),
          bounced_at: clock(),
          error: knex.raw(
            `case when error is null then ? when position(? in error) > 0 then error else error || E'\\n' || ? end`,
            [reason, reason, reason],
          ),
          accepted: knex.raw(
            `coalesce((select jsonb_agg(address) from jsonb_array_elements_text(accepted) as address
               where ? in (select lower(named) from jsonb_array_elements_text(jsonb_build_array("to") || copies) as named)
                 and lower(address) <> ?), '[]')`,
            [recipient?.toLowerCase() ?? '', recipient?.toLowerCase() ?? ''],
          ),
        });
      return changed > 0;
    },

    async idOf(messageId) {
      const { key, random } = partsOf(messageId);
      const found: { id: string | number; message_id: string }[] = await rows()
        .where({ message_id: messageId })
        .orWhere({ job_key: key ?? '' })
        .select('id', 'message_id');
      const own = found.find(
        (row) => row.message_id === messageId || partsOf(row.message_id).random === random,
      );
      return own === undefined ? null : String(own.id);
    },

    async resend(id, by) {
      const { now } = times();
      const again = await rows()
        .where({ id })
        .whereIn('state', [OutboxState.FAILED, OutboxState.BOUNCED])
        .update({
          // A server that has seen the first one must not take the second for a copy of it.
          message_id: knex.raw(
            `case state when 'BOUNCED'
               then regexp_replace(message_id, '([.][0-9]+){0,1}@[^@]*$', '.' || (resends + 1) || '@' || ?::text || '>')
               else message_id end`,
            [domain],
          ),
          dated_at: knex.raw(`case state when 'BOUNCED' then ? else dated_at end`, [now]),
          resends: knex.raw(`resends + 1`),
          state: OutboxState.QUEUED,
          dispatched: true,
          requested_by: by,
          next_attempt_at: now,
          bounced_at: null,
          attempts: 0,
        });
      return again > 0;
    },
  };
}

/**
 * `<job-KEY.rRANDOM@domain>`, with `.1`, `.2`, … before the @ when it is sent again: who has not seen the mail cannot
 * name it. Mails of before have no random part.
 */
function partsOf(messageId: string): { readonly key?: string; readonly random?: string } {
  const pattern = /^<job-(?<key>[A-Za-z0-9.-]+?)(?:\.r(?<random>[0-9a-f]{16}))?(?:\.\d+)?@[^<>@]+>$/;
  return pattern.exec(messageId)?.groups ?? {};
}

function toClaimed(row: Row): ClaimedMail {
  return {
    id: String(row.id),
    key: row.job_key,
    messageId: row.message_id,
    processInstanceKey: row.process_instance_key,
    template: row.template,
    to: row.to,
    copies: row.copies,
    subject: row.subject,
    html: row.html,
    text: row.text,
    attachments: row.attachments,
    attempts: row.attempts,
    accepted: row.accepted,
    date: row.dated_at,
  };
}

/** `Nom <a@exemple.org>` → `exemple.org`; `localhost` when there is none. */
export function domainOf(from: string): string {
  return /@(?<domain>[A-Za-z0-9.-]+)>?\s*$/.exec(from)?.groups?.['domain'] ?? 'localhost';
}

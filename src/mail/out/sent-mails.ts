/** The outbox as people see it: what left, what waits, what came back; and sending again. */
import type { Knex } from 'knex';
import type { Outbox, OutboxState } from './outbox';

export interface SentMailView {
  readonly id: string;
  readonly state: OutboxState;
  /** Of the job that sends it, or of who asked for it. */
  readonly key: string;
  readonly processInstanceKey: string | null;
  readonly to: string;
  readonly copies: readonly string[];
  readonly subject: string;
  /** French; null while nothing went wrong. */
  readonly error: string | null;
  readonly attempts: number;
  readonly createdAt: string;
  readonly sentAt: string | null;
  readonly nextAttemptAt: string | null;
  readonly bouncedAt: string | null;
  /** Who had it sent again. */
  readonly requestedBy: string | null;
  /** Id in the sink's mailbox; null when a real server took it. */
  readonly mailboxId: string | null;
}

export interface MailContent extends SentMailView {
  readonly messageId: string;
  readonly text: string;
  /** Show it only in a sandbox. */
  readonly html: string;
  /** Ids of documents. */
  readonly attachments: readonly string[];
}

export interface SentMailFilter {
  readonly state?: OutboxState | undefined;
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

export interface SentMails {
  /** Newest first. */
  list(filter: SentMailFilter): Promise<{
    readonly items: readonly SentMailView[];
    readonly nextCursor: string | null;
  }>;
  read(id: string): Promise<MailContent | null>;
  /** Those of a case and what it called, oldest first. */
  ofInstances(processInstanceKeys: readonly string[]): Promise<readonly SentMailView[]>;
  /** How many there are of each state. */
  counts(): Promise<Readonly<Partial<Record<OutboxState, number>>>>;
  /** Without its job. False when it is neither failed nor bounced. */
  resend(id: string, by: string): Promise<boolean>;
}

interface Row {
  readonly id: string | number;
  readonly state: OutboxState;
  readonly job_key: string;
  readonly message_id: string;
  readonly process_instance_key: string | null;
  readonly to: string;
  readonly copies: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly string[];
  readonly error: string | null;
  readonly attempts: number;
  readonly created_at: Date;
  readonly sent_at: Date | null;
  readonly next_attempt_at: Date | null;
  readonly bounced_at: Date | null;
  readonly requested_by: string | null;
  readonly mailbox_id: string | number | null;
}

const usualPage = 50;
const isId = (id: string): boolean => /^[1-9]\d{0,17}$/.test(id);

export interface SentMailsOptions {
  readonly knex: Knex;
  readonly outbox: Pick<Outbox, 'resend'>;
  readonly onQueued: () => void;
}

export function createSentMails({ knex, outbox, onQueued }: SentMailsOptions): SentMails {
  const columns = [
    'id',
    'state',
    'job_key',
    'process_instance_key',
    'to',
    'copies',
    'subject',
    'error',
    'attempts',
    'created_at',
    'sent_at',
    'next_attempt_at',
    'bounced_at',
    'requested_by',
  ];
  /** All but the bodies. */
  const query = () =>
    knex<Row>('mail_outbox as mail')
      .leftJoin('mailbox as received', 'received.message_id', 'mail.message_id')
      .select(
        columns.map((name) => `mail.${name}`),
        'received.id as mailbox_id',
      );

  return {
    async list({ state, cursor, limit = usualPage }) {
      if (cursor !== undefined && !isId(cursor)) return { items: [], nextCursor: null };
      const found = query()
        .orderBy('mail.id', 'desc')
        .limit(limit + 1);
      if (state !== undefined) void found.where('mail.state', state);
      if (cursor !== undefined) void found.where('mail.id', '<', cursor);
      const rows = (await found) as Row[];
      const items = rows.slice(0, limit).map(toView);
      return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
    },
    async read(id) {
      if (!isId(id)) return null;
      const row = (await query()
        .select('mail.message_id', 'mail.text', 'mail.html', 'mail.attachments')
        .where('mail.id', id)
        .first()) as Row | undefined;
      if (row === undefined) return null;
      const { message_id: messageId, text, html, attachments } = row;
      return { ...toView(row), messageId, text, html, attachments };
    },
    async ofInstances(processInstanceKeys) {
      const rows = (await query()
        .whereIn('mail.process_instance_key', [...processInstanceKeys])
        .orderBy('mail.id')) as Row[];
      return rows.map(toView);
    },
    async counts() {
      const rows = (await knex('mail_outbox').groupBy('state').select('state').count('* as count')) as {
        state: OutboxState;
        count: string | number;
      }[];
      return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
    },
    async resend(id, by) {
      const again = isId(id) && (await outbox.resend(id, by));
      if (again) onQueued();
      return again;
    },
  };
}

function toView(row: Row): SentMailView {
  return {
    id: String(row.id),
    state: row.state,
    key: row.job_key,
    processInstanceKey: row.process_instance_key,
    to: row.to,
    copies: row.copies,
    subject: row.subject,
    error: row.error,
    attempts: row.attempts,
    createdAt: row.created_at.toISOString(),
    sentAt: row.sent_at?.toISOString() ?? null,
    nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
    bouncedAt: row.bounced_at?.toISOString() ?? null,
    requestedBy: row.requested_by,
    mailboxId: row.mailbox_id === null ? null : String(row.mailbox_id),
  };
}

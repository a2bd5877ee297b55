/** The sink's mails, for the mailbox page and `GET /mailbox`. */
import type { Knex } from 'knex';

export interface MailboxMessage {
  readonly id: string;
  readonly messageId: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** As it came: show it only in a sandbox. Null when the mail has none. */
  readonly html: string | null;
  /** `Date` header. */
  readonly date: string;
  readonly receivedAt: string;
  readonly attachments: readonly {
    readonly name: string;
    readonly mediaType: string;
    readonly size: number;
  }[];
}

interface MailboxRow {
  readonly id: string | number;
  readonly message_id: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: MailboxMessage['attachments'];
  readonly date: Date;
  readonly received_at: Date;
}

const columns = [
  'id',
  'message_id',
  'from',
  'to',
  'subject',
  'text',
  'html',
  'attachments',
  'date',
  'received_at',
];

/** Newest first. */
export async function listMailbox(knex: Knex, limit = 200): Promise<readonly MailboxMessage[]> {
  const rows: MailboxRow[] = await knex('mailbox').select(columns).orderBy('id', 'desc').limit(limit);
  return rows.map(toMessage);
}

export async function readMail(knex: Knex, id: string): Promise<MailboxMessage | null> {
  if (!/^\d{1,15}$/.test(id)) return null;
  const row: MailboxRow | undefined = await knex('mailbox').select(columns).where({ id }).first();
  return row === undefined ? null : toMessage(row);
}

function toMessage(row: MailboxRow): MailboxMessage {
  return {
    id: String(row.id),
    messageId: row.message_id,
    from: row.from,
    to: row.to,
    subject: row.subject,
    text: row.text,
    html: row.html === '' ? null : row.html,
    date: row.date.toISOString(),
    receivedAt: row.received_at.toISOString(),
    attachments: row.attachments,
  };
}

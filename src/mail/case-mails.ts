/** The mails that a case has sent, whichever server took them. */
import type { Knex } from 'knex';
import { OutboxState } from './outbox';

export interface CaseMailView {
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
  readonly sentAt: string;
  /** Id in the sink's mailbox; null when a real server took it. */
  readonly mailboxId: string | null;
}

interface Row {
  readonly message_id: string;
  readonly to: string;
  readonly subject: string;
  readonly sent_at: Date;
  readonly mailbox_id: string | number | null;
}

/** Oldest first. */
export async function mailsOfInstances(
  knex: Knex,
  processInstanceKeys: readonly string[],
): Promise<readonly CaseMailView[]> {
  const rows: Row[] = await knex('mail_outbox as sent')
    .leftJoin('mailbox as received', 'received.message_id', 'sent.message_id')
    .whereIn('sent.process_instance_key', [...processInstanceKeys])
    .where({ 'sent.state': OutboxState.SENT })
    .orderBy('sent.sent_at')
    .select('sent.message_id', 'sent.to', 'sent.subject', 'sent.sent_at', 'received.id as mailbox_id');
  return rows.map((row) => ({
    messageId: row.message_id,
    to: row.to,
    subject: row.subject,
    sentAt: row.sent_at.toISOString(),
    mailboxId: row.mailbox_id === null ? null : String(row.mailbox_id),
  }));
}

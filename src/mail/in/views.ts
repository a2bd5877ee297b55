/** Received mails, as pages and the API show them. */
import type { Knex } from 'knex';
import { z } from 'zod';
import { InboundState } from './inbox';

export interface InboundMailView {
  readonly id: string;
  readonly messageId: string;
  readonly state: InboundState;
  /** French; '' while nothing is decided. */
  readonly reason: string;
  readonly sender: string;
  readonly senderName: string;
  readonly recipients: readonly string[];
  readonly subject: string;
  /** Text only, whatever the mail was. */
  readonly text: string;
  readonly attachments: readonly { readonly name: string; readonly size: number }[];
  /** Bytes. */
  readonly size: number;
  readonly receivedAt: string;
  readonly processInstanceKey: string | null;
  readonly caseNumber: string | null;
  readonly answeredAt: string | null;
  /** Why it could not be routed or answered yet. */
  readonly error: string | null;
}

export interface InboundMailFilter {
  readonly state?: InboundState | undefined;
  /** Ids below this one. */
  readonly before?: string | undefined;
  readonly limit?: number | undefined;
}

export interface InboundMailPage {
  readonly items: readonly InboundMailView[];
  /** `before` of the next page; null at the end. */
  readonly nextCursor: string | null;
}

export interface ReceivedMails {
  /** True when a source is configured. */
  readonly enabled: boolean;
  /** Newest first. */
  list(filter: InboundMailFilter): Promise<InboundMailPage>;
  read(id: string): Promise<InboundMailView | null>;
}

const columns = [
  'id',
  'message_id',
  'state',
  'reason',
  'sender',
  'sender_name',
  'recipients',
  'subject',
  'text',
  'attachments',
  'size',
  'received_at',
  'process_instance_key',
  'case_number',
  'answered_at',
  'error',
] as const;

const row = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  message_id: z.string(),
  state: z.enum(InboundState),
  reason: z.string(),
  sender: z.string(),
  sender_name: z.string(),
  recipients: z.array(z.string()),
  subject: z.string(),
  text: z.string(),
  attachments: z.array(z.object({ name: z.string(), size: z.number() })),
  size: z.number(),
  received_at: z.date(),
  process_instance_key: z.string().nullable(),
  case_number: z.string().nullable(),
  answered_at: z.date().nullable(),
  error: z.string().nullable(),
});

function viewOf(found: unknown): InboundMailView {
  const mail = row.parse(found);
  return {
    id: mail.id,
    messageId: mail.message_id,
    state: mail.state,
    reason: mail.reason,
    sender: mail.sender,
    senderName: mail.sender_name,
    recipients: mail.recipients,
    subject: mail.subject,
    text: mail.text,
    attachments: mail.attachments,
    size: mail.size,
    receivedAt: mail.received_at.toISOString(),
    processInstanceKey: mail.process_instance_key,
    caseNumber: mail.case_number,
    answeredAt: mail.answered_at?.toISOString() ?? null,
    error: mail.error,
  };
}

const isId = (text: string): boolean => /^\d{1,15}$/.test(text);

export function createReceivedMails(knex: Knex, enabled: boolean): ReceivedMails {
  return {
    enabled,
    async list({ state, before, limit = 50 }) {
      const query = knex('inbound_mail')
        .select(...columns)
        .orderBy('id', 'desc')
        .limit(limit + 1);
      if (state !== undefined) query.where({ state });
      if (before !== undefined && isId(before)) query.andWhere('id', '<', before);
      const found: unknown[] = await query;
      const items = found.slice(0, limit).map(viewOf);
      return { items, nextCursor: found.length > limit ? (items.at(-1)?.id ?? null) : null };
    },
    async read(id) {
      if (!isId(id)) return null;
      const found: unknown = await knex('inbound_mail')
        .where({ id })
        .first(...columns);
      return found === undefined ? null : viewOf(found);
    },
  };
}

/**
 * The mails that came in, one row a Message-ID.
 *
 *     (none) ──store──► RECEIVED ──decide──► ACCEPTED   part of a case
 *                                            ANSWERED   something was missing, the sender was told
 *                                            REFUSED    from somebody unknown
 *                                            IGNORED    nothing to do with it
 *
 * An answer that is due is decided with the state, and marked as sent once the outbox has it.
 */
import type { Knex } from 'knex';
import type { TemplateData } from '../out/template';
import type { InboundContent } from './parse';

export const InboundState = {
  RECEIVED: 'RECEIVED',
  ACCEPTED: 'ACCEPTED',
  ANSWERED: 'ANSWERED',
  REFUSED: 'REFUSED',
  IGNORED: 'IGNORED',
} as const;
export type InboundState = (typeof InboundState)[keyof typeof InboundState];

export type MailSource = 'IMAP' | 'SMTP';

/** Stored without its bytes when too large or unreadable. */
export interface NewInboundMail {
  readonly source: MailSource;
  readonly content: Pick<InboundContent, 'messageId' | 'from' | 'recipients' | 'subject' | 'text'> & {
    readonly attachments: readonly { readonly name: string; readonly bytes: Buffer }[];
  };
  readonly returnPath: string | null;
  readonly size: number;
  readonly raw: Buffer | null;
}

export interface Answer {
  /** In templates/mail. */
  readonly template: string;
  readonly data: TemplateData;
}

export interface Decision {
  readonly state: Exclude<InboundState, 'RECEIVED'>;
  /** French, for people. */
  readonly reason: string;
  readonly processInstanceKey?: string;
  readonly caseNumber?: string;
  readonly answer?: Answer;
}

export interface InboundRow {
  readonly id: string;
  readonly message_id: string;
  readonly state: InboundState;
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly return_path: string | null;
  readonly process_instance_key: string | null;
  readonly answer_template: string | null;
  readonly answer_data: TemplateData | null;
  readonly raw: Uint8Array | null;
  readonly received_at: Date;
}

/** A mail that another one answers. */
export type ThreadMail = Pick<InboundRow, 'message_id' | 'sender' | 'recipients' | 'process_instance_key'>;

const HOUR_MILLIS = 3_600_000;

/** Patched step by step in the tests that kill the program. */
export class InboundMails {
  constructor(
    private readonly knex: Knex,
    private readonly clock: () => Date,
  ) {}

  /** False when a mail of this Message-ID is there already. */
  async store({ source, content, returnPath, size, raw }: NewInboundMail): Promise<boolean> {
    const written: unknown[] = await this.knex('inbound_mail')
      .insert({
        message_id: content.messageId,
        source,
        state: InboundState.RECEIVED,
        sender: content.from?.address ?? '',
        sender_name: content.from?.name ?? '',
        recipients: JSON.stringify(content.recipients),
        subject: content.subject,
        text: content.text,
        attachments: JSON.stringify(
          content.attachments.map(({ name, bytes }) => ({ name, size: bytes.length })),
        ),
        return_path: returnPath,
        size,
        raw,
        received_at: this.clock(),
      })
      .onConflict('message_id')
      .ignore()
      .returning('id');
    return written.length > 0;
  }

  /** Ids of the mails that are not decided, or whose answer is due, oldest first. */
  async unfinished(): Promise<readonly string[]> {
    const rows: { id: string | number }[] = await this.knex('inbound_mail')
      .where({ state: InboundState.RECEIVED })
      .orWhere((due) => due.whereNotNull('answer_template').whereNull('answered_at'))
      .orderBy(['attempts', 'id'])
      .limit(100)
      .select('id');
    return rows.map(({ id }) => String(id));
  }

  async read(id: string): Promise<InboundRow | null> {
    const row: (Omit<InboundRow, 'id'> & { id: string | number }) | undefined = await this.knex(
      'inbound_mail',
    )
      .where({ id })
      .first();
    return row === undefined ? null : { ...row, id: String(row.id) };
  }

  /** Those of these Message-IDs that wait or are part of a case, newest first. */
  async ofThread(messageIds: readonly string[]): Promise<readonly ThreadMail[]> {
    if (messageIds.length === 0) return [];
    const rows: ThreadMail[] = await this.knex('inbound_mail')
      .whereIn('message_id', [...messageIds])
      .andWhere((open) => open.where({ state: InboundState.RECEIVED }).orWhereNotNull('process_instance_key'))
      .orderBy('id', 'desc')
      .select('message_id', 'sender', 'recipients', 'process_instance_key');
    return rows;
  }

  async decide(id: string, decision: Decision): Promise<void> {
    await this.knex('inbound_mail')
      .where({ id, state: InboundState.RECEIVED })
      .update({
        state: decision.state,
        reason: decision.reason,
        process_instance_key: decision.processInstanceKey ?? null,
        case_number: decision.caseNumber ?? null,
        answer_template: decision.answer?.template ?? null,
        answer_data: decision.answer === undefined ? null : JSON.stringify(decision.answer.data),
        decided_at: this.clock(),
        error: null,
      });
  }

  async answered(id: string): Promise<void> {
    await this.knex('inbound_mail').where({ id }).update({ answered_at: this.clock(), error: null });
  }

  /** Tried, and to be tried again. */
  async failed(id: string, message: string): Promise<void> {
    await this.knex('inbound_mail')
      .where({ id })
      .update({ attempts: this.knex.raw('attempts + 1'), error: message.slice(0, 1000) });
  }

  /** No answer can be sent: there is nothing to try again. */
  async unanswerable(id: string, message: string): Promise<void> {
    await this.knex('inbound_mail').where({ id }).update({ answer_template: null, error: message });
  }

  /** How many came from the sender in the hour before this one. */
  async inTheLastHour({ sender, received_at, id }: InboundRow): Promise<number> {
    const row: { count?: string | number } | undefined = await this.knex('inbound_mail')
      .where({ sender })
      .andWhere('received_at', '>', new Date(received_at.getTime() - HOUR_MILLIS))
      .andWhere('id', '<', id)
      .count({ count: '*' })
      .first();
    return Number(row?.count ?? 0);
  }

  /** Whether the sender has been refused, and told so, within a day before this mail. */
  async refusedToday({ sender, received_at, id }: InboundRow): Promise<boolean> {
    const row: unknown = await this.knex('inbound_mail')
      .where({ sender, state: InboundState.REFUSED })
      .whereNotNull('answer_template')
      .andWhere('received_at', '>', new Date(received_at.getTime() - 24 * HOUR_MILLIS))
      .andWhereNot({ id })
      .first('id');
    return row !== undefined;
  }
}

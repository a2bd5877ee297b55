/**
 * The outbox: one row a job, one mail a row.
 *
 *     (none) ──render──► QUEUED ───accepted by the server──► SENT
 *                          │  ▲
 *                 refused  ▼  │ tried again
 *                         FAILED
 *
 * SENT is final: the job, given out again, sends nothing. A crash between the server's acceptance and SENT leaves
 * QUEUED; the mail then goes once more under the same Message-ID, by which the recipient's server can tell.
 */
import type { Knex } from 'knex';
import { explainTransportError, MailError } from './errors';
import type { MailAddresses } from './reply-address';
import type { MailTemplates, RenderedMail, TemplateData } from './template';
import type { MailAttachment, MailTransport } from './transport';

export const OutboxState = {
  QUEUED: 'QUEUED',
  SENDING: 'SENDING',
  SENT: 'SENT',
  FAILED: 'FAILED',
  BOUNCED: 'BOUNCED',
} as const;
export type OutboxState = (typeof OutboxState)[keyof typeof OutboxState];

export interface MailRequest {
  /** Idempotency key. */
  readonly jobKey: string;
  readonly processInstanceKey: string;
  /** File name in templates/mail, without `.hbs`. */
  readonly template: string;
  /** One address, no display name. */
  readonly to: string;
  /** Who gets a copy, for all to see. */
  readonly cc?: readonly string[];
  readonly data: TemplateData;
  readonly attachments?: readonly (MailAttachment & { readonly documentId: string })[];
}

export interface SentMail {
  readonly messageId: string;
  /** False when the mail had left before. */
  readonly sentNow: boolean;
}

export interface MailerOptions {
  readonly knex: Knex;
  readonly templates: MailTemplates;
  readonly transport: MailTransport;
  readonly clock: () => Date;
  /** Right side of the Message-IDs. */
  readonly domain: string;
  readonly addresses: Pick<MailAddresses, 'replyAddressOf' | 'bounceAddressOf'>;
}

export interface Mailer {
  /** Throws `MailError`. */
  sendOnce(request: MailRequest): Promise<SentMail>;
}

interface OutboxRow {
  readonly id: string | number;
  readonly job_key: string;
  readonly state: OutboxState;
  readonly created_at: Date;
}

export function createMailer(options: MailerOptions): Mailer {
  const { knex, clock } = options;

  async function prepare(
    request: MailRequest,
    mail: RenderedMail,
    messageId: string,
  ): Promise<Pick<OutboxRow, 'id' | 'created_at'>> {
    const content = {
      template: request.template,
      to: request.to,
      copies: JSON.stringify(request.cc ?? []),
      subject: mail.subject,
      html: mail.html,
      text: mail.text,
      attachments: JSON.stringify((request.attachments ?? []).map((attachment) => attachment.documentId)),
    };
    await knex('mail_outbox')
      .insert({
        job_key: request.jobKey,
        message_id: messageId,
        state: OutboxState.QUEUED,
        process_instance_key: request.processInstanceKey,
        created_at: clock(),
        ...content,
      })
      .onConflict('job_key')
      .ignore();
    // After a failure the case may have been corrected: what has not left follows it.
    await knex('mail_outbox')
      .where({ job_key: request.jobKey })
      .whereNot({ state: OutboxState.SENT })
      .update({
        ...content,
        state: OutboxState.QUEUED,
        attempts: knex.raw('attempts + 1'),
        attempted_at: clock(),
      });
    const row = await knex<OutboxRow>('mail_outbox')
      .where({ job_key: request.jobKey })
      .first('id', 'created_at');
    if (row === undefined)
      throw new Error(`Expected an outbox row for job ${request.jobKey}, but it is gone`);
    return row;
  }

  async function isSent(jobKey: string): Promise<boolean> {
    const row = await knex<OutboxRow>('mail_outbox').where({ job_key: jobKey }).first('state');
    return row?.state === OutboxState.SENT;
  }

  return {
    async sendOnce(request) {
      const messageId = messageIdOf(request.jobKey, options.domain);
      if (await isSent(request.jobKey)) return { messageId, sentNow: false };
      [request.to, ...(request.cc ?? [])].forEach(checkAddress);
      const mail = options.templates.render(request.template, request.data);
      const row = await prepare(request, mail, messageId);
      try {
        await options.transport.send({
          ...mail,
          messageId,
          thread: threadOf(request.processInstanceKey, options.domain),
          replyTo: options.addresses.replyAddressOf(request.processInstanceKey),
          returnPath: options.addresses.bounceAddressOf(String(row.id)),
          to: request.to,
          cc: request.cc ?? [],
          date: row.created_at,
          attachments: request.attachments ?? [],
        });
      } catch (error) {
        const explained = explainTransportError(error, request.to);
        await knex('mail_outbox')
          .where({ job_key: request.jobKey })
          .update({ state: OutboxState.FAILED, error: explained.message });
        throw explained;
      }
      await knex('mail_outbox')
        .where({ job_key: request.jobKey })
        .update({ state: OutboxState.SENT, sent_at: clock(), error: null });
      return { messageId, sentNow: true };
    },
  };
}

export function messageIdOf(jobKey: string, domain: string): string {
  return `<job-${jobKey}@${domain}>`;
}

/** Names no mail: a reference that the mails of one case share. */
function threadOf(processInstanceKey: string, domain: string): string {
  return `<dossier-${processInstanceKey}@${domain}>`;
}

/** `Nom <a@exemple.org>` → `exemple.org`; `localhost` when there is none. */
export function domainOf(from: string): string {
  return /@(?<domain>[A-Za-z0-9.-]+)>?\s*$/.exec(from)?.groups?.['domain'] ?? 'localhost';
}

function checkAddress(address: string): void {
  if (/^[^\s@<>,;:"()[\]\\\p{C}]+@[^\s@<>,;:"()[\]\\\p{C}]+$/u.test(address) && address.length <= 254) return;
  const shown = JSON.stringify(address).slice(0, 100);
  throw new MailError(`Une adresse de courriel est attendue, mais la valeur reçue est ${shown}.`, false);
}

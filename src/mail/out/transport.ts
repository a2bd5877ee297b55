/** How mails leave: the server that SMTP_URL names, else the embedded sink. */
import { createTransport } from 'nodemailer';
import type { Knex } from 'knex';
import type { Logger } from '../../kit/logger';
import { attachmentName } from './clean';
import { refusalsIn, type Refusal } from './errors';
import { startMailSink } from './sink';
import { dkimOf, senderAddress, smtpServer, type SmtpSettings } from './smtp-settings';

export interface OutgoingMail {
  readonly messageId: string;
  /** Message-ID that the mails of one case share as their reference: readers show them as one conversation. */
  readonly thread: string | null;
  readonly replyTo: string | null;
  /** Envelope sender: where servers report what they could not deliver. Null: the address of MAIL_FROM. */
  readonly returnPath: string | null;
  readonly to: string;
  readonly copies: readonly string[];
  /** Those of `to` and `copies` that have yet to get it. */
  readonly recipients: readonly string[];
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly date: Date;
  readonly attachments: readonly MailAttachment[];
  readonly signal?: AbortSignal | undefined;
}

export interface MailAttachment {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

export interface MailTransport {
  /** True when mails go to the embedded sink. */
  readonly sink: boolean;
  /** Mails that can leave at once. */
  readonly connections: number;
  /**
   * Resolves once the server has answered, with the recipients that it refused; the others have the mail.
   * Rejects with nodemailer's error when nobody has it.
   */
  send(mail: OutgoingMail): Promise<readonly Refusal[]>;
  /** Connects and signs in as for a mail, and sends none. Rejects with nodemailer's error. */
  verify(): Promise<void>;
  close(): Promise<void>;
}

export interface MailTransportOptions {
  readonly environment: SmtpSettings;
  readonly knex: Knex;
  readonly clock: () => Date;
  readonly logger: Pick<Logger, 'warn'>;
}

/** Together well below a job's time limit, so that a job is never handed out again while its mail still leaves. */
const limits = {
  dnsTimeout: 5_000,
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 20_000,
};
/** The outbox tries again; the pool does so only for a connection that the server closed while it was idle. */
const pool = { pool: true, maxRequeues: 1, idleTimeout: 20_000, maxMessages: 1_000 } as const;

export async function mailTransport(options: MailTransportOptions): Promise<MailTransport> {
  const { environment } = options;
  const sender = senderAddress(environment);
  const dkim = dkimOf(environment);
  const server = smtpServer(environment);
  const sink = server === null ? await startMailSink(options) : undefined;
  const maxConnections = environment.SMTP_CONNECTIONS;
  const transporter = createTransport(
    { ...(server ?? { url: sink?.url }), ...limits, ...pool, maxConnections, ...(dkim && { dkim }) },
    { from: environment.MAIL_FROM },
  );
  return {
    sink: sink !== undefined,
    connections: maxConnections,
    async send(mail) {
      try {
        const answer: unknown = await transporter.sendMail({
          ...messageOf(mail),
          envelope: { from: mail.returnPath ?? sender, to: [...mail.recipients] },
          ...(mail.signal && { signal: mail.signal }),
        });
        return refusalsIn(answer) ?? [];
      } catch (error) {
        const refusals = refusalsIn(error);
        if (refusals === null) throw error;
        return refusals;
      }
    },
    async verify() {
      await transporter.verify();
    },
    async close() {
      transporter.close();
      await sink?.close();
    },
  };
}

function messageOf(mail: OutgoingMail) {
  const addressed = (address: string) => ({ name: '', address });
  return {
    messageId: mail.messageId,
    ...(mail.thread !== null && { references: mail.thread }),
    ...(mail.replyTo !== null && { replyTo: addressed(mail.replyTo) }),
    to: addressed(mail.to),
    cc: mail.copies.map(addressed),
    subject: mail.subject,
    html: mail.html,
    text: mail.text,
    date: mail.date,
    headers: { 'Auto-Submitted': 'auto-generated' },
    attachments: mail.attachments.map((attachment) => ({
      filename: attachmentName(attachment.name),
      contentType: attachment.mediaType,
      content: attachment.bytes,
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

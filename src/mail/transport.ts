/** How mails leave: the server that SMTP_URL names, else the embedded sink. */
import { createTransport } from 'nodemailer';
import type SMTPTransport from 'nodemailer/lib/smtp-transport';
import type { Knex } from 'knex';
import type { Logger } from 'pino';
import type { Environment } from '../config/environment';
import { startMailSink } from './sink';

export interface OutgoingMail {
  readonly messageId: string;
  /** Message-ID that the mails of one case share as their reference: readers show them as one conversation. */
  readonly thread: string;
  readonly replyTo: string | null;
  /** Envelope sender: where servers report what they could not deliver. Null: the address of MAIL_FROM. */
  readonly returnPath: string | null;
  readonly to: string;
  readonly cc: readonly string[];
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly date: Date;
  readonly attachments: readonly MailAttachment[];
}

export interface MailAttachment {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

export interface MailTransport {
  /** True when mails go to the embedded sink. */
  readonly sink: boolean;
  /** Resolves once the server has accepted the mail. Rejects with nodemailer's error. */
  send(mail: OutgoingMail): Promise<void>;
  close(): Promise<void>;
}

export interface MailTransportOptions {
  readonly environment: Pick<Environment, 'SMTP_URL' | 'MAIL_FROM'>;
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

export async function mailTransport(options: MailTransportOptions): Promise<MailTransport> {
  const { SMTP_URL: smtpUrl, MAIL_FROM: from } = options.environment;
  const sink = smtpUrl === undefined ? await startMailSink(options) : undefined;
  const transporter = createTransport({ url: smtpUrl ?? sink?.url, ...limits } as SMTPTransport.Options, {
    from,
  });
  return {
    sink: sink !== undefined,
    async send(mail) {
      await transporter.sendMail({
        messageId: mail.messageId,
        references: mail.thread,
        ...(mail.replyTo !== null && { replyTo: { name: '', address: mail.replyTo } }),
        ...(mail.returnPath !== null && {
          envelope: { from: mail.returnPath, to: [mail.to, ...mail.cc] },
        }),
        to: { name: '', address: mail.to },
        cc: mail.cc.map((address) => ({ name: '', address })),
        subject: mail.subject,
        html: mail.html,
        text: mail.text,
        date: mail.date,
        headers: { 'Auto-Submitted': 'auto-generated' },
        attachments: mail.attachments.map((attachment) => ({
          filename: attachment.name,
          contentType: attachment.mediaType,
          content: attachment.bytes,
        })),
        disableFileAccess: true,
        disableUrlAccess: true,
      });
    },
    async close() {
      transporter.close();
      await sink?.close();
    },
  };
}

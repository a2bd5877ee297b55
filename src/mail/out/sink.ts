/** The embedded SMTP server of the demo: takes every mail on the loopback interface, keeps it in `mailbox`. */
import { listen } from '../../kit/listen';
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { AddressObject, ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { Knex } from 'knex';
import type { Logger } from '../../kit/logger';

export interface MailSink {
  /** `smtp://127.0.0.1:<port>` */
  readonly url: string;
  close(): Promise<void>;
}

export interface MailSinkOptions {
  readonly knex: Knex;
  readonly clock: () => Date;
  readonly logger: Pick<Logger, 'warn'>;
}

const largestMail = 25 * 1024 * 1024;
const localOnly = '127.0.0.1';

export async function startMailSink(options: MailSinkOptions): Promise<MailSink> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: largestMail,
    onData(stream, session, callback) {
      const recipients = session.envelope.rcptTo.map((recipient) => recipient.address);
      take(stream, recipients, options).then(
        () => callback(),
        (error: unknown) => {
          options.logger.warn({ err: error }, 'the mail sink could not keep a mail');
          callback(new Error('4.3.0 the mailbox could not be written'));
        },
      );
    },
  });
  server.on('error', (error) => options.logger.warn({ err: error }, 'mail sink'));
  const place = { host: localOnly, port: 0, setting: 'SMTP_URL' };
  const port = await listen(server, place, server.server);
  return {
    url: `smtp://${localOnly}:${port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function take(
  stream: Readable,
  recipients: readonly string[],
  options: MailSinkOptions,
): Promise<void> {
  const raw = await readAll(stream);
  // Loaded with the first mail: a start is quicker without it.
  const { simpleParser } = await import('mailparser');
  const mail = await simpleParser(raw, { skipImageLinks: true });
  await options
    .knex('mailbox')
    .insert({
      message_id: mail.messageId ?? `<sha256-${createHash('sha256').update(raw).digest('hex')}@sink>`,
      from: mail.from?.text ?? '',
      to: JSON.stringify(addresses(mail, recipients)),
      subject: mail.subject ?? '',
      text: mail.text ?? '',
      html: mail.html === false ? '' : mail.html,
      attachments: JSON.stringify(attachmentsOf(mail)),
      raw,
      date: mail.date ?? options.clock(),
      received_at: options.clock(),
    })
    .onConflict('message_id')
    .ignore();
}

async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function addresses(mail: ParsedMail, recipients: readonly string[]): string[] {
  const headers: AddressObject[] = [mail.to ?? [], mail.cc ?? []].flat();
  const named = headers.flatMap((header) => header.value.flatMap((entry) => entry.address ?? []));
  return named.length > 0 ? named : [...recipients];
}

function attachmentsOf(mail: ParsedMail) {
  return mail.attachments.map((attachment) => ({
    name: attachment.filename ?? 'pièce jointe',
    mediaType: attachment.contentType,
    size: attachment.size,
  }));
}

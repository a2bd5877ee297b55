/** Mail, as the composition root starts it: templates, transport, outbox and the sink's mailbox. */
import type { Knex } from 'knex';
import type { Logger } from '../../kit/logger';
import type { Environment } from '../../config/environment';
import { readBounce } from './bounce';
import { findAnsweredMail, type AnsweredMail } from './answered-mail';
import { checkMailServer, type MailServerCheck } from './check';
import { createDispatcher } from './dispatcher';
import { MailError } from './errors';
import { listMailbox, readMail, type MailboxMessage } from './mailbox';
import { createDelivery, createMailer, type Mailer } from './mailer';
import { createOutbox, domainOf } from './outbox';
import { readMailAddresses, type MailAddresses, type MailAddressSettings } from './reply-address';
import { loadMailTemplates } from './template';
import { createSentMails, type SentMails } from './sent-mails';
import type { SmtpSettings } from './smtp-settings';
import { mailTransport, type MailAttachment } from './transport';

export interface Mailbox {
  /** False when SMTP_URL names a real server. */
  readonly enabled: boolean;
  messages(): Promise<readonly MailboxMessage[]>;
  message(id: string): Promise<MailboxMessage | null>;
}

export interface Mail extends Mailer {
  readonly mailbox: Mailbox;
  readonly outgoing: SentMails;
  readonly addresses: MailAddresses;
  /** Null while mails go to the embedded sink. */
  readonly checkServer: (() => Promise<MailServerCheck>) | null;
  /** The mail that has, or had before it was sent again, this Message-ID. */
  answeredMail(messageId: string): Promise<AnsweredMail | null>;
  /**
   * For what arrives at a bounce address: marks the mail if it is a report of failure.
   * False when it is about delay or success, is no report, or is about no mail of ours.
   */
  takeBounce(mailId: string, raw: Buffer): Promise<boolean>;
  /** Resolves when no queued mail is due. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

export interface MailOptions {
  readonly environment: SmtpSettings &
    MailAddressSettings &
    Pick<Environment, 'ADMINISTRATION' | 'PUBLIC_URL'>;
  readonly knex: Knex;
  readonly clock: () => Date;
  readonly logger: Pick<Logger, 'warn'>;
  /** Null for a document that is gone. */
  readonly attachment: (documentId: string) => Promise<MailAttachment | null>;
}

/** One mail leaves while the next is claimed and the last one noted. */
const LANES_PER_CONNECTION = 2;

export async function startMail(options: MailOptions): Promise<Mail> {
  const { environment, knex, clock, logger } = options;
  const templates = loadMailTemplates({
    administration: environment.ADMINISTRATION,
    publicUrl: environment.PUBLIC_URL ?? null,
  });
  const addresses = readMailAddresses(environment);
  const transport = await mailTransport(options);
  const domain = domainOf(environment.MAIL_FROM);
  const outbox = createOutbox({ knex, clock, domain });
  const sending = { outbox, transport, domain, addresses };
  const dispatcher = createDispatcher({
    outbox,
    deliver: createDelivery(sending),
    attachmentsOf: (ids) => Promise.all(ids.map((id) => attachmentOf(options, id))),
    lanes: transport.connections * LANES_PER_CONNECTION,
    clock,
    logger,
  });
  const mailer = createMailer({ ...sending, templates, onQueued: () => dispatcher.wake() });
  dispatcher.start();
  return {
    ...mailer,
    addresses,
    checkServer: transport.sink ? null : () => checkMailServer(transport, environment),
    answeredMail: (messageId) => findAnsweredMail(knex, outbox, messageId),
    async takeBounce(mailId, raw) {
      const report = await readBounce(raw);
      const marked: boolean[] = [];
      for (const { address, reason } of report?.undelivered ?? [])
        marked.push(await outbox.markBounced(mailId, reason, address));
      return marked.includes(true);
    },
    idle: () => dispatcher.idle(),
    outgoing: createSentMails({ knex, outbox, onQueued: () => dispatcher.wake() }),
    mailbox: {
      enabled: transport.sink,
      messages: () => listMailbox(knex),
      message: (id) => readMail(knex, id),
    },
    async close() {
      await dispatcher.stop();
      await transport.close();
    },
  };
}

async function attachmentOf({ attachment }: MailOptions, documentId: string): Promise<MailAttachment> {
  const found = await attachment(documentId);
  if (found !== null) return found;
  throw new MailError('Une pièce jointe de ce courriel n’existe plus : il ne peut pas repartir.', false);
}

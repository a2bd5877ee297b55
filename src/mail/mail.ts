/** Mail, as the composition root starts it: templates, transport, outbox and the sink's mailbox. */
import type { Knex } from 'knex';
import type { Logger } from 'pino';
import type { Environment } from '../config/environment';
import { mailsOfInstances, type CaseMailView } from './case-mails';
import { listMailbox, readMail, type MailboxMessage } from './mailbox';
import { createMailer, domainOf, type Mailer } from './outbox';
import { readMailAddresses, type MailAddresses, type MailAddressSettings } from './reply-address';
import { loadMailTemplates } from './template';
import { mailTransport } from './transport';

export interface Mailbox {
  /** False when SMTP_URL names a real server. */
  readonly enabled: boolean;
  messages(): Promise<readonly MailboxMessage[]>;
  message(id: string): Promise<MailboxMessage | null>;
  /** Mails that a case has sent, whether or not the sink took them. */
  ofInstances(processInstanceKeys: readonly string[]): Promise<readonly CaseMailView[]>;
}

export interface Mail extends Mailer {
  readonly mailbox: Mailbox;
  readonly addresses: MailAddresses;
  close(): Promise<void>;
}

export interface MailOptions {
  readonly environment: Pick<Environment, 'SMTP_URL' | 'MAIL_FROM' | 'ADMINISTRATION'> & MailAddressSettings;
  readonly knex: Knex;
  readonly clock: () => Date;
  readonly logger: Pick<Logger, 'warn'>;
}

export async function startMail(options: MailOptions): Promise<Mail> {
  const { environment, knex, clock } = options;
  const templates = loadMailTemplates({ administration: environment.ADMINISTRATION });
  const addresses = readMailAddresses(environment);
  const transport = await mailTransport(options);
  const mailer = createMailer({
    knex,
    templates,
    transport,
    clock,
    domain: domainOf(environment.MAIL_FROM),
    addresses,
  });
  return {
    sendOnce: mailer.sendOnce,
    addresses,
    mailbox: {
      enabled: transport.sink,
      messages: () => listMailbox(knex),
      message: (id) => readMail(knex, id),
      ofInstances: (keys) => mailsOfInstances(knex, keys),
    },
    close: () => transport.close(),
  };
}

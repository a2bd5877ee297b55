/** Mail in, as the composition root starts it: the sources, the intake, and what pages show of it. */
import type { Knex } from 'knex';
import type { Logger } from '../../kit/logger';
import type { Cases } from '../../cases/cases';
import type { MailIn } from './sources/mail-in';
import type { Documents } from '../../documents/documents';
import type { Account } from '../../identity/account';
import { NoAddressError, type Addresses } from '../../identity/addresses';
import type { Mail } from '../out/mail';
import type { ReadModelQueries } from '../../readmodel/read-model';
import type { ZeebeClient } from '../../zeebe/api';
import { InboundMails } from './inbox';
import { createIntake } from './intake';
import { startMessageOf } from './start';

export interface InboundParts {
  readonly connector: MailIn | null;
  readonly knex: Knex;
  readonly clock: () => Date;
  readonly logger: Pick<Logger, 'warn' | 'info'>;
  readonly mail: Mail;
  readonly documents: Documents;
  readonly accounts: () => Promise<readonly Account[]>;
  readonly actors: Addresses;
  readonly cases: Pick<Cases, 'startByMessage'>;
  readonly queries: Pick<ReadModelQueries, 'caseOf' | 'instance'>;
  readonly engine: Pick<ZeebeClient, 'publishMessage'>;
  /** Of a deployed procedure: names of the messages that start it; null when it is not deployed. */
  readonly startMessages: (bpmnProcessId: string) => Promise<readonly string[] | null>;
}

export interface Inbound {
  /** Takes up what could not be routed yet. */
  resume(): Promise<void>;
  stop(): Promise<void>;
}

const nothing: Inbound = { resume: async () => undefined, stop: async () => undefined };

/** Members' own, and the group's. */
async function groupAddresses({ accounts, actors }: InboundParts, group: string): Promise<readonly string[]> {
  const members = (await accounts()).flatMap(({ groups, email }) =>
    groups.includes(group) && email !== null ? [email] : [],
  );
  const reached = await actors.of(`groupe:${group}`).catch((error: unknown) => {
    if (error instanceof NoAddressError) return [];
    throw error;
  });
  return [...new Set([...members, ...reached])];
}

function intakeOf(parts: InboundParts, connector: MailIn) {
  const { knex, clock, queries, mail } = parts;
  return createIntake({
    settings: connector.settings,
    inbox: new InboundMails(knex, clock),
    mailer: mail,
    documents: parts.documents,
    accounts: parts.accounts,
    groupAddresses: (group) => groupAddresses(parts, group),
    startByMessage: (account, start) => parts.cases.startByMessage(account, start),
    answeredMail: (messageId) => mail.answeredMail(messageId),
    addresses: mail.addresses,
    takeBounce: (mailId, raw) => mail.takeBounce(mailId, raw),
    async caseOf(instanceKey) {
      const key = await queries.caseOf(instanceKey);
      const found = key === null ? null : await queries.instance(key);
      return found && { processInstanceKey: found.processInstanceKey, caseNumber: found.caseNumber };
    },
    publish: (message) => parts.engine.publishMessage(message),
    logger: parts.logger,
  });
}

/** Begins to receive. Rejects with `MailInConfigurationError`. */
export async function startInbound(parts: InboundParts): Promise<Inbound> {
  const { connector, logger } = parts;
  if (connector === null) return nothing;
  const intake = intakeOf(parts, connector);
  const running = await connector.start({
    receive: (mail) => intake.receive(mail),
    logger,
    lookups: {
      groupAddresses: (group) => groupAddresses(parts, group),
      async startsByMail(bpmnProcessId) {
        const names = await parts.startMessages(bpmnProcessId);
        return names && names.includes(startMessageOf(bpmnProcessId));
      },
    },
  });
  return {
    resume: () => intake.resume(),
    async stop() {
      await running.stop();
      await intake.stop();
    },
  };
}

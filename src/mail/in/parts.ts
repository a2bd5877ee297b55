/** What the intake and its routes are given. */
import type { Logger } from '../../kit/logger';
import type { MailInSettings } from './sources/settings';
import type { Account } from '../../identity/account';
import type { MessageStart, StartedCase } from '../../cases/cases';
import type { Documents } from '../../documents/documents';
import type { AnsweredMail } from '../out/answered-mail';
import type { Mailer } from '../out/mailer';
import type { MailAddresses } from '../out/reply-address';
import type { PublishMessage } from '../../zeebe/api';
import type { InboundMails } from './inbox';

export interface IntakeParts {
  readonly settings: MailInSettings;
  readonly inbox: InboundMails;
  readonly mailer: Pick<Mailer, 'queue'>;
  readonly documents: Pick<Documents, 'addOnce'>;
  readonly accounts: () => Promise<readonly Account[]>;
  readonly groupAddresses: (group: string) => Promise<readonly string[]>;
  readonly startByMessage: (account: Account, start: MessageStart) => Promise<StartedCase | null>;
  readonly answeredMail: (messageId: string) => Promise<AnsweredMail | null>;
  readonly addresses: Pick<MailAddresses, 'caseOfReplyAddress' | 'mailOfBounceAddress'>;
  /** False when it is about delay or success, or about no mail of ours. */
  readonly takeBounce: (mailId: string, raw: Buffer) => Promise<boolean>;
  /** The case that an instance is part of, as the read model shows it. */
  readonly caseOf: (processInstanceKey: string) => Promise<CaseOfMail | null>;
  readonly publish: (message: PublishMessage) => Promise<unknown>;
  readonly logger: Pick<Logger, 'warn'>;
}

export interface CaseOfMail {
  readonly processInstanceKey: string;
  readonly caseNumber: string | null;
}

/**
 * What the web layer is given by the composition root. Pages and API use these and nothing else.
 *
 * Rights are checked inside `tasks` and `cases`: pass them the signed-in account. They throw `DomainError`
 * (src/web/errors.ts), which the error handlers of `createApp` turn into a problem document or a French page.
 * `queries` knows no rights: use it only for what every signed-in person may see (procedures), or after `cases.read`.
 */
import type { Knex } from 'knex';
import type { Logger } from '../kit/logger';
import type { AuditLog } from '../audit/audit-log';
import type { Environment } from '../config/environment';
import type { Cases } from '../cases/cases';
import type { Automates } from '../workers/overview/automates';
import type { Connections } from '../workers/overview/connections';
import type { Mailbox } from '../mail/out/mail';
import type { SentMails } from '../mail/out/sent-mails';
import type { ReceivedMails } from '../mail/in/views';
import type { Stock } from '../stock/stock';
import type { ProjectionSignal, ReadModel } from '../app/ports';
import type { FormSchema } from '../forms/schema';
import type { Documents } from '../documents/documents';
import type { CaseFiles } from '../documents/files/case-files';
import type { Signatures } from '../documents/signature/signatures';
import type { Deployer } from '../procedures/checked-deploy';
import type { Directory } from '../identity/directory';
import type { DefaultPasswords } from '../passwords/passwords';
import type { Guide } from '../guide/guide';
import type { ExternalAccounts } from '../identity/external-accounts';
import type { Identity } from '../identity/identity';
import type { SingleSignOn } from '../identity/single-sign-on';
import type { Shipped } from '../procedures/shipped';
import type { Interventions } from '../operations/interventions';
import type { Suspensions } from '../procedures/suspension';
import type { Studio } from '../studio/studio';
import type { References } from '../references/references';
import type { Tasks } from '../tasks/tasks';
import type { ZeebeClient } from '../zeebe/api';

export type { ArticleView, MovementView } from '../stock/articles';
export type { MailboxMessage } from '../mail/out/mailbox';

/** Stock, as the web needs it. A receipt also wakes the cases that wait for the article. */
export type StockService = Pick<Stock, 'articles' | 'article' | 'movements' | 'waiting' | 'receive'>;

export type { DocumentFile, DocumentView } from '../documents/documents';

export type DocumentsService = Pick<Documents, 'ofInstances' | 'read' | 'print'>;

export interface WebServices {
  readonly environment: Environment;
  readonly logger: Logger;
  readonly knex: Knex;
  readonly engine: ZeebeClient;
  readonly queries: ReadModel;
  readonly identity: Identity;
  /** What people did, in order. */
  readonly audit: AuditLog;
  readonly tasks: Tasks;
  readonly cases: Cases;
  readonly interventions: Interventions;
  readonly stock: StockService;
  /** The embedded SMTP sink's mails; `enabled` is false when SMTP_URL names a real server. */
  readonly mailbox: Mailbox;
  /** What was sent, waits or came back. */
  readonly outgoing: SentMails;
  /** Mails that came in, and what became of them; `enabled` is false when no source is configured. */
  readonly receivedMails: ReceivedMails;
  /** Tells when the read model has changed: open case pages and waiting answers look again. */
  readonly projection: ProjectionSignal;
  /** Deploys what people can work with, and says what is wrong with what is deployed. */
  readonly deployer: Deployer;
  readonly documents: DocumentsService;
  /** Who signed documents, and whether that still holds. */
  readonly signatures: Pick<Signatures, 'of' | 'verify'>;
  /** Files that people send. */
  readonly caseFiles: Pick<CaseFiles, 'stage' | 'add'>;
  /** Who does each job type: a worker, or people. */
  readonly connections: Connections;
  readonly automates: Automates;
  /** By each worker's contract: what its step leaves, in words. */
  readonly contractForms: readonly FormSchema[];
  readonly references: References;
  /** The files that the program brings along, where an owner must decide about them. */
  readonly shipped: Shipped;
  readonly studio: Studio;
  readonly suspensions: Suspensions;
  readonly guide: Guide;
  readonly directory: Directory;
  /** Null: people sign in by password only. */
  readonly singleSignOn: SingleSignOn | null;
  readonly externalAccounts: ExternalAccounts;
  /** Default passwords that people may see, once. */
  readonly passwords: Pick<DefaultPasswords, 'of' | 'audit' | 'show' | 'renew'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/**
 * What the web layer is given by the composition root. Pages and API use these and nothing else.
 *
 * Rights are checked inside `tasks` and `cases`: pass them the signed-in account. They throw `DomainError`
 * (src/web/errors.ts), which the error handlers of `createApp` turn into a problem document or a French page.
 * `queries` knows no rights: use it only for what every signed-in person may see (procedures), or after `cases.read`.
 */
import type { Knex } from 'knex';
import type { Logger } from 'pino';
import type { Environment } from '../config/environment';
import type { Cases } from '../cases/cases';
import type { ReadModel } from '../tasks/ports';
import type { Identity } from '../identity/identity';
import type { Tasks } from '../tasks/tasks';
import type { ZeebeClient } from '../zeebe/api';

export interface ArticleView {
  readonly code: string;
  readonly name: string;
  /** Physically in stock. */
  readonly quantity: number;
  /** Promised to cases, still in stock. */
  readonly reserved: number;
  /** quantity - reserved. */
  readonly available: number;
}

export interface MovementView {
  readonly id: string;
  readonly article: string;
  /** `entree`, `reservation`, `sortie`, `annulation`. */
  readonly kind: string;
  readonly quantity: number;
  readonly at: string;
  readonly by: string | null;
  readonly processInstanceKey: string | null;
  readonly reference: string | null;
}

/** Stock, as the web needs it. A receipt also wakes the cases that wait for the article. */
export interface StockService {
  articles(): Promise<readonly ArticleView[]>;
  article(code: string): Promise<ArticleView | null>;
  movements(code: string): Promise<readonly MovementView[]>;
  /** Entry in stock. Throws `DomainError` NOT_FOUND for an unknown article. */
  receive(code: string, entry: { quantity: number; reference?: string; by: string }): Promise<ArticleView>;
}

export interface MailboxMessage {
  readonly id: string;
  readonly messageId: string | null;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  readonly receivedAt: string;
}

/** The embedded SMTP sink's mails. `enabled` is false when SMTP_URL names a real server. */
export interface MailboxService {
  readonly enabled: boolean;
  messages(): Promise<readonly MailboxMessage[]>;
  message(id: string): Promise<MailboxMessage | null>;
}

export interface DocumentFile {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly processInstanceKey: string;
  readonly createdAt: string;
  readonly content: Buffer;
}

export type DocumentView = Omit<DocumentFile, 'content'> & { readonly size: number };

export interface DocumentsService {
  ofInstance(processInstanceKey: string): Promise<readonly DocumentView[]>;
  read(id: string): Promise<DocumentFile | null>;
}

export interface WebServices {
  readonly environment: Environment;
  readonly logger: Logger;
  readonly knex: Knex;
  readonly engine: ZeebeClient;
  readonly queries: ReadModel;
  readonly identity: Identity;
  readonly tasks: Tasks;
  readonly cases: Cases;
  readonly stock: StockService;
  readonly mailbox: MailboxService;
  readonly documents: DocumentsService;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

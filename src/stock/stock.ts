/** The stock, as workers and pages use it. */
import type { Knex } from 'knex';
import type { Logger } from '../kit/logger';
import * as reading from './articles';
import { createStockPublisher, type PublishStockMessage } from './publisher';
import { receive, type StockEntry } from './receipts';
import { issue, release, reserve, type ReservationRequest, type ReservationResult } from './reservations';
import {
  checkAvailability,
  forgetWaits,
  waitingCases,
  type Availability,
  type AvailabilityRequest,
  type WaitView,
} from './waits';

export interface StockOptions {
  readonly knex: Knex;
  readonly clock: () => Date;
  readonly logger: Pick<Logger, 'warn'>;
  readonly publish: PublishStockMessage;
  /**
   * False once the case has ended, so that a withdrawn case takes nobody's turn; true or null (not known yet) keeps
   * its place. Absent: every registered case is taken to be waiting.
   */
  readonly caseIsOpen?: (processInstanceKey: string) => Promise<boolean | null>;
}

export interface Stock {
  articles(): Promise<readonly reading.ArticleView[]>;
  article(code: string): Promise<reading.ArticleView | null>;
  movements(code?: string): Promise<readonly reading.MovementView[]>;
  waiting(article?: string): Promise<readonly WaitView[]>;
  declareArticle(article: reading.NewArticle): Promise<void>;
  /** Throws `StockError` for an unknown article. */
  check(request: AvailabilityRequest): Promise<Availability>;
  /** Throws `StockError` for an unknown article; too little stock is a result. */
  reserve(request: ReservationRequest): Promise<ReservationResult>;
  /** Throws `StockError` for an unknown or released reservation. */
  issue(reservationId: string): Promise<{ readonly issuedNow: boolean }>;
  /** Throws `StockError` for an unknown or issued reservation. */
  release(reservationId: string): Promise<{ readonly releasedNow: boolean }>;
  /** Entry in stock; wakes waiting cases. Throws `DomainError` NOT_FOUND, FORM_INVALID. */
  receive(code: string, entry: StockEntry): Promise<reading.ArticleView>;
  /** After a withdrawal: the case waits no longer. */
  forgetWaits(processInstanceKey: string): Promise<void>;
  /** Publishes what an earlier run left queued. Call once at start, when the gateway answers. */
  publishPending(): Promise<void>;
  stop(): Promise<void>;
}

export function createStock(options: StockOptions): Stock {
  const { knex, clock, logger } = options;
  const publisher = createStockPublisher({ knex, clock, logger, publish: options.publish });

  /** Outside any transaction: on PGlite the read model's query would wait for the connection that we hold. */
  async function forgetClosedCases(article: string): Promise<void> {
    const { caseIsOpen } = options;
    if (caseIsOpen === undefined) return;
    for (const wait of await waitingCases(knex, article)) {
      if ((await caseIsOpen(wait.processInstanceKey)) === false)
        await forgetWaits(knex, wait.processInstanceKey);
    }
  }

  return {
    articles: () => reading.articles(knex),
    article: (code) => reading.article(knex, code),
    movements: (code) => reading.movements(knex, code),
    waiting: (article) => waitingCases(knex, article),
    declareArticle: (article) => reading.declareArticle(knex, article),
    check: (request) => checkAvailability(knex, request, clock()),
    reserve: (request) => reserve(knex, request, clock()),
    issue: (reservationId) => issue(knex, reservationId, clock()),
    async release(reservationId) {
      const result = await release(knex, reservationId, clock());
      void publisher.runNow();
      return result;
    },
    async receive(code, entry) {
      await forgetClosedCases(code);
      await receive(knex, code, entry, clock());
      void publisher.runNow();
      const article = await reading.article(knex, code);
      if (article === null)
        throw new Error(`Expected article ${code} to exist after a receipt, but it is gone`);
      return article;
    },
    forgetWaits: (processInstanceKey) => forgetWaits(knex, processInstanceKey),
    publishPending: () => publisher.runNow(),
    stop: () => publisher.stop(),
  };
}

/**
 * Publishes the queued messages, in order. A row is PENDING until the engine acknowledged its message, then
 * PUBLISHED. The message id makes a second publication harmless, so several processes may run a publisher.
 */
import type { Knex } from 'knex';
import type { Logger } from 'pino';
import { EngineRejectedError, type PublishMessage } from '../zeebe';

/** Rejects when the engine did not take the message. */
export type PublishStockMessage = (message: PublishMessage) => Promise<unknown>;

export interface StockPublisher {
  /** Looks for queued messages now. Resolves when the round is over, published or not; never rejects. */
  publishPending(): Promise<void>;
  /** Stops retrying; does not wait for an engine that does not answer. */
  stop(): void;
}

export interface PublisherOptions {
  readonly knex: Knex;
  readonly publish: PublishStockMessage;
  readonly clock: () => Date;
  readonly logger: Pick<Logger, 'warn'>;
}

interface PublicationRow {
  readonly id: string | number;
  readonly message_name: string;
  readonly correlation_key: string;
  readonly message_id: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A case that comes to its wait within this time still finds the message. */
const timeToLiveMillis = 60 * 60 * 1000;
const shortestPauseMillis = 500;
const longestPauseMillis = 30_000;

export function createStockPublisher(options: PublisherOptions): StockPublisher {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let current: Promise<void> | undefined;
  let again = false;

  function retryLater(): void {
    if (stopped) return;
    const pause = Math.min(shortestPauseMillis * 2 ** failures, longestPauseMillis);
    failures += 1;
    timer = setTimeout(() => void publishPending(), pause);
    timer.unref();
  }

  async function round(): Promise<void> {
    clearTimeout(timer);
    try {
      await publishAll(options, () => stopped);
      failures = 0;
    } catch (error) {
      options.logger.warn({ err: error }, 'stock arrivals could not be published; trying again');
      retryLater();
    }
  }

  async function publishPending(): Promise<void> {
    if (stopped) return;
    again = true;
    current ??= (async () => {
      while (again && !stopped) {
        again = false;
        await round();
      }
      current = undefined;
    })();
    await current;
  }

  return {
    publishPending,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

async function publishAll(options: PublisherOptions, stopped: () => boolean): Promise<void> {
  for (;;) {
    const rows = await options
      .knex<PublicationRow>('stock_publication')
      .where('state', 'PENDING')
      .orderBy('id')
      .limit(100);
    if (rows.length === 0) return;
    for (const row of rows) {
      if (stopped()) return;
      await publishOne(options, row);
    }
  }
}

async function publishOne({ knex, publish, clock }: PublisherOptions, row: PublicationRow): Promise<void> {
  try {
    await publish({
      name: row.message_name,
      correlationKey: row.correlation_key,
      messageId: row.message_id,
      timeToLiveMillis,
      variables: row.variables,
    });
  } catch (error) {
    if (!isDuplicate(error)) {
      await knex('stock_publication')
        .where({ id: row.id })
        .update({ attempts: knex.raw('attempts + 1'), error: String(error).slice(0, 1000) });
      throw error;
    }
  }
  await knex('stock_publication')
    .where({ id: row.id })
    .update({ state: 'PUBLISHED', published_at: clock(), attempts: knex.raw('attempts + 1'), error: null });
}

function isDuplicate(error: unknown): boolean {
  return error instanceof EngineRejectedError && error.code === 'ALREADY_EXISTS';
}

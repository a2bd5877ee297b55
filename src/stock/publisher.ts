/**
 * Publishes the queued messages, in order. A row is PENDING until the engine acknowledged its message, then
 * PUBLISHED. The message id makes a second publication harmless, so several processes may run a publisher.
 */
import type { Knex } from 'knex';
import { durations } from '../config/durations';
import type { Logger } from '../kit/logger';
import { Service } from '../kit/service';
import { EngineRejectedError, type PublishMessage } from '../zeebe';

/** Rejects when the engine did not take the message. */
export type PublishStockMessage = (message: PublishMessage) => Promise<unknown>;

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

/** Does not wait, when stopped, for an engine that does not answer. */
export function createStockPublisher(options: PublisherOptions): Service {
  return new Service({
    async round({ isStopping }) {
      await publishAll(options, isStopping);
      return undefined;
    },
    pauses: durations.stock.publishing,
    trouble: 'stock arrivals could not be published; trying again',
    logger: options.logger,
    stopMillis: 0,
  });
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
      timeToLiveMillis: durations.messages.arrivalLives,
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

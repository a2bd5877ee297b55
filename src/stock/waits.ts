/** Cases that wait for an article, and the messages that wake them. */
import type { Knex } from 'knex';
import { lockArticle } from './ledger';

/** Name of the BPMN message; its correlation key is the case's `cleAttente`. */
export const STOCK_ARRIVAL_MESSAGE = 'stock-arrive';

export interface AvailabilityRequest {
  readonly article: string;
  /** Positive integer. */
  readonly quantity: number;
  readonly processInstanceKey: string;
  /** Correlation key under which the case waits. */
  readonly cleAttente: string;
}

export interface Availability {
  readonly sufficient: boolean;
  /** On hand minus reserved. */
  readonly available: number;
  readonly libelle: string;
}

export interface WaitView {
  readonly article: string;
  readonly quantity: number;
  readonly cleAttente: string;
  readonly processInstanceKey: string;
  readonly since: string;
}

interface WaitRow {
  readonly id: string | number;
  readonly article: string;
  readonly quantity: number;
  readonly cle_attente: string;
  readonly process_instance_key: string;
  readonly since: Date;
}

/**
 * Looks at the stock, and registers the case among those that wait (at its first place) or strikes it off.
 * The row lock makes it see a receipt, or be seen by it: no arrival falls between look and registration.
 */
export async function checkAvailability(
  knex: Knex,
  request: AvailabilityRequest,
  now: Date,
): Promise<Availability> {
  return knex.transaction(async (transaction) => {
    const article = await lockArticle(transaction, request.article);
    const sufficient = article.available >= request.quantity;
    if (sufficient) {
      await transaction('stock_wait')
        .where({ cle_attente: request.cleAttente, article: request.article })
        .delete();
    } else {
      await register(transaction, request, now);
    }
    return { sufficient, available: article.available, libelle: article.libelle };
  });
}

/** Adds the case to those that wait; one that waits already keeps its place. */
export async function register(
  transaction: Knex.Transaction,
  request: AvailabilityRequest,
  now: Date,
): Promise<void> {
  await transaction('stock_wait')
    .insert({
      cle_attente: request.cleAttente,
      article: request.article,
      quantity: request.quantity,
      process_instance_key: request.processInstanceKey,
      since: now,
    })
    .onConflict(['cle_attente', 'article'])
    .merge(['quantity']);
}

/** Strikes the case off; for a withdrawal. */
export async function forgetWaits(knex: Knex, processInstanceKey: string): Promise<void> {
  await knex('stock_wait').where({ process_instance_key: processInstanceKey }).delete();
}

/** In order of arrival. */
export async function waitingCases(knex: Knex, article?: string): Promise<readonly WaitView[]> {
  const rows = await waitRows(knex, article);
  return rows.map((row) => ({
    article: row.article,
    quantity: row.quantity,
    cleAttente: row.cle_attente,
    processInstanceKey: row.process_instance_key,
    since: row.since.toISOString(),
  }));
}

async function waitRows(knex: Knex, article?: string): Promise<WaitRow[]> {
  const query = knex<WaitRow>('stock_wait').orderBy('id');
  return article === undefined ? query : query.where({ article });
}

export interface Arrival {
  readonly article: string;
  /** Quantity that can be promised now. */
  readonly available: number;
  /** What brought it; with the wait it makes the message id, so that one arrival wakes a case once. */
  readonly cause: string;
  readonly now: Date;
}

/**
 * Writes, in the caller's transaction, one message per case to wake: first come first served as far as the quantity
 * goes; a case that needs more than is left is passed over. A woken case stays registered until it has looked again.
 */
export async function queueWakeUps(transaction: Knex.Transaction, arrival: Arrival): Promise<void> {
  const served = affordable(await waitRows(transaction, arrival.article), arrival.available);
  if (served.length === 0) return;
  await transaction('stock_publication').insert(
    served.map((wait) => ({
      message_name: STOCK_ARRIVAL_MESSAGE,
      correlation_key: wait.cle_attente,
      message_id: `${STOCK_ARRIVAL_MESSAGE}:${arrival.cause}:${wait.id}`,
      variables: JSON.stringify({}),
      state: 'PENDING',
      created_at: arrival.now,
    })),
  );
}

/** The waits that the quantity can serve, in order. */
export function affordable<T extends { readonly quantity: number }>(
  waits: readonly T[],
  quantity: number,
): T[] {
  let left = quantity;
  return waits.filter((wait) => {
    if (wait.quantity > left) return false;
    left -= wait.quantity;
    return true;
  });
}

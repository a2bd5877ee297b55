/** Entries in stock. */
import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { DomainError } from '../errors/catalogue';
import { lockArticle, move, MovementKind } from './ledger';
import { queueWakeUps } from './waits';

export interface StockEntry {
  readonly quantity: number;
  /** Delivery note, order number… */
  readonly reference?: string | undefined;
  /** Account that enters it. */
  readonly by: string;
  /** The case by which it came. */
  readonly processInstanceKey?: string | undefined;
  /** Of one form sent twice, the second does nothing. */
  readonly idempotencyKey?: string | undefined;
}

const largestEntry = 1_000_000;
const largestStock = 1_000_000_000;

/**
 * One transaction: movement, counters and the messages for waiting cases (published later by the publisher, so that
 * a crash in between loses none). Throws `DomainError` FORM_INVALID for a wrong quantity, NOT_FOUND for an article
 * that does not exist.
 */
export async function receive(knex: Knex, code: string, entry: StockEntry, now: Date): Promise<void> {
  checkQuantity(entry.quantity);
  const idempotencyKey = `entree:${entry.idempotencyKey ?? randomUUID()}`;
  await knex.transaction(async (transaction) => {
    if ((await transaction('stock_article').where({ code }).first('code')) === undefined) {
      throw new DomainError('NOT_FOUND', `L’article « ${code} » n’existe pas dans le stock.`);
    }
    const article = await lockArticle(transaction, code);
    const done = await transaction('stock_movement').where({ idempotency_key: idempotencyKey }).first('id');
    if (done !== undefined) return;
    if (article.onHand + entry.quantity > largestStock) throw tooMuch(`au plus ${largestStock} en stock`);
    await move(transaction, {
      article: code,
      kind: MovementKind.ENTRY,
      quantity: entry.quantity,
      idempotencyKey,
      by: entry.by,
      at: now,
      reference: entry.reference?.slice(0, 200),
      ...(entry.processInstanceKey === undefined ? {} : { processInstanceKey: entry.processInstanceKey }),
    });
    const available = article.available + entry.quantity;
    await queueWakeUps(transaction, { article: code, available, cause: idempotencyKey, now });
  });
}

function checkQuantity(quantity: number): void {
  if (Number.isInteger(quantity) && quantity >= 1 && quantity <= largestEntry) return;
  throw tooMuch(`un nombre entier de 1 à ${largestEntry} (reçu : ${quantity})`);
}

function tooMuch(expected: string): DomainError {
  const message = `La quantité n’est pas acceptée. Attendu : ${expected}.`;
  return new DomainError('FORM_INVALID', message, {
    errors: [{ field: 'quantity', label: 'Quantité', message }],
  });
}

/**
 * The ledger: the only writer of an article's counters. Each movement carries what it changed, so that the sum of
 * the movements is the stock. Callers hold the article's row (`lockArticle`) until their transaction ends.
 */
import type { Knex } from 'knex';
import { StockError } from './errors';

export const MovementKind = {
  ENTRY: 'entree',
  RESERVATION: 'reservation',
  ISSUE: 'sortie',
  RELEASE: 'liberation',
} as const;
export type MovementKind = (typeof MovementKind)[keyof typeof MovementKind];

/** What one unit of a movement does to the counters. */
const effects: Readonly<Record<MovementKind, { readonly onHand: number; readonly reserved: number }>> = {
  entree: { onHand: 1, reserved: 0 },
  reservation: { onHand: 0, reserved: 1 },
  sortie: { onHand: -1, reserved: -1 },
  liberation: { onHand: 0, reserved: -1 },
};

export interface LockedArticle {
  readonly code: string;
  readonly libelle: string;
  readonly onHand: number;
  readonly reserved: number;
  /** onHand - reserved. */
  readonly available: number;
}

export interface Movement {
  readonly article: string;
  readonly kind: MovementKind;
  readonly quantity: number;
  /** The same key never moves stock twice. */
  readonly idempotencyKey: string;
  readonly by: string;
  readonly at: Date;
  readonly reservationId?: string;
  readonly processInstanceKey?: string;
  readonly reference?: string | undefined;
}

interface ArticleRow {
  readonly code: string;
  readonly libelle: string;
  readonly on_hand: number;
  readonly reserved: number;
}

/** Waits for, then holds, the article's row. Throws `StockError` when there is no such article. */
export async function lockArticle(transaction: Knex.Transaction, code: string): Promise<LockedArticle> {
  const row = await transaction<ArticleRow>('stock_article').where({ code }).forUpdate().first();
  if (row === undefined) throw await unknownArticle(transaction, code);
  return {
    code: row.code,
    libelle: row.libelle,
    onHand: row.on_hand,
    reserved: row.reserved,
    available: row.on_hand - row.reserved,
  };
}

async function unknownArticle(knex: Knex, code: string): Promise<StockError> {
  const known = await knex<ArticleRow>('stock_article').orderBy('code').limit(20).pluck('code');
  const remedy =
    known.length === 0
      ? 'Aucun article n’est enregistré : enregistrez d’abord les articles du stock'
      : `Articles connus : ${known.join(', ')}. Corrigez la demande ou enregistrez l’article`;
  return new StockError(`L’article « ${code} » n’existe pas dans le stock. ${remedy}, puis relancez.`);
}

export async function move(transaction: Knex.Transaction, movement: Movement): Promise<void> {
  const effect = effects[movement.kind];
  const deltaOnHand = effect.onHand * movement.quantity;
  const deltaReserved = effect.reserved * movement.quantity;
  await transaction('stock_movement').insert({
    article: movement.article,
    kind: movement.kind,
    quantity: movement.quantity,
    delta_on_hand: deltaOnHand,
    delta_reserved: deltaReserved,
    idempotency_key: movement.idempotencyKey,
    reservation_id: movement.reservationId ?? null,
    process_instance_key: movement.processInstanceKey ?? null,
    reference: movement.reference ?? null,
    created_by: movement.by,
    created_at: movement.at,
  });
  await transaction('stock_article')
    .where({ code: movement.article })
    .update({
      on_hand: transaction.raw('on_hand + ?', [deltaOnHand]),
      reserved: transaction.raw('reserved + ?', [deltaReserved]),
    });
}

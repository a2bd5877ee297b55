/**
 * Reservations. RESERVED → ISSUED (the article left the stock) or RELEASED (it is free again); both are final.
 * Every function runs in one transaction that holds the article's row, and does nothing the second time.
 */
import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { StockError } from './errors';
import { lockArticle, move, MovementKind } from './ledger';
import { queueWakeUps, register } from './waits';

export const ReservationState = { RESERVED: 'RESERVED', ISSUED: 'ISSUED', RELEASED: 'RELEASED' } as const;
export type ReservationState = (typeof ReservationState)[keyof typeof ReservationState];

export interface ReservationRequest {
  /** Idempotency key: the job that asks. */
  readonly jobKey: string;
  readonly processInstanceKey: string;
  readonly article: string;
  /** Positive integer. */
  readonly quantity: number;
  /** Correlation key under which the case waits when there is too little. */
  readonly cleAttente: string;
}

export type ReservationResult =
  | { readonly outcome: 'RESERVED'; readonly reservationId: string }
  | { readonly outcome: 'SHORT'; readonly available: number; readonly libelle: string };

interface ReservationRow {
  readonly id: string;
  readonly job_key: string;
  readonly article: string;
  readonly quantity: number;
  readonly state: ReservationState;
  readonly process_instance_key: string;
}

const byWorker = 'logigramme';

/** Too little stock registers the case among those that wait. Throws `StockError` for an unknown article. */
export async function reserve(
  knex: Knex,
  request: ReservationRequest,
  now: Date,
): Promise<ReservationResult> {
  return knex.transaction(async (transaction) => {
    const article = await lockArticle(transaction, request.article);
    const done = await transaction<ReservationRow>('stock_reservation')
      .where({ job_key: request.jobKey })
      .first();
    if (done !== undefined) return { outcome: 'RESERVED', reservationId: sameRequest(done, request).id };
    if (article.available < request.quantity) {
      await register(transaction, request, now);
      return { outcome: 'SHORT', available: article.available, libelle: article.libelle };
    }
    const id = randomUUID();
    await transaction('stock_reservation').insert({
      id,
      job_key: request.jobKey,
      article: request.article,
      quantity: request.quantity,
      state: ReservationState.RESERVED,
      process_instance_key: request.processInstanceKey,
      created_at: now,
    });
    await move(transaction, {
      article: request.article,
      kind: MovementKind.RESERVATION,
      quantity: request.quantity,
      idempotencyKey: `reservation:${id}`,
      by: byWorker,
      at: now,
      reservationId: id,
      processInstanceKey: request.processInstanceKey,
    });
    await transaction('stock_wait')
      .where({ cle_attente: request.cleAttente, article: request.article })
      .delete();
    return { outcome: 'RESERVED', reservationId: id };
  });
}

function sameRequest(done: ReservationRow, request: ReservationRequest): ReservationRow {
  if (done.article === request.article && done.quantity === request.quantity) return done;
  throw new StockError(
    `La réservation de cette étape porte déjà sur ${done.quantity} × « ${done.article} », mais la demande est ` +
      `maintenant de ${request.quantity} × « ${request.article} ». Rétablissez l’article et la quantité, puis relancez.`,
  );
}

/** Takes the reserved articles out of the stock. `issuedNow` is false when it was done before. */
export async function issue(
  knex: Knex,
  reservationId: string,
  now: Date,
): Promise<{ readonly issuedNow: boolean }> {
  const issuedNow = await end(knex, reservationId, ReservationState.ISSUED, now);
  return { issuedNow };
}

/** Frees the reserved articles, and queues the messages for the cases that wait for them. */
export async function release(
  knex: Knex,
  reservationId: string,
  now: Date,
): Promise<{ readonly releasedNow: boolean }> {
  const releasedNow = await end(knex, reservationId, ReservationState.RELEASED, now);
  return { releasedNow };
}

async function end(
  knex: Knex,
  reservationId: string,
  state: 'ISSUED' | 'RELEASED',
  now: Date,
): Promise<boolean> {
  return knex.transaction(async (transaction) => {
    const found = await findReservation(transaction, reservationId);
    const article = await lockArticle(transaction, found.article);
    const reservation = await findReservation(transaction, reservationId);
    if (reservation.state === state) return false;
    if (reservation.state !== ReservationState.RESERVED) throw alreadyEnded(reservation, state);

    await transaction('stock_reservation').where({ id: reservationId }).update({ state, ended_at: now });
    const kind = state === ReservationState.ISSUED ? MovementKind.ISSUE : MovementKind.RELEASE;
    await move(transaction, { ...endOf(reservation, kind), at: now });
    if (kind === MovementKind.RELEASE) {
      const available = article.available + reservation.quantity;
      await queueWakeUps(transaction, {
        article: article.code,
        available,
        cause: `liberation:${reservationId}`,
        now,
      });
    }
    return true;
  });
}

function endOf(reservation: ReservationRow, kind: MovementKind) {
  return {
    article: reservation.article,
    kind,
    quantity: reservation.quantity,
    idempotencyKey: `${kind}:${reservation.id}`,
    by: byWorker,
    reservationId: reservation.id,
    processInstanceKey: reservation.process_instance_key,
  };
}

async function findReservation(transaction: Knex.Transaction, id: string): Promise<ReservationRow> {
  const row = await transaction<ReservationRow>('stock_reservation').where({ id }).first();
  if (row !== undefined) return row;
  throw new StockError(
    `La réservation « ${id} » n’existe pas. Vérifiez la variable « reservationId » du dossier.`,
  );
}

function alreadyEnded(reservation: ReservationRow, wanted: 'ISSUED' | 'RELEASED'): StockError {
  const words = { ISSUED: 'sortie du stock', RELEASED: 'libérée' } as const;
  const was = reservation.state === ReservationState.ISSUED ? words.ISSUED : words.RELEASED;
  return new StockError(
    `La réservation « ${reservation.id} » a déjà été ${was} ; elle ne peut plus être ${words[wanted]}.`,
  );
}

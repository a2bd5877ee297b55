/**
 * `Idempotency-Key`: the same key of the same account gets the same answer, and the work is done once.
 * States of a row: UNDER WAY (no status yet) → ANSWERED; removed when the call failed, so that it may be tried again.
 */
import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { parseJson, printJson } from '../json';
import { DomainError } from './errors';

const KEPT_MILLIS = 24 * 60 * 60_000;
/** After this long without an answer the first call is taken to have died with its process. */
const ABANDONED_MILLIS = 60_000;

export interface IdempotentCall {
  readonly account: string;
  readonly key: string;
  /** What the call asks for: method, path and body. */
  readonly request: unknown;
}

export interface StoredAnswer {
  readonly status: number;
  readonly body: unknown;
}

interface Row {
  readonly account: string;
  readonly key: string;
  readonly request_hash: string;
  readonly created_at: Date;
  readonly status: number | null;
  readonly body: string | null;
}

const originOf = ({ account, key }: IdempotentCall, requestHash: string): string =>
  `call:${JSON.stringify([account, key, requestHash])}`;

export class Idempotency {
  constructor(
    private readonly knex: Knex,
    private readonly now: () => number,
  ) {}

  /**
   * Runs `work` unless it was answered before. Throws IDEMPOTENCY_CONFLICT for another request under the same key.
   * `origin` is the same for the same call: work that was cut off finds by it what it has done already.
   */
  async once(call: IdempotentCall, work: (origin: string) => Promise<StoredAnswer>): Promise<StoredAnswer> {
    const requestHash = createHash('sha256').update(printJson(call.request)).digest('base64url');
    const earlier = await this.reserve(call, requestHash);
    if (earlier) return earlier;
    try {
      const answer = await work(originOf(call, requestHash));
      await this.row(call).update({ status: answer.status, body: printJson(answer.body ?? null) });
      return answer;
    } catch (error) {
      await this.row(call).delete();
      throw error;
    }
  }

  private row({ account, key }: IdempotentCall) {
    return this.knex<Row>('idempotency_key').where({ account, key });
  }

  /** Null when this call is the first; else the earlier answer. */
  private async reserve(call: IdempotentCall, requestHash: string): Promise<StoredAnswer | null> {
    const at = this.now();
    await this.knex('idempotency_key')
      .where('created_at', '<', new Date(at - KEPT_MILLIS))
      .delete();
    await this.row(call)
      .whereNull('status')
      .where('created_at', '<', new Date(at - ABANDONED_MILLIS))
      .delete();
    const inserted: unknown[] = await this.knex('idempotency_key')
      .insert({ account: call.account, key: call.key, request_hash: requestHash, created_at: new Date(at) })
      .onConflict(['account', 'key'])
      .ignore()
      .returning('key');
    if (inserted.length > 0) return null;
    const row = await this.row(call).first();
    if (row?.request_hash === requestHash && row.status !== null) {
      return { status: row.status, body: parseJson(row.body ?? 'null') };
    }
    throw new DomainError(
      'IDEMPOTENCY_CONFLICT',
      row?.request_hash === requestHash
        ? 'La même requête est en cours. Attendez sa réponse.'
        : 'Cette clé d’idempotence a déjà servi à une autre requête. Choisissez-en une nouvelle.',
    );
  }
}

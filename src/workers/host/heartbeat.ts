/** Tells the database, every few seconds, which job types this process works on and how far it has come. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Knex } from 'knex';
import { durations } from '../../config/durations';
import type { Logger } from '../../kit/logger';
import { Service } from '../../kit/service';
import type { WorkCounts } from './hand';

/** A process that has said nothing for so long has been killed: each that lives takes its rows away. */
const goneAfter = "interval '5 minutes'";
const table = 'worker_heartbeat';

export interface Heartbeat {
  /** Leaves no trace: who stopped is not missed. */
  stop(): Promise<void>;
}

export interface HeartbeatParts {
  readonly knex: Knex;
  readonly counts: () => readonly WorkCounts[];
  readonly logger: Pick<Logger, 'warn'>;
}

export async function startHeartbeat({ knex, counts, logger }: HeartbeatParts): Promise<Heartbeat> {
  const process_ = randomUUID();
  const startedAt = new Date();

  async function write(): Promise<void> {
    const rows = counts().map(({ type, inHand, done, failed }) => ({
      process: process_,
      job_type: type,
      host: hostname(),
      pid: process.pid,
      started_at: startedAt,
      beat_at: knex.raw('clock_timestamp()'),
      in_hand: inHand,
      done,
      failed,
    }));
    if (rows.length === 0) return;
    await knex(table)
      .insert(rows)
      .onConflict(['process', 'job_type'])
      .merge(['beat_at', 'in_hand', 'done', 'failed']);
    await knex(table)
      .where('beat_at', '<', knex.raw(`clock_timestamp() - ${goneAfter}`))
      .delete();
  }

  const { every, trouble } = durations.workers.heartbeat;
  const service = new Service({
    async round() {
      await write();
      return every;
    },
    pauses: trouble,
    trouble: 'the heartbeat of the workers could not be written',
    logger,
  });
  await service.runNow();
  return {
    async stop() {
      await service.stop();
      await knex(table).where('process', process_).delete();
    },
  };
}

/** Who works: a process that was killed leaves the list by itself. */
import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { readWorkerLife } from '../../src/readmodel/worker-life';
import { startHeartbeat } from '../../src/workers/host/heartbeat';
import { describeOnEveryDatabase, type TestDatabase } from '../kit/database';

describeOnEveryDatabase('the heartbeat', (open) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.dispose());

  const killed = async (pid: number, ago: string): Promise<void> => {
    const { knex } = database;
    await knex('worker_heartbeat').insert({
      process: randomUUID(),
      job_type: 'send-mail',
      host: 'autre',
      pid,
      started_at: new Date(),
      beat_at: knex.raw(`clock_timestamp() - interval '${ago}'`),
      in_hand: 1,
      done: 0,
      failed: 0,
    });
  };
  const listed = async () => (await readWorkerLife(database.knex)).processes.map(({ pid }) => pid);
  const stored = async (): Promise<unknown> => database.knex('worker_heartbeat').pluck('pid').orderBy('pid');

  it('of a killed process is shown for minutes, then no more, and taken away by one that lives', async () => {
    await killed(1, '4 minutes');
    await killed(2, '6 minutes');
    expect(await listed()).toEqual([1]);
    expect(await stored()).toEqual([1, 2]);
    const heartbeat = await startHeartbeat({
      knex: database.knex,
      counts: () => [{ type: 'archive', inHand: 0, done: 0, failed: 0 }],
      logger: pino({ level: 'silent' }),
    });
    expect(await stored()).toEqual([1, process.pid].sort((one, other) => one - other));
    await heartbeat.stop();
    expect(await stored()).toEqual([1]);
  });
});

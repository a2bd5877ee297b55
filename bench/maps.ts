/**
 * How long maps, overview and lists take on a large read model: 100,000 cases with 1.5 million passages of elements over a
 * year, 26 procedures, on PostgreSQL, 20 questions at once. Rows are written as the projector would have.
 */
import type { Knex } from 'knex';
import { createReadModel } from '../src/readmodel/read-model';
import { openDatabase } from '../src/store/open';
import { overviewPeriod } from '../src/web/overview-period';
import { postgresqlMissing, startPostgresql } from '../tests/kit/postgresql';
import type { Measurement, Variant } from './measurement';

const CASES = 100_000;
const PROCEDURES = 26;
const PASSAGES = 15;
const AT_ONCE = 20;
const ROUNDS = 15;
const YEAR_MILLIS = 365 * 86_400_000;
/** Of cases and of their last passage: still open. */
const OPEN_SHARE = 0.05;

async function fill(knex: Knex, now: number): Promise<void> {
  await knex.raw(
    `INSERT INTO rm_process (key, bpmn_process_id, version, name, letter, startable, deployed_at)
     SELECT p, 'procedure-' || p, 1, 'Procédure ' || p, chr(64 + p), true, ?
     FROM generate_series(1, ${PROCEDURES}) p`,
    [now - YEAR_MILLIS],
  );
  await knex.raw(
    `INSERT INTO rm_instance (key, process_key, bpmn_process_id, version, state, started_at, ended_at, initiator, case_number)
     SELECT 1000000 + n, 1 + n % ${PROCEDURES}, 'procedure-' || (1 + n % ${PROCEDURES}), 1,
       CASE WHEN open THEN 'ACTIVE' ELSE 'COMPLETED' END, began, CASE WHEN open THEN NULL ELSE began + 86400000 END,
       'agent-' || n % 500, 'X-' || n
     FROM (SELECT n, n % 100 < ${OPEN_SHARE * 100} AS open,
       ?::bigint - ${YEAR_MILLIS} + (n * ${Math.floor(YEAR_MILLIS / CASES)}::bigint) AS began
       FROM generate_series(0, ${CASES - 1}) n) cases`,
    [now],
  );
  await knex.raw(
    `INSERT INTO rm_element_instance
       (key, process_instance_key, process_key, bpmn_process_id, element_id, element_type, state, started_at, ended_at)
     SELECT key * 20 + e, key, process_key, bpmn_process_id, 'etape-' || e, 'USER_TASK',
       CASE WHEN instance.state = 'ACTIVE' AND e = ${PASSAGES} THEN 'ACTIVE' ELSE 'COMPLETED' END,
       instance.started_at + e * 3600000,
       CASE WHEN instance.state = 'ACTIVE' AND e = ${PASSAGES} THEN NULL
         ELSE instance.started_at + e * 3600000 + (key * 7919 + e * 104729) % 3600000 END
     FROM rm_instance instance, generate_series(1, ${PASSAGES}) e`,
  );
  await knex.raw(
    `INSERT INTO rm_task (key, process_instance_key, process_key, bpmn_process_id, element_id, element_instance_key, state,
       candidate_groups, candidate_users, due_at, created_at, ended_at)
     SELECT key, process_instance_key, process_key, bpmn_process_id, element_id, key,
       CASE WHEN state = 'ACTIVE' THEN 'CREATED' ELSE 'COMPLETED' END, jsonb_build_array('groupe-' || key % 60), '[]',
       started_at + 86400000, started_at, ended_at
     FROM rm_element_instance WHERE key % 3 = 0`,
  );
  await knex.raw(
    `INSERT INTO rm_incident (key, process_instance_key, process_key, bpmn_process_id, element_id, state, created_at, error_type)
     SELECT key, key, process_key, bpmn_process_id, 'etape-${PASSAGES}', 'CREATED', started_at, 'JOB_NO_RETRIES'
     FROM rm_instance WHERE state = 'ACTIVE' AND key % 10 = 0`,
  );
  await knex.raw('ANALYZE');
}

/** Of `ROUNDS` times `AT_ONCE` questions asked at once, in milliseconds. */
async function percentiles(ask: (n: number) => Promise<unknown>): Promise<{ p50: number; p95: number }> {
  const took: number[] = [];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async (_, asker) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const began = performance.now();
        await ask(asker + round * AT_ONCE);
        took.push(performance.now() - began);
      }
    }),
  );
  took.sort((a, b) => a - b);
  const at = (share: number): number => took[Math.floor((took.length - 1) * share)] ?? 0;
  return { p50: at(0.5), p95: at(0.95) };
}

export async function measureMaps(variants: readonly Variant[]): Promise<Measurement[]> {
  if (!variants.includes('postgresql') || postgresqlMissing() !== undefined) return [];
  const server = await startPostgresql({ fsync: true });
  const database = await openDatabase({ databaseUrl: await server.createDatabase(), dataDir: '' });
  try {
    await database.migrate();
    const now = Date.now();
    await fill(database.knex, now);
    const model = createReadModel(database.knex);
    const procedure = (n: number): string => `procedure-${String(1 + (n % PROCEDURES))}`;
    const DAY = 86_400_000;
    const questions: Readonly<Record<string, (n: number) => Promise<unknown>>> = {
      'map, 90 days': (n) =>
        model.processMap({ bpmnProcessId: procedure(n), from: now - 90 * DAY, now: Date.now() }),
      'map, all of a year': (n) => model.processMap({ bpmnProcessId: procedure(n), now: Date.now() }),
      overview: () => model.overview({ ...overviewPeriod(now, 'Africa/Abidjan'), now: Date.now() }),
      'oldest waits of groups': () => model.groupWaits(12),
      'cases at a step': (n) =>
        model.instances({
          bpmnProcessId: procedure(n),
          elementId: `etape-${String(PASSAGES)}`,
          state: 'ACTIVE',
        }),
    };
    const found: Measurement[] = [];
    for (const [name, ask] of Object.entries(questions)) {
      await ask(0);
      const { p50, p95 } = await percentiles(ask);
      found.push({ name: `maps: ${name}, p50`, unit: 'ms', values: { postgresql: p50 } });
      found.push({
        name: `maps: ${name}, p95`,
        unit: 'ms',
        values: { postgresql: p95 },
        targets: { postgresql: { of: 'value', atMost: 200 } },
      });
    }
    return found;
  } finally {
    await database.close();
    await server.stop();
  }
}

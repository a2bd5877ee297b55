/** Due dates of tasks: each gets the one that the administration's deadlines give its step, when it appears. */
import type { Knex } from 'knex';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { WorkingCalendar } from './calendar';
import { dueAt, type ConfiguredDeadlines, type Deadline } from './configured';

export interface Deadlines {
  /** Gives every open task that has a deadline and no date yet its date. */
  stampTasks(): Promise<void>;
  stop(): Promise<void>;
}

export interface DeadlinesOptions {
  readonly knex: Knex;
  readonly configured: ConfiguredDeadlines;
  readonly onProjected: (listener: () => void) => () => void;
  readonly logger: Pick<Logger, 'error'>;
}

const openTask = z.object({ key: z.coerce.string(), created_at: z.coerce.number() });

export function createDeadlines({ knex, configured, logger, onProjected }: DeadlinesOptions): Deadlines {
  let stamping: Promise<void> | undefined;
  let again = false;

  async function stampOf(one: Deadline, by: WorkingCalendar): Promise<void> {
    const found: unknown[] = await knex('rm_task AS task')
      .leftJoin('task_deadline AS stamped', (join) => {
        join.on(knex.raw('stamped.task_key = task.key::text'));
      })
      .where({ 'task.state': 'CREATED', bpmn_process_id: one.procedure, element_id: one.etape })
      .whereNull('stamped.task_key')
      .select('task.key', 'task.created_at');
    if (found.length === 0) return;
    const rows = found.map((row) => {
      const { key, created_at } = openTask.parse(row);
      return { task_key: key, due_at: new Date(dueAt(created_at, one, by)) };
    });
    await knex('task_deadline').insert(rows).onConflict('task_key').ignore();
  }

  async function stampTasks(): Promise<void> {
    const all = await configured.all();
    if (all.length === 0) return;
    const by = await configured.calendar();
    for (const one of all) await stampOf(one, by);
  }

  /** One run at a time; what is projected meanwhile gets another. */
  function wake(): void {
    again = true;
    stamping ??= (async () => {
      while (again) {
        again = false;
        await stampTasks();
      }
    })()
      .catch((error: unknown) => {
        logger.error({ err: error }, 'due dates of tasks could not be set');
      })
      .finally(() => (stamping = undefined));
  }

  const unsubscribe = onProjected(wake);
  return {
    stampTasks,
    async stop() {
      unsubscribe();
      await stamping;
    },
  };
}

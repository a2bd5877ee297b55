/** Due dates of tasks: each gets the one that the administration's deadlines give its step, when it appears. */
import type { Knex } from 'knex';
import { durations } from '../config/durations';
import type { Logger } from '../kit/logger';
import { Service } from '../kit/service';
import { z } from 'zod';
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
  readonly logger: Pick<Logger, 'warn'>;
}

const openTask = z.object({
  key: z.coerce.string(),
  created_at: z.coerce.number(),
  bpmn_process_id: z.string(),
  element_id: z.string(),
});

/** After every batch of records: two queries, and more only when there is a task to stamp. */
export function createDeadlines({ knex, configured, logger, onProjected }: DeadlinesOptions): Deadlines {
  async function unstamped(all: readonly Deadline[]) {
    const found: unknown[] = await knex('rm_task AS task')
      .leftJoin('task_deadline AS stamped', (join) => {
        join.on(knex.raw('stamped.task_key = task.key::text'));
      })
      .where({ 'task.state': 'CREATED' })
      .whereIn(
        ['bpmn_process_id', 'element_id'],
        all.map(({ procedure, etape }) => [procedure, etape]),
      )
      .whereNull('stamped.task_key')
      .select('task.key', 'task.created_at', 'bpmn_process_id', 'element_id');
    return found.map((row) => openTask.parse(row));
  }

  async function stampTasks(): Promise<void> {
    const all = await configured.all();
    const tasks = all.length === 0 ? [] : await unstamped(all);
    if (tasks.length === 0) return;
    const calendar = await configured.calendar();
    const rows = tasks.flatMap(({ key, created_at, bpmn_process_id, element_id }) => {
      const one = all.find(({ procedure, etape }) => procedure === bpmn_process_id && etape === element_id);
      if (one === undefined) return [];
      return [{ task_key: key, due_at: new Date(dueAt(created_at, one, calendar)) }];
    });
    await knex('task_deadline').insert(rows).onConflict('task_key').ignore();
  }

  const service = new Service({
    async round() {
      await stampTasks();
      return undefined;
    },
    pauses: durations.deadlines.trouble,
    trouble: 'due dates of tasks could not be set; trying again',
    logger,
  });
  service.start();
  const unsubscribe = onProjected(() => service.wake());
  return {
    stampTasks,
    async stop() {
      unsubscribe();
      await service.stop();
    },
  };
}

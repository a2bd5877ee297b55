/**
 * The administration's own deadlines: what the reference data « délais » allow for a step, by the working calendar.
 * Tasks get a due date when they appear; timers find theirs in the case's variable `delais`.
 */
import type { Knex } from 'knex';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { ReferenceItem } from '../references/references';
import { addWorkingDays, everyWeekday, type WorkingCalendar, type WorkingPeriod } from './calendar';

const MINUTE = 60_000;
const plainUnits: Readonly<Record<string, number>> = {
  minutes: MINUTE,
  heures: 60 * MINUTE,
  jours: 24 * 60 * MINUTE,
};

const deadline = z.object({
  procedure: z.string(),
  etape: z.string(),
  duree: z.coerce.number().int().min(1),
  unite: z.enum(['minutes', 'heures', 'jours', 'jours-ouvres']),
});
export type Deadline = z.output<typeof deadline>;

const clockTime = /^(\d{2}):(\d{2})/;

function minutesOf(text: unknown): number | null {
  const match = clockTime.exec(String(text));
  return match ? Number(match[1]) * 60 + Number(match[2]) : null;
}

function periodOf({ values }: Pick<ReferenceItem, 'values'>): WorkingPeriod[] {
  const from = minutesOf(values['debut']);
  const to = minutesOf(values['fin']);
  const weekday = Number(values['jour']);
  return from === null || to === null || to <= from || !(weekday >= 1 && weekday <= 7)
    ? []
    : [{ weekday, from, to }];
}

/** `from` and the result in milliseconds since the epoch. */
export function dueAt(from: number, { duree, unite }: Deadline, calendar: WorkingCalendar): number {
  const plain = plainUnits[unite];
  return plain === undefined ? addWorkingDays(from, duree, calendar) : from + duree * plain;
}

export interface Deadlines {
  /** For timers: element id → ISO 8601 duration counted from now. */
  durations(bpmnProcessId: string): Promise<Readonly<Record<string, string>>>;
  /** Gives every open task that has a deadline and no date yet its date. */
  stampTasks(): Promise<void>;
  stop(): Promise<void>;
}

export interface DeadlinesOptions {
  readonly knex: Knex;
  readonly references: { list(kind: string): Promise<readonly ReferenceItem[]> };
  readonly onProjected: (listener: () => void) => () => void;
  readonly timeZone: string;
  readonly clock: () => Date;
  readonly logger: Pick<Logger, 'error'>;
}

const openTask = z.object({ key: z.coerce.string(), created_at: z.coerce.number() });

export function createDeadlines(options: DeadlinesOptions): Deadlines {
  const { knex, references, logger, clock } = options;
  let stamping: Promise<void> | undefined;
  let again = false;

  async function configured(): Promise<readonly Deadline[]> {
    const items = await references.list('delais');
    return items.flatMap(({ values }) => {
      const parsed = deadline.safeParse(values);
      return parsed.success ? [parsed.data] : [];
    });
  }

  async function calendar(): Promise<WorkingCalendar> {
    const [hours, holidays] = await Promise.all([
      references.list('horaires'),
      references.list('jours-feries'),
    ]);
    const periods = hours.flatMap(periodOf);
    return {
      periods: periods.length === 0 ? everyWeekday : periods,
      holidays: new Set(holidays.map(({ values }) => String(values['date']))),
      timeZone: options.timeZone,
    };
  }

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
    const all = await configured();
    if (all.length === 0) return;
    const by = await calendar();
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

  const unsubscribe = options.onProjected(wake);
  return {
    stampTasks,
    async durations(bpmnProcessId) {
      const now = clock().getTime();
      const own = (await configured()).filter(({ procedure }) => procedure === bpmnProcessId);
      if (own.length === 0) return {};
      const by = await calendar();
      return Object.fromEntries(
        own.map((one) => [one.etape, `PT${Math.round((dueAt(now, one, by) - now) / 1000)}S`]),
      );
    },
    async stop() {
      unsubscribe();
      await stamping;
    },
  };
}

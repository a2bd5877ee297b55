/** The administration's own deadlines and working time, as the reference data hold them. */
import { z } from 'zod';
import type { ReferenceItem } from '../references/references';
import { addWorkingDays, everyWeekday, type WorkingCalendar, type WorkingPeriod } from './calendar';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const plainUnits: Readonly<Record<string, number>> = { minutes: MINUTE, heures: 60 * MINUTE, jours: DAY };

const term = z.object({
  duree: z.coerce.number().int().min(1).max(100_000),
  unite: z.enum(['minutes', 'heures', 'jours', 'jours-ouvres']),
});
export type Term = z.output<typeof term>;
const deadline = term.extend({ procedure: z.string(), etape: z.string() });
export type Deadline = z.output<typeof deadline>;

/** A deadline that cannot be used. `message` is a French sentence for people. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
  readonly retryable = false;
}

/** `from` and the result in milliseconds since the epoch. */
export function dueAt(from: number, { duree, unite }: Term, calendar: WorkingCalendar): number {
  const plain = plainUnits[unite];
  return plain === undefined ? addWorkingDays(from, duree, calendar) : from + duree * plain;
}

const written = /^(\d+) (minute|heure|jour|jour ouvré)s?$/;

/** « 7 jours », « 1 heure », « 5 jours ouvrés ». @throws DeadlineError */
export function parseTerm(text: string): Term {
  const [, duree, word = ''] =
    written.exec(text.trim().replace(/^(\d+) jours ouvrés$/, '$1 jour ouvré')) ?? [];
  const parsed = term.safeParse({ duree, unite: word === 'jour ouvré' ? 'jours-ouvres' : `${word}s` });
  if (parsed.success) return parsed.data;
  throw new DeadlineError(
    `Un délai est attendu, comme « 7 jours » ou « 5 jours ouvrés », mais le logigramme dit « ${text} ». ` +
      'Corrigez l’en-tête « defaut » de l’étape, publiez la procédure, puis relancez l’étape.',
  );
}

export interface ConfiguredDeadlines {
  /** Those that can be used. */
  all(): Promise<readonly Deadline[]>;
  /** Null where none is kept for the step. @throws DeadlineError where the one that is kept cannot be used */
  of(procedure: string, etape: string): Promise<Deadline | null>;
  calendar(): Promise<WorkingCalendar>;
}

export interface ConfiguredDeadlinesOptions {
  readonly references: { list(kind: string): Promise<readonly ReferenceItem[]> };
  readonly timeZone: string;
}

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

export function createConfiguredDeadlines(options: ConfiguredDeadlinesOptions): ConfiguredDeadlines {
  const { references, timeZone } = options;
  return {
    async all() {
      return (await references.list('delais')).flatMap(({ values }) => {
        const parsed = deadline.safeParse(values);
        return parsed.success ? [parsed.data] : [];
      });
    },
    async of(procedure, etape) {
      const items = await references.list('delais');
      const found = items.find(
        ({ values }) => values['procedure'] === procedure && values['etape'] === etape,
      );
      if (found === undefined) return null;
      const parsed = deadline.safeParse(found.values);
      if (parsed.success) return parsed.data;
      throw new DeadlineError(
        `Le délai de l’étape « ${etape} » ne convient pas : ${String(found.values['duree'])} ` +
          `${String(found.values['unite'])}. Une durée d’au moins 1 est attendue. ` +
          'Corrigez-le (page « Référentiels », « Délais »), puis relancez l’étape.',
      );
    },
    async calendar() {
      const [hours, holidays] = await Promise.all([
        references.list('horaires'),
        references.list('jours-feries'),
      ]);
      const periods = hours.flatMap(periodOf);
      return {
        periods: periods.length === 0 ? everyWeekday : periods,
        holidays: new Set(holidays.map(({ values }) => String(values['date']))),
        timeZone,
      };
    },
  };
}

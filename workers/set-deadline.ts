import { z } from 'zod';
import { localTime } from '../src/deadlines/calendar';
import { dueAt, parseTerm, type Term } from '../src/deadlines/configured';
import { ordinalFirst } from '../src/text/typography';
import { PermanentFailure, type JobContext } from '../src/workers/contract';
import { defineWorker, type WorkerServices } from '../src/workers/services';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const input = z.looseObject({
  /** Last day that somebody has set for this case; otherwise the configured deadline counts. */
  dernierJour: z.iso.date().nullish(),
});

const units = {
  minutes: ['minute', 'minutes'],
  heures: ['heure', 'heures'],
  jours: ['jour', 'jours'],
  'jours-ouvres': ['jour ouvré', 'jours ouvrés'],
} as const;

const inWords = ({ duree, unite }: Term): string => `${duree} ${units[unite][duree > 1 ? 1 : 0]}`;

const shown = (day: string): string =>
  ordinalFirst(
    new Date(`${day}T00:00:00Z`).toLocaleDateString('fr-FR', { dateStyle: 'long', timeZone: 'UTC' }),
  );

interface Due {
  readonly at: number;
  readonly dernierJour: string;
  readonly delaiEnClair: string;
}

function untilTheEndOf(day: string, now: number, timeZone: string): Due {
  const today = localTime(now, timeZone);
  if (day < today.date) {
    throw new PermanentFailure(
      `La date limite est passée : le ${shown(day)}. Une date à venir est attendue. ` +
        'Corrigez-la dans le dossier, puis relancez l’étape.',
    );
  }
  const days = Math.round((Date.parse(day) - Date.parse(today.date)) / DAY) + 1;
  return {
    at: now + days * DAY - today.minutes * MINUTE,
    dernierJour: day,
    delaiEnClair: `jusqu’au ${shown(day)}`,
  };
}

async function termOf(etape: string, job: JobContext, { deadlines }: WorkerServices): Promise<Term> {
  const configured = await deadlines.of(job.bpmnProcessId, etape);
  if (configured !== null) return configured;
  const otherwise = job.headers['defaut'];
  if (otherwise !== undefined) return parseTerm(otherwise);
  throw new PermanentFailure(
    `Aucun délai n’est fixé pour cette étape. Ajoutez-le (page « Référentiels », « Délais » : procédure ` +
      `« ${job.bpmnProcessId} », étape « ${etape} »), puis relancez l’étape.`,
  );
}

export const worker = defineWorker({
  type: 'set-deadline',
  description:
    'Fixe l’échéance d’une étape : la date donnée, sinon le délai configuré, compté dans le calendrier de travail.',
  input,
  output: z.strictObject({
    dernierJour: z.iso.date(),
    /** ISO 8601, from now, for a timer. */
    dureeAccordee: z.string(),
    delaiEnClair: z.string(),
  }),
  errors: [],
  async handle({ dernierJour }, job, services) {
    const now = services.clock().getTime();
    const calendar = await services.deadlines.calendar();
    const due = dernierJour != null ? untilTheEndOf(dernierJour, now, calendar.timeZone) : await configured();
    return {
      dernierJour: due.dernierJour,
      dureeAccordee: `PT${Math.round((due.at - now) / 1000)}S`,
      delaiEnClair: due.delaiEnClair,
    };

    async function configured(): Promise<Due> {
      const term = await termOf(job.headers['etape'] ?? job.elementId, job, services);
      const at = dueAt(now, term, calendar);
      return { at, dernierJour: localTime(at, calendar.timeZone).date, delaiEnClair: inWords(term) };
    }
  },
});

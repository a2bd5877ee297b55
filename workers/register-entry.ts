import { z } from 'zod';
import { DomainError } from '../src/errors/catalogue';
import { PermanentFailure, TemporaryFailure } from '../src/workers/contract';
import { defineWorker } from '../src/workers/services';

const REGISTER = 'registre-entrees';
const people = z.array(z.looseObject({ nom: z.string(), organisme: z.string().optional() }));

const input = z.looseObject({
  requerant: z.string().min(1),
  service: z.string().nullish(),
  motifAcces: z.string().min(1),
  dateEntree: z.iso.date(),
  heureEntree: z.string().min(1),
  /** Known once the visit is over. */
  dateSortie: z.iso.date().nullish(),
  heureSortie: z.string().nullish(),
  /** The person's own card, or the one handed over for the visit. */
  numeroCarte: z.string().nullish(),
  carteRemise: z.string().nullish(),
  accompagne: z.boolean().nullish(),
  personnesAccompagnees: people.nullish(),
  numeroDossier: z.string().min(1).nullish(),
});
type Visit = z.output<typeof input>;
type Values = Readonly<Record<string, unknown>>;

const named = ({ nom, organisme }: z.output<typeof people>[number]): string =>
  organisme === undefined || organisme === '' ? nom : `${nom} (${organisme})`;

const known = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value != null && value !== ''));

function entryOf(visit: Visit): Values {
  const accompanied = visit.accompagne === true ? (visit.personnesAccompagnees ?? []) : [];
  return known({
    personne: visit.requerant,
    service: visit.service,
    date: visit.dateEntree,
    heureEntree: visit.heureEntree,
    motif: visit.motifAcces,
    carte: visit.carteRemise ?? visit.numeroCarte,
    personnesAccompagnees: accompanied.map(named).join(', '),
    dossier: visit.numeroDossier,
  });
}

/** What was mended by hand since the entry stays. */
function revised(visit: Visit, current: Values | null): Values {
  const { dateSortie, heureSortie } = visit;
  return { ...(current ?? entryOf(visit)), ...known({ dateSortie, heureSortie }) };
}

function explain(error: unknown): never {
  if (!(error instanceof DomainError)) throw error;
  if (error.code === 'CONFLICT') throw new TemporaryFailure(error.message);
  const fields = error.errors.map(({ message }) => `\n${message}`).join('');
  throw new PermanentFailure(
    `La visite ne peut pas être inscrite au registre des entrées du Data Center.${fields}\n` +
      'Corrigez ces données dans le dossier, puis relancez l’étape.',
  );
}

export const worker = defineWorker({
  type: 'register-entry',
  description:
    'Inscrit la visite au registre des entrées du Data Center, puis sa sortie ; une seule fois par étape.',
  input,
  output: z.strictObject({}),
  errors: [],
  async handle(visit, job, { references }) {
    await references
      .record({
        kind: REGISTER,
        code: visit.numeroDossier ?? `instance-${job.processInstanceKey}`,
        jobKey: job.jobKey,
        by: 'Logigramme',
        revise: (current) => revised(visit, current),
      })
      .catch(explain);
    return {};
  },
});

import { z } from 'zod';
import { LONGEST_STEP_MILLIS } from '../src/connectors/application/settings';
import { PermanentFailure } from '../src/workers/contract';
import { needed } from '../src/workers/jobs/missing-connector';
import { defineWorker } from '../src/workers/services';

const input = z.looseObject({
  application: z.string().min(1).max(100),
  typeArret: z.enum(['programmé', 'non programmé']),
  integrationChangements: z.boolean().nullish(),
  accordDsi: z.boolean().nullish(),
  dateArret: z.iso.date().nullish(),
  heureArret: z.string().nullish(),
});

/** The guide: the DSI agrees to every stop but a programmed one that integrates no changes. */
function needsApproval({ typeArret, integrationChangements }: z.output<typeof input>): boolean {
  return typeArret !== 'programmé' || integrationChangements !== false;
}

function requireApproval({ accordDsi, ...told }: z.output<typeof input>) {
  if (needsApproval(told) && accordDsi !== true) {
    throw new PermanentFailure(
      'L’accord du DSI est requis pour cet arrêt, et le dossier ne le contient pas : l’application n’est pas arrêtée. ' +
        'Faites valider la demande d’arrêt.',
    );
  }
  if (!told.dateArret || !told.heureArret) {
    throw new PermanentFailure(
      'Les utilisateurs n’ont pas été prévenus : le dossier ne dit ni la date ni l’heure de l’arrêt. ' +
        'L’application n’est pas arrêtée.',
    );
  }
}

export const worker = defineWorker({
  type: 'stop-application',
  description:
    'Arrête l’application par la commande configurée ; refuse sans l’accord requis du DSI ou sans notification.',
  input,
  output: z.strictObject({
    heureArretEffective: z.iso.time({ precision: -1 }).meta({ title: 'Heure de l’arrêt effectif' }),
    operationsFaites: z
      .array(z.enum(['Caches vidés', 'Tables verrouillées vidées']))
      .optional()
      .meta({ title: 'Opérations faites' }),
    changementsIntegres: z
      .array(z.enum(['Corrections', 'Améliorations']))
      .optional()
      .meta({ title: 'Changements intégrés' }),
    guideSuivi: z.boolean().optional().meta({ title: 'Arrêt fait selon le guide d’exploitation' }),
    rapportArret: z.string().max(4000).optional().meta({ title: 'Observations' }),
  }),
  errors: [],
  // The command's own limit ends it.
  timeLimitMillis: LONGEST_STEP_MILLIS,
  connector: 'applications',
  approval: { step: 'S4_valider', group: 'dsi', needed: needsApproval },
  connected: ({ connectors }) => connectors.applications !== null,
  async handle(asked, job, { connectors }) {
    requireApproval(asked);
    const { time, said } = await needed(connectors.applications, 'applications').stopOnce(
      job,
      asked.application,
    );
    return { heureArretEffective: time, ...(said !== '' && { rapportArret: said }) };
  },
});

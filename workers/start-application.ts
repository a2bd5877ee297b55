import { z } from 'zod';
import { LONGEST_STEP_MILLIS } from '../src/connectors/application/settings';
import { needed } from '../src/workers/jobs/missing-connector';
import { defineWorker } from '../src/workers/services';

export const worker = defineWorker({
  type: 'start-application',
  description: 'Redémarre l’application par la commande configurée ; regarde d’abord si elle est disponible.',
  input: z.looseObject({ application: z.string().min(1).max(100) }),
  output: z.strictObject({
    heureRedemarrage: z.iso.time({ precision: -1 }).meta({ title: 'Heure du redémarrage' }),
    observationsRedemarrage: z.string().max(4000).optional().meta({ title: 'Observations' }),
  }),
  errors: [],
  // The command's own limit ends it.
  timeLimitMillis: LONGEST_STEP_MILLIS,
  connector: 'applications',
  connected: ({ connectors }) => connectors.applications !== null,
  async handle({ application }, job, { connectors }) {
    const { time, said } = await needed(connectors.applications, 'applications').startOnce(job, application);
    return { heureRedemarrage: time, ...(said !== '' && { observationsRedemarrage: said }) };
  },
});

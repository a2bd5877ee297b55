import { z } from 'zod';
import { LONGEST_STEP_MILLIS } from '../src/connectors/application/settings';
import { needed } from '../src/workers/jobs/missing-connector';
import { defineWorker } from '../src/workers/services';

export const worker = defineWorker({
  type: 'test-application',
  description: 'Se connecte à l’application par la commande de test configurée, et dit l’erreur constatée.',
  input: z.looseObject({ application: z.string().min(1).max(100) }),
  output: z.strictObject({
    testsConcluants: z
      .boolean()
      .meta({ title: 'Les tests sont-ils concluants ? (connexion à l’application)' }),
    erreurConstatee: z
      .string()
      .max(4000)
      .optional()
      .meta({ title: 'Erreur constatée', description: 'Si les tests ne sont pas concluants.' }),
  }),
  errors: [],
  // The command's own limit ends it.
  timeLimitMillis: LONGEST_STEP_MILLIS,
  connector: 'applications',
  connected: ({ connectors }) => connectors.applications !== null,
  async handle({ application }, job, { connectors }) {
    const { ok, said } = await needed(connectors.applications, 'applications').testOnce(job, application);
    return { testsConcluants: ok, ...(!ok && { erreurConstatee: said }) };
  },
});

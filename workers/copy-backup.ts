import { z } from 'zod';
import { LONGEST_STEP_MILLIS, SUPPORTS } from '../src/connectors/backup/settings';
import { defineWorker } from './services';

export const worker = defineWorker({
  type: 'copy-backup',
  description:
    'Copie la dernière sauvegarde du dossier sur le support à externaliser, et compare les empreintes.',
  input: z.looseObject({}),
  output: z.strictObject({
    supports: z.array(z.enum(SUPPORTS)).min(1).meta({ title: 'Supports' }),
    referenceSupports: z.string().min(1).max(200).meta({ title: 'Référence des supports' }),
  }),
  errors: [],
  // The plan's own limit ends it.
  timeLimitMillis: LONGEST_STEP_MILLIS,
  connected: ({ connectors }) => connectors.backup?.hasExternal === true,
  async handle(_input, job, { connectors }) {
    if (connectors.backup === null)
      throw new Error('Expected the connector "backup", but it is not configured');
    const { supports, reference } = await connectors.backup.copyOnce(job);
    return { supports: [...supports], referenceSupports: reference };
  },
});

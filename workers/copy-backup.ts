import { z } from 'zod';
import { LONGEST_STEP_MILLIS, SUPPORTS } from '../src/connectors/backup/settings';
import { needed } from '../src/workers/jobs/missing-connector';
import { defineWorker } from '../src/workers/services';

export const worker = defineWorker({
  type: 'copy-backup',
  description:
    'Copie la dernière sauvegarde du dossier sur le support à externaliser, et compare les empreintes.',
  input: z.looseObject({}),
  output: z.strictObject({
    /** None: the program made no backup in this case, so whoever made it copies it. */
    supports: z.array(z.enum(SUPPORTS)).meta({ title: 'Supports' }),
    referenceSupports: z.string().max(200).meta({ title: 'Référence des supports' }),
  }),
  errors: [],
  // The plan's own limit ends it.
  timeLimitMillis: LONGEST_STEP_MILLIS,
  connector: 'backup',
  connected: ({ connectors }) => connectors.backup?.hasExternal === true,
  async handle(_input, job, { connectors }) {
    const copy = await needed(connectors.backup, 'backup').copyOnce(job);
    return copy === null
      ? { supports: [], referenceSupports: '' }
      : { supports: [...copy.supports], referenceSupports: copy.reference };
  },
});

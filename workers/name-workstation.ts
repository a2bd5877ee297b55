import { z } from 'zod';
import { needed } from '../src/workers/jobs/missing-connector';
import { defineWorker } from '../src/workers/services';

export const worker = defineWorker({
  type: 'name-workstation',
  description: 'Donne au poste le prochain nom libre de son site, selon la nomenclature.',
  input: z.looseObject({ site: z.string().trim().min(1).max(200) }),
  output: z.strictObject({ nomPoste: z.string().min(1).max(200).meta({ title: 'Nom donné au poste' }) }),
  errors: [],
  connector: 'directory',
  connected: ({ connectors }) => connectors.directory?.machines != null,
  async handle({ site }, job, services) {
    return { nomPoste: await needed(services.connectors.directory?.machines, 'directory').name(job, site) };
  },
});

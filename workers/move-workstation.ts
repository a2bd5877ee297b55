import { z } from 'zod';
import { needed } from '../src/workers/jobs/missing-connector';
import { defineWorker } from '../src/workers/services';

export const worker = defineWorker({
  type: 'move-workstation',
  description: 'Met le poste dans l’unité d’organisation de son site.',
  input: z.looseObject({
    nomPoste: z.string().trim().min(1).max(200),
    site: z.string().trim().min(1).max(200),
  }),
  output: z.strictObject({
    uniteOrganisation: z.string().min(1).max(500).meta({ title: 'Unité d’organisation' }),
    dateMigration: z.iso.date().meta({ title: 'Date de migration' }),
  }),
  errors: [],
  connector: 'directory',
  connected: ({ connectors }) => connectors.directory?.machines != null,
  async handle({ nomPoste, site }, _job, services) {
    const { place } = await needed(services.connectors.directory?.machines, 'directory').move(nomPoste, site);
    return { uniteOrganisation: place, dateMigration: services.clock().toISOString().slice(0, 10) };
  },
});

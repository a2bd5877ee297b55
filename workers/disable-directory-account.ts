import { z } from 'zod';
import { needed } from '../src/workers/jobs/missing-connector';
import { defineWorker } from '../src/workers/services';

export const worker = defineWorker({
  type: 'disable-directory-account',
  description: 'Désactive le compte de l’annuaire et le range avec ceux des agents partis.',
  input: z.looseObject({ login: z.string().trim().min(1).max(200) }),
  output: z.strictObject({
    dateTraitement: z.iso.date().meta({ title: 'Date du traitement' }),
    observationsTraitement: z.string().max(4000).optional().meta({ title: 'Observations' }),
  }),
  errors: [],
  connector: 'directory',
  approval: { step: 'L3_analyser_demande', group: 'csa' },
  connected: ({ connectors }) => connectors.directory?.people != null,
  async handle({ login }, _job, services) {
    await needed(services.connectors.directory?.people, 'directory').disable(login);
    return { dateTraitement: services.clock().toISOString().slice(0, 10) };
  },
});

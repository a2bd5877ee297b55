import { z } from 'zod';
import { needed } from '../src/workers/jobs/missing-connector';
import { defineWorker } from '../src/workers/services';

export const worker = defineWorker({
  type: 'join-workstation',
  description: 'Crée l’objet ordinateur du poste dans l’annuaire, une seule fois.',
  input: z.looseObject({
    nomPoste: z.string().trim().min(1).max(200),
    /** Inventory number. */
    poste: z.string().max(200).optional(),
  }),
  output: z.strictObject({
    domaine: z.string().min(1).max(200).meta({ title: 'Domaine' }),
    dateJonction: z.iso.date().meta({ title: 'Date de jonction' }),
  }),
  errors: [],
  connector: 'directory',
  connected: ({ connectors }) => connectors.directory?.machines != null,
  async handle({ nomPoste, poste }, job, services) {
    const machines = needed(services.connectors.directory?.machines, 'directory');
    const { domain } = await machines.join(job, nomPoste, poste);
    return { domaine: domain, dateJonction: services.clock().toISOString().slice(0, 10) };
  },
});

import { z } from 'zod';
import { needed } from '../src/workers/jobs/missing-connector';
import { defineWorker } from '../src/workers/services';

export const worker = defineWorker({
  type: 'create-ticket',
  description: 'Crée le bug dans MantisBT ; un seul par étape, même relancée.',
  input: z.looseObject({
    titre: z.string().min(1).max(4000),
    description: z.string().min(1).max(20_000),
    numeroDossier: z.string().max(200).nullish(),
  }),
  output: z.strictObject({
    referenceBug: z.string().min(1).max(200).meta({ title: 'Référence du bug dans MANTIS' }),
    descriptionBug: z.string().min(1).max(4000).meta({ title: 'Description de l’anomalie' }),
  }),
  errors: [],
  connector: 'tickets',
  connected: ({ connectors }) => connectors.tickets !== null,
  async handle({ titre, description, numeroDossier }, job, { connectors }) {
    const text = { title: titre, description, caseNumber: numeroDossier ?? null };
    const referenceBug = await needed(connectors.tickets, 'tickets').createOnce(job, text);
    return { referenceBug, descriptionBug: description.slice(0, 4000) };
  },
});

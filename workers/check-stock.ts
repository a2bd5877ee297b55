import { z } from 'zod';
import { defineWorker } from '../src/workers/services';

export const worker = defineWorker({
  type: 'check-stock',
  description:
    'Vérifie si l’article demandé est disponible en stock ; sinon, inscrit le dossier parmi ceux qui attendent.',
  input: z.object({ article: z.string().min(1).max(100), quantite: z.int().min(1) }),
  output: z.strictObject({
    stockDisponible: z.boolean(),
    quantiteDisponible: z.int().min(0),
    /** Correlation key of the messages that end the wait: the case itself. */
    cleAttente: z.string(),
  }),
  errors: [],
  async handle(input, job, services) {
    const cleAttente = job.processInstanceKey;
    const { sufficient, available } = await services.stock.check({
      article: input.article,
      quantity: input.quantite,
      processInstanceKey: job.processInstanceKey,
      cleAttente,
    });
    return { stockDisponible: sufficient, quantiteDisponible: available, cleAttente };
  },
});

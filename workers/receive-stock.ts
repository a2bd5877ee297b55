import { z } from 'zod';
import { PermanentFailure } from '../src/workers/contract';
import { defineWorker } from '../src/workers/services';

export const worker = defineWorker({
  type: 'receive-stock',
  description: 'Enregistre l’entrée en stock du matériel reçu et réveille les demandes qui l’attendent.',
  input: z.object({
    lignes: z
      .array(z.looseObject({ article: z.string().min(1).max(100), quantite: z.int().min(1) }))
      .min(1)
      .max(200),
    numeroBonLivraison: z.string().optional(),
  }),
  output: z.strictObject({}),
  errors: [],
  async handle({ lignes, numeroBonLivraison }, job, services) {
    for (const { article } of lignes) {
      if ((await services.stock.article(article)) !== null) continue;
      throw new PermanentFailure(
        `L’article « ${article} » n’existe pas dans le stock. Enregistrez-le, puis relancez l’étape.`,
      );
    }
    for (const [index, { article, quantite }] of lignes.entries()) {
      await services.stock.receive(article, {
        quantity: quantite,
        reference: numeroBonLivraison,
        by: 'logigramme',
        processInstanceKey: job.processInstanceKey,
        idempotencyKey: `${job.jobKey}:${index}`,
      });
    }
    return {};
  },
});

import { z } from 'zod';
import { BpmnError } from '../src/workers/contract';
import { defineWorker } from '../src/workers/services';

const STOCK_INSUFFISANT = 'STOCK_INSUFFISANT';

export const worker = defineWorker({
  type: 'reserve-stock',
  description: 'Réserve en stock la quantité demandée de l’article, une seule fois par étape.',
  input: z.object({ article: z.string().min(1).max(100), quantite: z.int().min(1) }),
  output: z.strictObject({ reservationId: z.uuid() }),
  errors: [
    { code: STOCK_INSUFFISANT, description: 'La quantité disponible en stock est inférieure à la demande.' },
  ],
  async handle(input, job, services) {
    const result = await services.stock.reserve({
      jobKey: job.jobKey,
      processInstanceKey: job.processInstanceKey,
      article: input.article,
      quantity: input.quantite,
      // The process goes straight to its wait, without another check: it must be registered under the same key.
      cleAttente: job.processInstanceKey,
    });
    if (result.outcome === 'RESERVED') return { reservationId: result.reservationId };
    throw new BpmnError(
      STOCK_INSUFFISANT,
      `Stock insuffisant pour « ${result.libelle} » : ${input.quantite} demandé(s), ${result.available} disponible(s).`,
      { quantiteDisponible: result.available },
    );
  },
});

import { z } from 'zod';
import { defineWorker } from '../src/workers/services';

export const worker = defineWorker({
  type: 'release-stock',
  description: 'Libère le matériel réservé pour le dossier, et prévient les dossiers qui l’attendent.',
  input: z.object({ reservationId: z.uuid() }),
  output: z.strictObject({}),
  errors: [],
  async handle(input, _job, services) {
    await services.stock.release(input.reservationId);
    return {};
  },
});

import { z } from 'zod';
import { defineWorker } from '../src/workers/services';

export const worker = defineWorker({
  type: 'issue-stock',
  description: 'Sort du stock le matériel réservé pour le dossier.',
  input: z.object({ reservationId: z.uuid() }),
  output: z.strictObject({}),
  errors: [],
  async handle(input, _job, services) {
    await services.stock.issue(input.reservationId);
    return {};
  },
});

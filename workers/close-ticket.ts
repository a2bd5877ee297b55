import { z } from 'zod';
import { needed } from '../src/workers/jobs/missing-connector';
import { defineWorker } from '../src/workers/services';

export const worker = defineWorker({
  type: 'close-ticket',
  description: 'Clôt dans MantisBT le bug que le dossier a créé.',
  input: z.looseObject({ referenceBug: z.string().min(1).max(200) }),
  output: z.strictObject({}),
  errors: [],
  connector: 'tickets',
  connected: ({ connectors }) => connectors.tickets !== null,
  async handle({ referenceBug }, _job, { connectors }) {
    await needed(connectors.tickets, 'tickets').closeOnce(referenceBug);
    return {};
  },
});

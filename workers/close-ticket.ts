import { z } from 'zod';
import { defineWorker } from './services';

export const worker = defineWorker({
  type: 'close-ticket',
  description: 'Clôt dans MantisBT le bug que le dossier a créé.',
  input: z.looseObject({ referenceBug: z.string().min(1).max(200) }),
  output: z.strictObject({}),
  errors: [],
  connected: ({ connectors }) => connectors.tickets !== null,
  async handle({ referenceBug }, _job, { connectors }) {
    if (connectors.tickets === null)
      throw new Error('Expected the connector "tickets", but it is not configured');
    await connectors.tickets.closeOnce(referenceBug);
    return {};
  },
});

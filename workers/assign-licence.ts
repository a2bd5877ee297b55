import { z } from 'zod';
import { needed } from '../src/workers/jobs/missing-connector';
import { defineWorker } from '../src/workers/services';
import { spacedAddressPattern } from '../src/text/address';

export const worker = defineWorker({
  type: 'assign-licence',
  description: 'Attribue au compte de messagerie sa licence Microsoft 365, s’il ne l’a pas déjà.',
  input: z.looseObject({ adresseMail: z.email({ pattern: spacedAddressPattern }).trim() }),
  output: z.strictObject({
    compteMigre: z.boolean().meta({ title: 'Le compte est dans le cloud' }),
    licence: z.string().min(1).max(200).meta({ title: 'Licence attribuée' }),
  }),
  errors: [],
  connector: 'mailboxes',
  connected: ({ connectors }) => connectors.mailboxes?.hasLicence('messagerie') === true,
  async handle({ adresseMail }, _job, services) {
    const mailboxes = needed(services.connectors.mailboxes, 'mailboxes');
    const { licence } = await mailboxes.assignLicence('messagerie', adresseMail);
    return { compteMigre: true, licence };
  },
});

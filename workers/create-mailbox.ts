import { z } from 'zod';
import { PasswordConnector } from '../src/passwords/rows';
import { passwordOutputs, preparePassword, publishPassword } from '../src/workers/jobs/default-password';
import { needed } from '../src/workers/jobs/missing-connector';
import { defineWorker } from '../src/workers/services';
import { addressPattern, spacedAddressPattern } from '../src/text/address';

export const worker = defineWorker({
  type: 'create-mailbox',
  description:
    'Crée le compte de messagerie dans Microsoft 365, avec un mot de passe à changer ; un seul compte par étape.',
  input: z.looseObject({
    requerant: z.string().trim().min(1).max(200),
    matricule: z.string().trim().min(1).max(16),
    contact: z.string().max(200).optional(),
    courrielRequerant: z.email({ pattern: spacedAddressPattern }).trim().optional(),
  }),
  output: z.strictObject({
    adresseMail: z.email({ pattern: addressPattern }).max(254).meta({ title: 'Adresse créée' }),
    dateCreation: z.iso.date().meta({ title: 'Date de création' }),
    ...passwordOutputs,
  }),
  errors: [],
  connector: 'mailboxes',
  approval: { step: 'E2_verifier', group: 'cssum' },
  connected: ({ connectors }) => connectors.mailboxes !== null,
  async handle({ requerant, matricule, contact, courrielRequerant: mail }, job, services) {
    const mailboxes = needed(services.connectors.mailboxes, 'mailboxes');
    const password = await preparePassword(
      job,
      { system: 'Messagerie', connector: PasswordConnector.MAILBOXES, person: requerant, mail },
      services,
    );
    const { address, isNew } = await mailboxes.create(job, {
      fullName: requerant,
      employeeId: matricule,
      phone: contact,
      password,
    });
    return {
      adresseMail: address,
      dateCreation: services.clock().toISOString().slice(0, 10),
      ...(isNew && (await publishPassword(job, address, services))),
    };
  },
});

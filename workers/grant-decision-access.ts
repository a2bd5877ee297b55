import { z } from 'zod';
import { needed } from '../src/workers/jobs/missing-connector';
import { defineWorker } from '../src/workers/services';
import { spacedAddressPattern } from '../src/text/address';

export const worker = defineWorker({
  type: 'grant-decision-access',
  description: 'Octroie la licence du système décisionnel, ou change le profil du compte qui l’a.',
  input: z.looseObject({
    typeDemande: z.enum(['création', 'modification']),
    courrielRequerant: z.email({ pattern: spacedAddressPattern }).trim(),
    compte: z.string().trim().max(200).optional(),
    profil: z.string().trim().min(1).max(200),
  }),
  output: z.strictObject({
    compte: z.string().min(1).max(200).meta({ title: 'Compte' }),
    profil: z.string().min(1).max(200).meta({ title: 'Profil donné' }),
    licence: z.string().min(1).max(200).optional().meta({ title: 'Licence octroyée (pour une création)' }),
    dateTraitement: z.iso.date().meta({ title: 'Date du traitement' }),
  }),
  errors: [],
  connector: 'mailboxes',
  approval: { step: 'N3_analyser_demande', group: 'cssd' },
  connected: ({ connectors }) => connectors.mailboxes?.hasLicence('decisionnel') === true,
  async handle({ typeDemande, courrielRequerant, compte, profil }, _job, services) {
    const mailboxes = needed(services.connectors.mailboxes, 'mailboxes');
    const address = typeDemande === 'modification' && compte ? compte : courrielRequerant;
    mailboxes.checkProfile(profil);
    const granted = typeDemande === 'création' ? await mailboxes.assignLicence('decisionnel', address) : null;
    const { account } = await mailboxes.giveProfile(address, profil);
    return {
      compte: account,
      profil,
      ...(granted !== null && { licence: granted.licence }),
      dateTraitement: services.clock().toISOString().slice(0, 10),
    };
  },
});

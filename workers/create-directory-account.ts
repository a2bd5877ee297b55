import { z } from 'zod';
import { PasswordConnector } from '../src/passwords/rows';
import { passwordOutputs, preparePassword, publishPassword } from '../src/workers/jobs/default-password';
import { needed } from '../src/workers/jobs/missing-connector';
import { defineWorker } from '../src/workers/services';
import { spacedAddressPattern } from '../src/text/address';

export const worker = defineWorker({
  type: 'create-directory-account',
  description:
    'Crée le compte dans l’annuaire, avec les groupes du profil et un mot de passe à changer ; un seul compte par étape.',
  input: z.looseObject({
    requerant: z.string().trim().min(1).max(200),
    courrielRequerant: z.email({ pattern: spacedAddressPattern }).trim().optional(),
    service: z.string().max(200).optional(),
    profil: z.string().max(200).optional(),
  }),
  output: z.strictObject({
    login: z.string().min(1).max(200).meta({ title: 'Login traité' }),
    profil: z.string().min(1).max(200).optional().meta({ title: 'Profil et droits donnés' }),
    dateTraitement: z.iso.date().meta({ title: 'Date du traitement' }),
    observationsTraitement: z.string().max(4000).optional().meta({ title: 'Observations' }),
    ...passwordOutputs,
  }),
  errors: [],
  connector: 'directory',
  approval: { step: 'L3_analyser_demande', group: 'csa' },
  connected: ({ connectors }) => connectors.directory?.people != null,
  async handle({ requerant, courrielRequerant: mail, service, profil: profile }, job, services) {
    const people = needed(services.connectors.directory?.people, 'directory');
    const password = await preparePassword(
      job,
      { system: 'SYDAM WORLD', connector: PasswordConnector.DIRECTORY, person: requerant, mail },
      services,
    );
    const { login } = await people.create(job, { fullName: requerant, mail, service, profile, password });
    return {
      login,
      ...(profile !== undefined && { profil: profile }),
      dateTraitement: services.clock().toISOString().slice(0, 10),
      ...(await publishPassword(job, login, services)),
    };
  },
});

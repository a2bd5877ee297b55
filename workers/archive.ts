import { z } from 'zod';
import { archiveCase } from '../src/workers/jobs/archive-case';
import { defineWorker } from '../src/workers/services';

export const worker = defineWorker({
  type: 'archive',
  description:
    'Archive le dossier : ses données, ses documents, qui a fait quoi et quand, avec leurs empreintes.',
  input: z.looseObject({ numeroDossier: z.string().min(1).optional() }),
  output: z.strictObject({ dossierArchiveId: z.uuid() }),
  errors: [],
  async handle(input, job, services) {
    const archive = await archiveCase(job, input.numeroDossier ?? null, services);
    return { dossierArchiveId: archive.id };
  },
});

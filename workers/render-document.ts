import { z } from 'zod';
import { templateData } from '../src/workers/jobs/template-data';
import { defineWorker } from '../src/workers/services';

export const worker = defineWorker({
  type: 'render-document',
  description: 'Établit un document PDF à partir d’un modèle et le classe dans le dossier.',
  input: z.looseObject({ modele: z.string().min(1) }),
  /** One variable, which the template names: `pvDocumentId` for the PV. */
  output: z.record(z.string(), z.uuid()),
  errors: [],
  async handle(input, job, services) {
    const document = await services.documents.renderOnce({
      jobKey: job.jobKey,
      processInstanceKey: job.processInstanceKey,
      template: input.modele,
      data: await templateData(job, services),
    });
    return { [document.variable]: document.id };
  },
});

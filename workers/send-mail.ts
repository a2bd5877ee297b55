import { z } from 'zod';
import { PermanentFailure, TemporaryFailure } from './contract';
import { templateData } from './host/template-data';
import { defineWorker } from './services';

export const worker = defineWorker({
  type: 'send-mail',
  description:
    'Envoie un courriel à partir d’un modèle ; un seul courriel par étape, même si l’étape est relancée.',
  input: z.looseObject({
    destinataire: z.email(),
    copies: z.array(z.email()).max(20).optional(),
    /** Template; the task header `template` may name it instead. */
    modele: z.string().min(1).optional(),
    /** Ids of documents of the case. */
    piecesJointes: z.array(z.uuid()).max(20).optional(),
  }),
  output: z.strictObject({}),
  errors: [],
  async handle(input, job, services) {
    const template = input.modele ?? job.headers['template'];
    if (template === undefined) {
      throw new PermanentFailure(
        'Variable « modele » : le nom d’un modèle de courriel est attendu (ou l’en-tête de tâche « template »), ' +
          'mais elle est absente.',
      );
    }
    await services.mailer.sendOnce({
      jobKey: job.jobKey,
      processInstanceKey: job.processInstanceKey,
      template,
      to: input.destinataire,
      cc: input.copies ?? [],
      data: await templateData(job, services),
      attachments: await Promise.all((input.piecesJointes ?? []).map((id) => attachment(id))),
    });
    return {};

    async function attachment(documentId: string) {
      const document = await services.documents.read(documentId);
      if (document === null || !(await isOfThisCase(document.processInstanceKey))) {
        throw new PermanentFailure(`La pièce jointe « ${documentId} » n’est pas un document de ce dossier.`);
      }
      return { documentId, name: document.name, mediaType: document.contentType, bytes: document.content };
    }

    /** A circuit sends what the case that called it has made. */
    async function isOfThisCase(processInstanceKey: string): Promise<boolean> {
      if (processInstanceKey === job.processInstanceKey) return true;
      const own = await services.caseOf(job.processInstanceKey);
      if (own === null) {
        throw new TemporaryFailure(
          'Les pièces jointes ne peuvent pas encore être vérifiées : le dossier n’est pas à jour. ' +
            'Un nouvel essai aura lieu.',
        );
      }
      return own === (await services.caseOf(processInstanceKey));
    }
  },
});

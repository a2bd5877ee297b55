import { z } from 'zod';
import { isActor } from '../src/identity/addresses';
import { PermanentFailure, TemporaryFailure } from '../src/workers/contract';
import { templateData } from '../src/workers/jobs/template-data';
import { defineWorker } from '../src/workers/services';
import { isAddress } from '../src/text/address';

/** An address, or the actor whose addresses are looked up: « groupe:csdc », « compte:cb-bas ». */
const recipient = z
  .string()
  .trim()
  .refine((text) => isActor(text) || isAddress(text), {
    error: 'une adresse de courriel est attendue (nom@domaine), ou un acteur (groupe:nom, compte:nom)',
  });

export const worker = defineWorker({
  type: 'send-mail',
  description:
    'Envoie un courriel à partir d’un modèle ; un seul courriel par étape, même si l’étape est relancée.',
  input: z.looseObject({
    destinataire: recipient,
    copies: z.array(recipient).max(20).optional(),
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
    const [to = '', ...others] = await services.addresses.of(input.destinataire);
    const copies = await Promise.all((input.copies ?? []).map((one) => services.addresses.of(one)));
    await services.mailer.sendOnce({
      jobKey: job.jobKey,
      processInstanceKey: job.processInstanceKey,
      template,
      to,
      cc: [...new Set([...others, ...copies.flat()])].filter((address) => address !== to),
      data: await templateData(job, services),
      lastAttempt: job.retries <= 1,
      signal: job.signal,
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
          'Les pièces jointes ne peuvent pas encore être vérifiées : le dossier n’est pas à jour.',
        );
      }
      return own === (await services.caseOf(processInstanceKey));
    }
  },
});

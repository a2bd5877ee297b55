import { z } from 'zod';
import { DomainError } from '../../errors';
import { defineRoute } from '../route';
import { identifier, key, page } from '../schemas';

const tag = 'Documents';

const documentView = z.object({
  id: z.string(),
  processInstanceKey: key,
  kind: z.string(),
  name: z.string(),
  contentType: z.string(),
  sha256: z.string(),
  size: z.int().meta({ description: 'Octets' }),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
});

/** RFC 6266: an ASCII name for old clients, the real one for the others. */
export function contentDisposition(name: string): string {
  const ascii = name.normalize('NFD').replace(/[^\x20-\x7e]|["\\]/g, '');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

export const documentRoutes = [
  defineRoute({
    method: 'get',
    path: '/process-instances/{key}/documents',
    operationId: 'listDocuments',
    summary: 'Les documents d’un dossier et des procédures qu’il a appelées',
    tag,
    params: z.object({ key }),
    result: page(documentView),
    errors: ['NOT_FOUND', 'FORBIDDEN'],
    async handle({ account, params, services }) {
      const called = await services.cases.called(account, params.key);
      const keys = [params.key, ...called.map((one) => one.processInstanceKey)];
      return { items: [...(await services.documents.ofInstances(keys))], nextCursor: null };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/documents/{id}',
    operationId: 'downloadDocument',
    summary: 'Télécharge un document',
    tag,
    params: z.object({ id: identifier }),
    result: 'file',
    errors: ['NOT_FOUND', 'FORBIDDEN'],
    async handle({ account, params, services, response }) {
      const file = await services.documents.read(params.id);
      if (!file)
        throw new DomainError('NOT_FOUND', `Aucun document ne porte l’identifiant « ${params.id} ».`);
      await services.cases.read(account, file.processInstanceKey);
      response
        .set('Content-Type', file.contentType)
        .set('Content-Disposition', contentDisposition(file.name))
        .set('Content-Security-Policy', "default-src 'none'; sandbox")
        .send(file.content);
      return undefined;
    },
  }),
];

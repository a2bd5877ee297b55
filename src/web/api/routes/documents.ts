import { z } from 'zod';
import { retentions } from '../../../documents/files/retention';
import { openCase, readableDocument } from '../../document-access';
import type { DocumentView } from '../../services';
import { defineRoute } from '../route';
import { identifier, key, page } from '../schemas';
import { receivedFiles } from '../uploads';

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
  firstVersion: z.string().meta({ description: 'Identifiant de la première version' }),
  version: z.int(),
  retention: z.string(),
});

const stagedView = z.object({
  documentId: z.string(),
  name: z.string(),
  contentType: z.string(),
  sha256: z.string(),
  size: z.int().meta({ description: 'Octets' }),
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
      const file = await readableDocument(services, account, params.id);
      response
        .set('Content-Type', file.contentType)
        .set('Content-Disposition', contentDisposition(file.name))
        .set('Content-Security-Policy', "default-src 'none'; sandbox")
        .send(file.content);
      return undefined;
    },
  }),
  defineRoute({
    method: 'post',
    path: '/process-instances/{key}/documents',
    operationId: 'addDocuments',
    summary: 'Joint des fichiers à un dossier ouvert ; « versionOf » : le document que le fichier remplace',
    tag,
    params: z.object({ key }),
    query: z.strictObject({ retention: z.enum(retentions).optional(), versionOf: z.uuid().optional() }),
    multipart: 'files',
    status: 201,
    result: page(documentView),
    errors: ['NOT_FOUND', 'FORBIDDEN', 'INSTANCE_ENDED', 'FORM_INVALID', 'TOO_LARGE', 'SYSTEM_UNAVAILABLE'],
    async handle({ account, params, query, request, services }) {
      await openCase(services, account, params.key);
      const items: DocumentView[] = [];
      for (const file of receivedFiles(request)) {
        items.push(
          await services.caseFiles.add(account.name, { processInstanceKey: params.key, ...query }, file),
        );
      }
      return { items, nextCursor: null };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/documents',
    operationId: 'stageDocuments',
    summary: 'Envoie des fichiers pour un formulaire : leurs « documentId » vont dans ses champs de fichiers',
    tag,
    multipart: 'files',
    status: 201,
    result: page(stagedView),
    errors: ['FORM_INVALID', 'TOO_LARGE', 'SYSTEM_UNAVAILABLE'],
    async handle({ account, request, services }) {
      const items: z.input<typeof stagedView>[] = [];
      for (const file of receivedFiles(request)) {
        const { id, name, contentType, sha256, size } = await services.caseFiles.stage(account.name, file);
        items.push({ documentId: id, name, contentType, sha256, size });
      }
      return { items, nextCursor: null };
    },
  }),
];

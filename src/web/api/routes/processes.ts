import { z } from 'zod';
import { DomainError } from '../../errors';
import { defineRoute, noBody } from '../route';
import { identifier, page, process, processDetail } from '../schemas';

const tag = 'Procédures';

export const processRoutes = [
  defineRoute({
    method: 'get',
    path: '/processes',
    operationId: 'listProcesses',
    summary: 'Les procédures déployées, dans leur dernière version',
    tag,
    result: page(process),
    handle: async ({ services }) => ({ items: [...(await services.queries.processes())], nextCursor: null }),
  }),
  defineRoute({
    method: 'get',
    path: '/processes/{bpmnProcessId}',
    operationId: 'readProcess',
    summary: 'Une procédure, avec son formulaire de départ',
    tag,
    params: z.object({ bpmnProcessId: identifier }),
    result: processDetail,
    errors: ['NOT_FOUND'],
    async handle({ params, services }) {
      const found = await services.queries.process(params.bpmnProcessId);
      if (found) return found;
      throw new DomainError(
        'NOT_FOUND',
        `Aucune procédure ne porte l’identifiant « ${params.bpmnProcessId} ».`,
      );
    },
  }),
  defineRoute({
    method: 'post',
    path: '/processes/{bpmnProcessId}/suspend',
    operationId: 'suspendProcess',
    summary: 'Suspend les démarrages : plus aucun dossier ne s’ouvre, ceux en cours continuent',
    tag,
    params: z.object({ bpmnProcessId: identifier }),
    body: z.strictObject({ reason: z.string().min(1).max(500) }),
    result: processDetail,
    errors: ['NOT_FOUND', 'FORBIDDEN', 'FORM_INVALID', 'CONFLICT', 'ENGINE_UNAVAILABLE'],
    handle: ({ account, params, body, services }) =>
      services.suspensions.suspend(account, params.bpmnProcessId, body.reason),
  }),
  defineRoute({
    method: 'post',
    path: '/processes/{bpmnProcessId}/resume',
    operationId: 'resumeProcess',
    summary: 'Reprend les démarrages avec la version d’avant leur suspension',
    tag,
    params: z.object({ bpmnProcessId: identifier }),
    body: noBody,
    result: processDetail,
    errors: ['NOT_FOUND', 'FORBIDDEN', 'CONFLICT', 'ENGINE_UNAVAILABLE'],
    handle: ({ account, params, services }) => services.suspensions.resume(account, params.bpmnProcessId),
  }),
];

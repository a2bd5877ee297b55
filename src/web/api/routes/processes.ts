import { z } from 'zod';
import { DomainError } from '../../errors';
import { defineRoute } from '../route';
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
];

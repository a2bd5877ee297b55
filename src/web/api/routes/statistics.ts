import { z } from 'zod';
import { Role } from '../../../identity/account';
import { defineRoute } from '../route';
import { identifier, page } from '../schemas';

const tag = 'Statistiques';
const roles = [Role.ADMIN, Role.OWNER, Role.MANAGER] as const;

const processStatistics = z.object({
  bpmnProcessId: z.string(),
  processName: z.string(),
  letter: z.string().nullable(),
  active: z.int(),
  completed: z.int(),
  canceled: z.int(),
  incidents: z.int(),
  averageDurationMs: z.number().nullable(),
});

const elementStatistics = z.object({
  elementId: z.string(),
  active: z.int(),
  completed: z.int(),
  terminated: z.int(),
  incidents: z.int(),
  averageDurationMs: z.number().nullable(),
});

export const statisticsRoutes = [
  defineRoute({
    method: 'get',
    path: '/statistics/processes',
    operationId: 'processStatistics',
    summary: 'Nombre et durée des dossiers, par procédure',
    tag,
    roles,
    result: page(processStatistics),
    handle: async ({ services }) => ({
      items: [...(await services.queries.processStatistics())],
      nextCursor: null,
    }),
  }),
  defineRoute({
    method: 'get',
    path: '/statistics/processes/{bpmnProcessId}/elements',
    operationId: 'elementStatistics',
    summary: 'Nombre et durée des passages, par étape d’une procédure',
    tag,
    roles,
    params: z.object({ bpmnProcessId: identifier }),
    result: page(elementStatistics),
    handle: async ({ params, services }) => ({
      items: [...(await services.queries.elementStatistics(params.bpmnProcessId))],
      nextCursor: null,
    }),
  }),
  defineRoute({
    method: 'get',
    path: '/statistics/processes/{bpmnProcessId}/flows',
    operationId: 'flowStatistics',
    summary: 'Nombre de passages, par flèche d’une procédure',
    tag,
    roles,
    params: z.object({ bpmnProcessId: identifier }),
    result: page(z.object({ elementId: z.string(), count: z.int() })),
    handle: async ({ params, services }) => ({
      items: [...(await services.queries.flowStatistics(params.bpmnProcessId))],
      nextCursor: null,
    }),
  }),
];

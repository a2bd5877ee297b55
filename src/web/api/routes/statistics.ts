import { z } from 'zod';
import { Role } from '../../../identity/account';
import { overviewPeriod } from '../../overview-period';
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

const times = z
  .object({
    count: z.int(),
    mean: z.number().nullable(),
    median: z.number().nullable(),
    p95: z.number().nullable(),
  })
  .meta({ description: 'Millisecondes' });

const mapElement = z.object({
  elementId: z.string(),
  active: z.int().meta({ description: 'Dossiers qui y sont maintenant' }),
  incidents: z.int(),
  late: z.int().meta({ description: 'Tâches ouvertes dont l’échéance est passée' }),
  entered: z.int().meta({ description: 'Passages commencés dans la période' }),
  duration: times,
  waiting: times,
  working: times,
});

const procedureOverview = z.object({
  bpmnProcessId: z.string(),
  name: z.string(),
  letter: z.string().nullable(),
  open: z.int(),
  late: z.int(),
  blocked: z.int(),
  doneThisMonth: z.int(),
  medianDuration: z.number().nullable().meta({ description: 'Millisecondes' }),
  trend: z
    .array(z.int())
    .readonly()
    .meta({ description: 'Dossiers ouverts par semaine, la plus ancienne d’abord' }),
});

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

export const statisticsRoutes = [
  defineRoute({
    method: 'get',
    path: '/statistics/overview',
    operationId: 'overview',
    summary: 'Ce qui est ouvert, en retard, bloqué et fait ce mois, par procédure',
    tag,
    roles,
    result: page(procedureOverview),
    async handle({ services }) {
      const period = overviewPeriod(services.now(), services.environment.TZ);
      return { items: [...(await services.queries.overview(period))], nextCursor: null };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/statistics/processes/{bpmnProcessId}/map',
    operationId: 'processMap',
    summary: 'Ce qui se passe à chaque étape d’une procédure : compteurs, passages et temps d’une période',
    tag,
    roles,
    params: z.object({ bpmnProcessId: identifier }),
    query: z.strictObject({
      version: z.coerce.number().int().min(1).optional(),
      from: instant.optional(),
      to: instant.optional(),
      initiator: identifier.optional(),
      variableName: z.string().min(1).max(200).optional(),
      variableValue: z.string().max(1000).optional(),
    }),
    result: page(mapElement),
    async handle({ params, query, services }) {
      const { variableName: name, variableValue: value = '', ...filter } = query;
      const variable = name === undefined ? undefined : { name, value };
      const asked = { ...filter, ...params, variable, now: services.now() };
      return { items: [...(await services.queries.processMap(asked))], nextCursor: null };
    },
  }),
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

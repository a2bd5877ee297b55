import { z } from 'zod';
import { Role } from '../../../identity/account';
import { defineRoute } from '../route';
import {
  countedPage,
  elementInstance,
  identifier,
  instance,
  instanceDetail,
  instanceState,
  key,
  page,
  pageQuery,
  record,
  startedInstance,
  variable,
  variableChange,
  variables,
} from '../schemas';

const tag = 'Dossiers';
const params = z.object({ key });
const operators = [Role.ADMIN, Role.OWNER, Role.MANAGER] as const;
const changedVariables = z.strictObject({
  variables,
  reason: z.string().trim().min(1).max(1000).meta({ description: 'Pourquoi ces données sont corrigées' }),
  scopeKey: key.optional().meta({ description: 'Étape en cours qui tient ces données ; sinon le dossier' }),
});
const readErrors = ['NOT_FOUND', 'FORBIDDEN'] as const;

export const instanceRoutes = [
  defineRoute({
    method: 'post',
    path: '/process-instances',
    operationId: 'startProcessInstance',
    summary: 'Démarre une procédure ; les variables sont vérifiées par son formulaire de départ',
    tag,
    body: z.strictObject({ bpmnProcessId: identifier, variables: variables.default({}) }),
    status: 201,
    result: startedInstance,
    idempotent: true,
    errors: ['NOT_FOUND', 'NOT_STARTABLE', 'FORM_INVALID', 'ENGINE_UNAVAILABLE'],
    async handle({ account, body, services, response, origin }) {
      const started = await services.cases.start(account, body.bpmnProcessId, body.variables, origin);
      response.location(`/api/v1/process-instances/${started.processInstanceKey}`);
      return started;
    },
  }),
  defineRoute({
    method: 'get',
    path: '/process-instances',
    operationId: 'findProcessInstances',
    summary:
      'Cherche des dossiers parmi ceux que le compte peut lire ; les procédures appelées par un dossier ne sont listées que par leur procédure, leur dossier appelant ou leur clé',
    tag,
    query: z.strictObject({
      state: instanceState.optional(),
      bpmnProcessId: identifier.optional(),
      parentProcessInstanceKey: key.optional(),
      q: z.string().max(200).optional(),
      initiator: identifier.optional(),
      hasIncident: z.stringbool({ truthy: ['true'], falsy: ['false'] }).optional(),
      ...pageQuery,
    }),
    result: countedPage(instance),
    handle: ({ account, query, services }) => services.cases.list(account, query),
  }),
  defineRoute({
    method: 'get',
    path: '/process-instances/{key}',
    operationId: 'readProcessInstance',
    summary: 'Un dossier',
    tag,
    params,
    result: instanceDetail,
    errors: readErrors,
    handle: ({ account, params, services }) => services.cases.read(account, params.key),
  }),
  defineRoute({
    method: 'delete',
    path: '/process-instances/{key}',
    operationId: 'cancelProcessInstance',
    summary: 'Annule un dossier (responsable ou administrateur)',
    tag,
    params,
    roles: [Role.ADMIN, Role.MANAGER],
    status: 204,
    result: null,
    errors: [...readErrors, 'INSTANCE_ENDED', 'INSTANCE_CALLED', 'ENGINE_UNAVAILABLE'],
    accepted:
      'Le dossier est en train de se fermer : `{"state": "ENDING"}`. Le relire dit quand il est clos.',
    async handle({ account, params, services, response }) {
      const state = await services.cases.cancel(account, params.key);
      if (state === 'ENDING') response.status(202).json({ processInstanceKey: params.key, state });
      return undefined;
    },
  }),
  defineRoute({
    method: 'post',
    path: '/process-instances/{key}/withdraw',
    operationId: 'withdrawProcessInstance',
    summary: 'Retire sa demande, tant que le dossier est en attente',
    tag,
    params,
    result: instanceDetail,
    errors: [...readErrors, 'INSTANCE_ENDED', 'NOT_WITHDRAWABLE', 'ENGINE_UNAVAILABLE'],
    async handle({ account, params, services }) {
      await services.cases.withdraw(account, params.key);
      return services.cases.read(account, params.key);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/process-instances/{key}/elements',
    operationId: 'listElementInstances',
    summary: 'Les étapes du dossier, avec leurs heures',
    tag,
    params,
    result: page(elementInstance),
    errors: readErrors,
    handle: async ({ account, params, services }) => ({
      items: [...(await services.cases.elements(account, params.key))],
      nextCursor: null,
    }),
  }),
  defineRoute({
    method: 'get',
    path: '/process-instances/{key}/variables',
    operationId: 'listVariables',
    summary: 'Les variables du dossier',
    tag,
    params,
    result: page(variable),
    errors: readErrors,
    handle: async ({ account, params, services }) => ({
      items: [...(await services.cases.variables(account, params.key))],
      nextCursor: null,
    }),
  }),
  defineRoute({
    method: 'patch',
    path: '/process-instances/{key}/variables',
    operationId: 'changeVariables',
    summary: 'Corrige des données du dossier, avec une raison ; les autres restent',
    tag,
    roles: operators,
    params,
    body: changedVariables,
    result: page(variable),
    errors: [...readErrors, 'FORM_INVALID', 'INSTANCE_ENDED', 'CONFLICT', 'ENGINE_UNAVAILABLE'],
    handle: async ({ account, params, body, services }) => ({
      items: [...(await services.cases.changeVariables(account, params.key, body))],
      nextCursor: null,
    }),
  }),
  defineRoute({
    method: 'put',
    path: '/process-instances/{key}/variables',
    operationId: 'putVariables',
    summary: 'Corrige des données du dossier, avec une raison ; les autres restent',
    tag,
    roles: operators,
    params,
    body: changedVariables,
    result: page(variable),
    errors: [...readErrors, 'FORM_INVALID', 'INSTANCE_ENDED', 'CONFLICT', 'ENGINE_UNAVAILABLE'],
    handle: async ({ account, params, body, services }) => ({
      items: [...(await services.cases.changeVariables(account, params.key, body))],
      nextCursor: null,
    }),
  }),
  defineRoute({
    method: 'get',
    path: '/process-instances/{key}/variable-changes',
    operationId: 'listVariableChanges',
    summary: 'Les corrections de données : avant, après, par qui, quand et pourquoi',
    tag,
    params,
    result: page(variableChange),
    errors: readErrors,
    handle: async ({ account, params, services }) => ({
      items: [...(await services.cases.variableChanges(account, params.key))],
      nextCursor: null,
    }),
  }),
  defineRoute({
    method: 'get',
    path: '/process-instances/{key}/records',
    operationId: 'listRecords',
    summary: 'Les enregistrements du moteur pour ce dossier, dans l’ordre',
    tag,
    params,
    query: z.strictObject(pageQuery),
    result: page(record),
    errors: readErrors,
    handle: ({ account, params, query, services }) => services.cases.records(account, params.key, query),
  }),
];

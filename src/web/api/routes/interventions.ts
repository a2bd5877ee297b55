/** Interventions on cases: moving steps, changing version, cancelling with a reason. */
import { z } from 'zod';
import { Role } from '../../../identity/account';
import { InterventionKind, standing } from '../../../operations/ledger';
import { defineRoute } from '../route';
import { identifier, key, page, variables } from '../schemas';

const tag = 'Interventions';
const roles = [Role.ADMIN, Role.MANAGER] as const;
const params = z.object({ key });
const reason = z.string().min(1).max(1000).meta({ description: 'Reste avec le dossier' });

const modification = {
  activate: z.array(identifier).max(50).default([]).meta({ description: 'Étapes qui commencent' }),
  terminate: z.array(key).max(200).default([]).meta({ description: 'Instances d’étapes qui s’arrêtent' }),
  variables: variables.default({}),
};
const step = z.object({ elementId: z.string(), elementName: z.string().nullable() });
const preview = z.object({
  ends: z.array(step.extend({ key })).readonly(),
  starts: z.array(step).readonly(),
  variables,
  endsCase: z.boolean().meta({ description: 'Plus aucune étape ne resterait : le dossier serait clos' }),
});

const intervention = z.object({
  kind: z.enum(InterventionKind),
  account: z.string(),
  reason: z.string(),
  at: z.iso.datetime(),
  before: standing,
  after: standing.nullable(),
});

const outcome = z.object({
  processInstanceKey: key,
  caseNumber: z.string().nullable(),
  reasons: z.array(z.string()).readonly().meta({ description: 'Ce qui s’y oppose ; vide : rien' }),
  migrated: z.boolean(),
});

const errors = [
  'NOT_FOUND',
  'FORBIDDEN',
  'INSTANCE_ENDED',
  'FORM_INVALID',
  'CONFLICT',
  'ENGINE_UNAVAILABLE',
] as const;

export const interventionRoutes = [
  defineRoute({
    method: 'post',
    path: '/process-instances/{key}/modification/preview',
    operationId: 'previewModification',
    summary: 'Ce que déplacer des étapes ferait ; rien ne change',
    tag,
    roles,
    params,
    body: z.strictObject(modification),
    result: preview,
    errors,
    handle: ({ account, params: { key: instance }, body, services }) =>
      services.interventions.preview(account, instance, body),
  }),
  defineRoute({
    method: 'post',
    path: '/process-instances/{key}/modification',
    operationId: 'modifyProcessInstance',
    summary: 'Arrête et commence des étapes d’un dossier',
    tag,
    roles,
    params,
    body: z.strictObject({ ...modification, reason }),
    result: preview,
    errors,
    handle: ({ account, params: { key: instance }, body: { reason: why, ...request }, services }) =>
      services.interventions.modify(account, instance, request, why),
  }),
  defineRoute({
    method: 'post',
    path: '/process-instances/{key}/cancel',
    operationId: 'cancelProcessInstanceWithReason',
    summary: 'Annule un dossier en disant pourquoi',
    tag,
    roles,
    params,
    body: z.strictObject({ reason }),
    result: z.object({ state: z.enum(['ENDED', 'ENDING']) }),
    errors: [...errors, 'INSTANCE_CALLED'],
    handle: async ({ account, params: { key: instance }, body, services }) => ({
      state: await services.interventions.cancel(account, instance, body.reason),
    }),
  }),
  defineRoute({
    method: 'get',
    path: '/process-instances/{key}/interventions',
    operationId: 'findInterventions',
    summary: 'Les interventions sur un dossier : avant, après, par qui, quand et pourquoi',
    tag,
    params,
    result: page(intervention),
    errors: ['NOT_FOUND', 'FORBIDDEN'],
    handle: async ({ account, params: { key: instance }, services }) => ({
      items: [...(await services.interventions.list(account, instance))],
      nextCursor: null,
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/migrations',
    operationId: 'migrateProcessInstances',
    summary:
      'Fait continuer des dossiers dans une autre version, ou dit lesquels ne le peuvent pas et pourquoi',
    tag,
    roles,
    body: z.strictObject({
      keys: z.array(key).min(1).max(200),
      targetProcessDefinitionKey: key,
      mapping: z
        .record(identifier, identifier)
        .default({})
        .meta({ description: 'Étapes qui ont changé d’identifiant : avant → après' }),
      dryRun: z.boolean().default(true),
      reason: z.string().max(1000).default('').meta({ description: 'Obligatoire, sauf à l’essai' }),
    }),
    result: page(outcome),
    errors,
    handle: async ({ account, body: { keys, dryRun, reason: why, ...request }, services }) => ({
      items: [...(await services.interventions.migrate(account, keys, request, dryRun ? null : why))],
      nextCursor: null,
    }),
  }),
];

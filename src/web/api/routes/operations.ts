/** What operators do: messages, incidents, deployments. */
import { z } from 'zod';
import { declaredUtf8 } from '../../../xml';
import { checkOutsideMessage } from '../../../app/reserved';
import { Role } from '../../../identity/account';
import { resolveIncident } from '../../../incidents/incidents';
import { resolveCause, resolveIncidents } from '../../../incidents/resolve-many';
import { DeploymentRefusedError, type CheckedDeployment } from '../../../procedures/checked-deploy';
import { sentenceOf, type Finding } from '../../../procedures/checks';
import { untilDeployed } from '../../../procedures/shown';
import { EngineRejectedError } from '../../../zeebe/errors';
import { DomainError } from '../../errors';
import type { WebServices } from '../../services';
import { defineRoute } from '../route';
import {
  identifier,
  incident,
  incidentCause,
  incidentOfCause,
  key,
  openMessage,
  openTimer,
  page,
  pageQuery,
  resolvedMany,
  variables,
} from '../schemas';
import { uploadedResources } from '../uploads';

const tag = 'Exploitation';
const operators = [Role.ADMIN, Role.OWNER, Role.MANAGER] as const;

/** How long a message published through the API waits for someone to want it. */
const MESSAGE_TTL_MILLIS = 60_000;
const DAY_MILLIS = 24 * 60 * 60_000;

/** What was let pass, in French. */
const warning = z.object({
  rule: z.string(),
  severity: z.enum(['refused', 'told']),
  resource: z.string(),
  elementId: z.string().nullable(),
  elementName: z.string().nullable(),
  message: z.string(),
});

const deployment = z.object({
  key,
  warnings: z.array(warning).readonly(),
  processes: z
    .array(
      z.object({
        bpmnProcessId: z.string(),
        version: z.int(),
        processDefinitionKey: key,
        resourceName: z.string(),
      }),
    )
    .readonly(),
  forms: z
    .array(z.object({ formId: z.string(), version: z.int(), formKey: key, resourceName: z.string() }))
    .readonly(),
  decisions: z
    .array(
      z.object({
        decisionId: z.string(),
        decisionName: z.string(),
        version: z.int(),
        decisionKey: key,
        decisionRequirementsId: z.string(),
        decisionRequirementsKey: key,
      }),
    )
    .readonly(),
});

const resourceName = z
  .string()
  .max(255)
  .regex(/^[^/\\\p{Cc}]+\.(bpmn|dmn|form)$/u, {
    error: 'le nom doit se terminer par .bpmn, .dmn ou .form',
  });

async function deploy(
  services: WebServices,
  resources: readonly { readonly name: string; readonly content: string | Buffer }[],
): Promise<CheckedDeployment> {
  try {
    return await services.deployer.deploy(resources);
  } catch (error) {
    const detail = refusalOf(error);
    if (detail === null) throw error;
    const errors = error instanceof DeploymentRefusedError ? error.findings.map(fieldError) : [];
    throw new DomainError('RESOURCE_INVALID', `Le déploiement est refusé, rien n’a changé. ${detail}`, {
      cause: error,
      errors,
    });
  }
}

function refusalOf(error: unknown): string | null {
  if (error instanceof DeploymentRefusedError) return error.findings.map(sentenceOf).join(' ');
  return error instanceof EngineRejectedError ? error.reason : null;
}

const fieldError = ({ resource, elementId, elementName, message }: Finding) => ({
  field: elementId === null ? resource : `${resource}#${elementId}`,
  label: elementName ?? elementId ?? resource,
  message,
});

const waitQuery = z.strictObject({ processInstanceKey: key.optional(), ...pageQuery });

export const operationRoutes = [
  defineRoute({
    method: 'post',
    path: '/messages',
    operationId: 'publishMessage',
    summary: 'Publie un message',
    tag,
    roles: operators,
    body: z.strictObject({
      name: identifier,
      correlationKey: z.string().max(255),
      variables: variables.default({}),
      messageId: identifier.optional(),
      timeToLive: z
        .int()
        .min(0)
        .max(30 * DAY_MILLIS)
        .default(MESSAGE_TTL_MILLIS)
        .meta({ description: 'Millisecondes pendant lesquelles le message attend un destinataire' }),
    }),
    status: 204,
    result: null,
    errors: ['CONFLICT', 'FORBIDDEN', 'FORM_INVALID', 'ENGINE_UNAVAILABLE'],
    async handle({ body: { timeToLive, ...message }, services }) {
      checkOutsideMessage(message);
      await services.engine.publishMessage({ ...message, timeToLiveMillis: timeToLive });
      return undefined;
    },
  }),
  defineRoute({
    method: 'get',
    path: '/messages',
    operationId: 'findAwaitedMessages',
    summary: 'Les messages que les dossiers attendent',
    tag,
    roles: operators,
    query: waitQuery,
    result: page(openMessage),
    handle: ({ query, services }) => services.queries.openMessages(query),
  }),
  defineRoute({
    method: 'get',
    path: '/timers',
    operationId: 'findTimers',
    summary: 'Les minuteries des dossiers, la prochaine échéance d’abord',
    tag,
    roles: operators,
    query: waitQuery,
    result: page(openTimer),
    handle: ({ query, services }) => services.queries.openTimers(query),
  }),
  defineRoute({
    method: 'get',
    path: '/incidents',
    operationId: 'findIncidents',
    summary: 'Les incidents',
    tag,
    roles: operators,
    query: z.strictObject({
      state: z.enum(['CREATED', 'RESOLVED']).optional(),
      processInstanceKey: key.optional(),
      ...pageQuery,
    }),
    result: page(incident),
    handle: ({ query, services }) => services.queries.incidents(query),
  }),
  defineRoute({
    method: 'post',
    path: '/incidents/{key}/resolve',
    operationId: 'resolveIncident',
    summary: 'Résout un incident ; un travail sans essais restants en reçoit de nouveaux',
    tag,
    roles: operators,
    params: z.object({ key }),
    body: z.strictObject({ retries: z.int().min(1).max(100).default(1) }).default({ retries: 1 }),
    result: incident,
    errors: ['NOT_FOUND', 'INCIDENT_RESOLVED', 'CONFLICT', 'ENGINE_UNAVAILABLE'],
    handle: ({ params, body, services }) => resolveIncident(services, params.key, body.retries),
  }),
  defineRoute({
    method: 'post',
    path: '/incidents/resolve',
    operationId: 'resolveIncidents',
    summary: 'Résout plusieurs incidents ; dit de chacun ce qu’il est devenu',
    tag,
    roles: operators,
    body: z.strictObject({
      keys: z.array(key).min(1).max(500),
      retries: z.int().min(1).max(100).default(1),
    }),
    result: resolvedMany,
    errors: ['ENGINE_UNAVAILABLE'],
    handle: ({ body, services }) => resolveIncidents(services, body.keys, body.retries),
  }),
  defineRoute({
    method: 'get',
    path: '/incident-causes',
    operationId: 'findIncidentCauses',
    summary: 'Les incidents ouverts, groupés par cause',
    tag,
    roles: operators,
    result: page(incidentCause),
    handle: async ({ services }) => ({ items: await services.queries.incidentCauses(), nextCursor: null }),
  }),
  defineRoute({
    method: 'get',
    path: '/incident-causes/{id}/incidents',
    operationId: 'findIncidentsOfCause',
    summary: 'Les incidents ouverts d’une cause, les plus anciens d’abord',
    tag,
    roles: operators,
    params: z.object({ id: identifier }),
    query: z.strictObject({ limit: pageQuery.limit }),
    result: page(incidentOfCause),
    handle: async ({ params, query, services }) => ({
      items: await services.queries.incidentsOfCause(params.id, query.limit),
      nextCursor: null,
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/incident-causes/{id}/resolve',
    operationId: 'resolveIncidentCause',
    summary: 'Résout les incidents ouverts d’une cause, les plus anciens d’abord, 200 au plus',
    tag,
    roles: operators,
    params: z.object({ id: identifier }),
    body: z.strictObject({ retries: z.int().min(1).max(100).default(1) }).default({ retries: 1 }),
    result: resolvedMany,
    errors: ['ENGINE_UNAVAILABLE'],
    handle: ({ params, body, services }) => resolveCause(services, params.id, body.retries),
  }),
  defineRoute({
    method: 'post',
    path: '/deployments',
    operationId: 'deploy',
    summary: 'Déploie des fichiers BPMN, DMN et formulaires : tous, ou aucun',
    tag,
    roles: [Role.ADMIN, Role.OWNER],
    multipart: true,
    body: z
      .strictObject({
        resources: z
          .array(z.strictObject({ name: resourceName, content: z.string() }))
          .min(1)
          .max(50),
      })
      .optional(),
    status: 201,
    result: deployment,
    errors: ['RESOURCE_INVALID', 'TOO_LARGE', 'ENGINE_UNAVAILABLE'],
    async handle({ body, request, services }) {
      // A text of a JSON body is no longer written in the encoding that it declares.
      const texts = body?.resources.map(({ name, content }) => ({ name, content: declaredUtf8(content) }));
      const resources = texts ?? uploadedResources(request, resourceName);
      const { deployment: deployed, warnings } = await deploy(services, resources);
      await untilDeployed(services, [deployed]);
      return { ...deployed, warnings };
    },
  }),
];

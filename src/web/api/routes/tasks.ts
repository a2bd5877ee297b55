import { z } from 'zod';
import { defineRoute } from '../route';
import { identifier, key, page, pageQuery, task, taskDetail, taskState, variables } from '../schemas';

const tag = 'Tâches';
const params = z.object({ key });
const workErrors = ['NOT_FOUND', 'TASK_NOT_YOURS', 'TASK_COMPLETED', 'TASK_CANCELED'] as const;

export const taskRoutes = [
  defineRoute({
    method: 'get',
    path: '/tasks',
    operationId: 'findTasks',
    summary: 'Les tâches que le compte peut faire (responsables et administrateurs : toutes)',
    tag,
    query: z.strictObject({
      state: taskState.optional(),
      group: identifier.optional(),
      assignee: identifier.optional(),
      processInstanceKey: key.optional(),
      ...pageQuery,
    }),
    result: page(task),
    handle: ({ account, query, services }) => services.tasks.list(account, query),
  }),
  defineRoute({
    method: 'get',
    path: '/tasks/{key}',
    operationId: 'readTask',
    summary: 'Une tâche, avec ses variables et son formulaire',
    tag,
    params,
    result: taskDetail,
    errors: ['NOT_FOUND', 'TASK_NOT_YOURS'],
    handle: ({ account, params, services }) => services.tasks.read(account, params.key),
  }),
  defineRoute({
    method: 'post',
    path: '/tasks/{key}/claim',
    operationId: 'claimTask',
    summary: 'Prend une tâche en charge',
    tag,
    params,
    result: task,
    errors: [...workErrors, 'TASK_CLAIMED'],
    handle: ({ account, params, services }) => services.tasks.claim(account, params.key),
  }),
  defineRoute({
    method: 'post',
    path: '/tasks/{key}/unclaim',
    operationId: 'unclaimTask',
    summary: 'Libère une tâche prise en charge',
    tag,
    params,
    result: task,
    errors: workErrors,
    handle: ({ account, params, services }) => services.tasks.unclaim(account, params.key),
  }),
  defineRoute({
    method: 'post',
    path: '/tasks/{key}/complete',
    operationId: 'completeTask',
    summary: 'Termine une tâche ; les variables sont vérifiées par son formulaire',
    tag,
    params,
    body: z.strictObject({ variables: variables.default({}) }).default({ variables: {} }),
    result: task,
    idempotent: true,
    errors: [...workErrors, 'TASK_IN_PROGRESS', 'FORM_INVALID', 'ENGINE_UNAVAILABLE'],
    handle: ({ account, params, body, services }) =>
      services.tasks.complete(account, params.key, body.variables),
  }),
];

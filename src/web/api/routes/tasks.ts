import { z } from 'zod';
import { TaskOrder } from '../../../readmodel/filters';
import { bulkActions, workInBulk } from '../../../tasks/bulk';
import { taskViews } from '../../../tasks/views';
import { defineRoute } from '../route';
import {
  account,
  identifier,
  key,
  page,
  pageQuery,
  problem,
  task,
  taskAction,
  taskComment,
  taskDetail,
  taskDraft,
  taskState,
  variables,
} from '../schemas';

const tag = 'Tâches';
const params = z.object({ key });
const workErrors = ['NOT_FOUND', 'TASK_NOT_YOURS', 'TASK_COMPLETED', 'TASK_CANCELED'] as const;
const engineErrors = ['CONFLICT', 'ENGINE_UNAVAILABLE'] as const;
const note = z.string().max(1000);
const count = z.object({ count: z.int(), more: z.boolean() });

export const taskRoutes = [
  defineRoute({
    method: 'get',
    path: '/tasks',
    operationId: 'findTasks',
    summary: 'Les tâches que le compte peut faire (responsables et administrateurs : toutes)',
    tag,
    query: z.strictObject({
      view: z.enum(taskViews).optional(),
      state: taskState.optional(),
      group: identifier.optional(),
      assignee: identifier.optional(),
      bpmnProcessId: identifier.optional(),
      processInstanceKey: key.optional(),
      q: z.string().max(200).optional(),
      order: z.enum(TaskOrder).optional(),
      ...pageQuery,
    }),
    result: page(task),
    handle: ({ account: caller, query, services }) => services.tasks.list(caller, query),
  }),
  defineRoute({
    method: 'get',
    path: '/tasks/counts',
    operationId: 'countTasks',
    summary: 'Combien de tâches dans chaque liste ; on compte jusqu’à mille',
    tag,
    result: z.object({
      mine: count,
      delegated: count,
      group: count,
      all: count,
      late: count,
      today: count,
    }),
    handle: ({ account: caller, services }) => services.tasks.counts(caller),
  }),
  defineRoute({
    method: 'post',
    path: '/tasks/bulk',
    operationId: 'workOnTasks',
    summary: 'Prend, confie ou libère plusieurs tâches ; chacune a sa réponse',
    tag,
    body: z.strictObject({
      action: z.enum(bulkActions),
      keys: z.array(key).min(1).max(200),
      assignee: identifier.optional(),
      note: note.optional(),
    }),
    result: z.object({
      items: z.array(z.object({ key, done: z.boolean(), problem: problem.nullable() })).readonly(),
      nextCursor: z.null(),
    }),
    errors: ['FORM_INVALID'],
    handle: async ({ account: caller, body, services }) => ({
      items: await workInBulk(services.tasks, caller, body),
      nextCursor: null,
    }),
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
    handle: ({ account: caller, params: { key: taskKey }, services }) => services.tasks.read(caller, taskKey),
  }),
  defineRoute({
    method: 'post',
    path: '/tasks/{key}/claim',
    operationId: 'claimTask',
    summary: 'Prend une tâche en charge',
    tag,
    params,
    result: task,
    errors: [...workErrors, ...engineErrors, 'TASK_CLAIMED'],
    handle: ({ account: caller, params: { key: taskKey }, services }) =>
      services.tasks.claim(caller, taskKey),
  }),
  defineRoute({
    method: 'post',
    path: '/tasks/{key}/unclaim',
    operationId: 'unclaimTask',
    summary: 'Libère une tâche prise en charge, avec un mot si l’on veut',
    tag,
    params,
    body: z.strictObject({ note: note.optional() }).default({}),
    result: task,
    errors: [...workErrors, ...engineErrors],
    handle: ({ account: caller, params: { key: taskKey }, body, services }) =>
      services.tasks.unclaim(caller, taskKey, body.note),
  }),
  defineRoute({
    method: 'get',
    path: '/tasks/{key}/assignees',
    operationId: 'findAssignees',
    summary: 'À qui le compte peut confier la tâche',
    tag,
    params,
    result: page(account),
    errors: ['NOT_FOUND', 'TASK_NOT_YOURS'],
    handle: async ({ account: caller, params: { key: taskKey }, services }) => ({
      items: await services.tasks.assignees(caller, taskKey),
      nextCursor: null,
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/tasks/{key}/assign',
    operationId: 'assignTask',
    summary: 'Confie une tâche à quelqu’un qui peut la faire',
    tag,
    params,
    body: z.strictObject({ assignee: identifier, note: note.optional() }),
    result: task,
    errors: [...workErrors, ...engineErrors, 'FORM_INVALID'],
    handle: ({ account: caller, params: { key: taskKey }, body, services }) =>
      services.tasks.assign(caller, taskKey, body.assignee, body.note),
  }),
  defineRoute({
    method: 'post',
    path: '/tasks/{key}/remind',
    operationId: 'remindOfTask',
    summary: 'Relance par courriel qui a la tâche, ou qui peut la prendre (responsable)',
    tag,
    params,
    result: z.object({ reminded: z.int() }),
    errors: [...workErrors, 'FORBIDDEN', 'CONFLICT'],
    handle: async ({ account: caller, params: { key: taskKey }, services }) => ({
      reminded: await services.tasks.remind(caller, taskKey),
    }),
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
    handle: ({ account: caller, params: { key: taskKey }, body, services }) =>
      services.tasks.complete(caller, taskKey, body.variables),
  }),
  defineRoute({
    method: 'get',
    path: '/tasks/{key}/actions',
    operationId: 'listTaskActions',
    summary: 'Ce que des personnes ont fait de la tâche',
    tag,
    params,
    result: page(taskAction),
    errors: ['NOT_FOUND', 'TASK_NOT_YOURS'],
    handle: async ({ account: caller, params: { key: taskKey }, services }) => ({
      items: await services.tasks.actions(caller, taskKey),
      nextCursor: null,
    }),
  }),
  defineRoute({
    method: 'get',
    path: '/tasks/{key}/comments',
    operationId: 'listComments',
    summary: 'Les commentaires sur le dossier de la tâche',
    tag,
    params,
    result: page(taskComment),
    errors: ['NOT_FOUND', 'TASK_NOT_YOURS'],
    handle: async ({ account: caller, params: { key: taskKey }, services }) => ({
      items: await services.tasks.comments(caller, taskKey),
      nextCursor: null,
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/tasks/{key}/comments',
    operationId: 'commentTask',
    summary: 'Commente une tâche ; @compte nomme quelqu’un',
    tag,
    params,
    body: z.strictObject({ body: z.string().max(5000) }),
    status: 201,
    result: taskComment,
    idempotent: true,
    errors: ['NOT_FOUND', 'TASK_NOT_YOURS', 'FORM_INVALID'],
    handle: ({ account: caller, params: { key: taskKey }, body, services }) =>
      services.tasks.comment(caller, taskKey, body.body),
  }),
  defineRoute({
    method: 'get',
    path: '/tasks/{key}/draft',
    operationId: 'readDraft',
    summary: 'Ce qui a été saisi et pas encore envoyé, ou null',
    tag,
    params,
    result: taskDraft.nullable(),
    errors: workErrors,
    handle: ({ account: caller, params: { key: taskKey }, services }) =>
      services.tasks.draft(caller, taskKey),
  }),
  defineRoute({
    method: 'put',
    path: '/tasks/{key}/draft',
    operationId: 'saveDraft',
    summary: 'Garde une saisie ; « revision » est celle du brouillon lu, 0 s’il n’y en avait pas',
    tag,
    params,
    body: z.strictObject({
      variables,
      revision: z.int().min(0).max(2_000_000_000),
      editor: z.string().min(1).max(100).default('api'),
    }),
    result: taskDraft,
    errors: [...workErrors, 'DRAFT_CHANGED'],
    handle: ({ account: caller, params: { key: taskKey }, body, services }) =>
      services.tasks.saveDraft(caller, taskKey, body),
  }),
  defineRoute({
    method: 'delete',
    path: '/tasks/{key}/draft',
    operationId: 'removeDraft',
    summary: 'Efface ce qui a été saisi et pas envoyé',
    tag,
    params,
    status: 204,
    result: null,
    errors: workErrors,
    async handle({ account: caller, params: { key: taskKey }, services }) {
      await services.tasks.removeDraft(caller, taskKey);
      return undefined;
    },
  }),
];

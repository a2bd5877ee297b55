/** The shapes of the API. Views are those of src/readmodel/views.ts; a type check below keeps them equal. */
import { z } from 'zod';

const LARGEST_KEY = 2n ** 63n - 1n;

/** A key of the engine: an integer below 2^63, as a string. */
export const key = z
  .string()
  .regex(/^\d{1,19}$/, { abort: true })
  .refine((text) => BigInt(text) <= LARGEST_KEY)
  .meta({ description: 'Clé du moteur : un entier, en texte', examples: ['2251799813685249'] });

export const identifier = z.string().min(1).max(255);
const json = z.unknown().meta({ description: 'Valeur JSON' });
export const variables = z.record(z.string(), json).meta({ description: 'Variables : nom → valeur JSON' });

export const pageQuery = {
  cursor: z.string().min(1).max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
};

export function page<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item).readonly(), nextCursor: z.string().nullable() });
}

export function countedPage<Item extends z.ZodType>(item: Item) {
  return page(item).extend({ total: z.int().meta({ description: 'Nombre total, toutes pages comprises' }) });
}

const time = z.iso.datetime();
const document = z.record(z.string(), z.unknown());

export const account = z.object({
  name: z.string(),
  displayName: z.string(),
  email: z.string().nullable(),
  roles: z.array(z.enum(['admin', 'owner', 'manager', 'agent'])).readonly(),
  groups: z.array(z.string()).readonly(),
});

export const process = z.object({
  key,
  bpmnProcessId: z.string(),
  name: z.string(),
  letter: z.string().nullable(),
  version: z.int(),
  versionTag: z.string().nullable(),
  startable: z.boolean().meta({ description: 'Une personne peut la démarrer' }),
  startGroups: z
    .array(z.string())
    .readonly()
    .meta({ description: 'Groupes dont les membres peuvent la démarrer ; vide : tout le monde' }),
  suspension: z
    .string()
    .nullable()
    .meta({ description: 'Pourquoi elle ne démarre plus de dossier ; null : elle en démarre' }),
  deployedAt: time,
});

export const processDetail = process.extend({
  startForm: document.nullable().meta({ description: 'Schéma form-js, ou null' }),
  bpmnXml: z.string(),
  documentation: z.string().nullable(),
});

export const instanceState = z.enum(['ACTIVE', 'COMPLETED', 'CANCELED']);

export const instance = z.object({
  processInstanceKey: key,
  processDefinitionKey: key,
  bpmnProcessId: z.string(),
  processName: z.string(),
  letter: z.string().nullable(),
  version: z.int(),
  state: instanceState,
  hasIncident: z.boolean(),
  startedAt: time,
  endedAt: time.nullable(),
  parentProcessInstanceKey: key.nullable(),
  initiator: z.string().nullable(),
  caseNumber: z.string().nullable(),
});

export const instanceDetail = instance.extend({
  allowed: z.object({ cancel: z.boolean(), withdraw: z.boolean(), changeVariables: z.boolean() }),
});

export const startedInstance = z.object({ processInstanceKey: key, caseNumber: z.string() });

export const elementInstance = z.object({
  key,
  elementId: z.string(),
  elementName: z.string().nullable(),
  elementType: z.string(),
  state: z.enum(['ACTIVE', 'COMPLETED', 'TERMINATED']),
  flowScopeKey: key.nullable(),
  startedAt: time,
  endedAt: time.nullable(),
  hasIncident: z.boolean(),
  calledProcessInstanceKey: key.nullable().meta({ description: 'Instance appelée par une activité d’appel' }),
});

export const variable = z.object({ name: z.string(), value: json, scopeKey: key });

export const record = document.meta({ description: 'Enregistrement du moteur, au format d’export de Zeebe' });

export const taskState = z.enum(['CREATED', 'COMPLETED', 'CANCELED']);

export const task = z.object({
  key,
  jobType: z.string().meta({ description: 'Type du travail dans le moteur' }),
  native: z
    .boolean()
    .meta({ description: 'Tâche tenue par le moteur lui-même (zeebe:userTask), sans travail' }),
  byHand: z.boolean().meta({ description: 'Étape automatique faite à la main, faute de connecteur' }),
  state: taskState,
  name: z.string(),
  elementId: z.string(),
  elementInstanceKey: key,
  processInstanceKey: key,
  bpmnProcessId: z.string(),
  processName: z.string(),
  letter: z.string().nullable(),
  caseNumber: z.string().nullable(),
  requester: z.string().nullable().meta({ description: 'Compte qui a ouvert le dossier' }),
  candidateGroups: z.array(z.string()).readonly(),
  candidateUsers: z.array(z.string()).readonly(),
  assignee: z.string().nullable(),
  assignedBy: z.string().nullable().meta({ description: 'Compte qui l’a confiée, ou null' }),
  dueDate: time.nullable(),
  followUpDate: time.nullable(),
  unreadableDueDate: z
    .string()
    .nullable()
    .meta({ description: 'Échéance écrite par le moteur mais illisible, telle quelle' }),
  priority: z
    .int()
    .meta({ description: '0 à 100, la plus haute d’abord ; 50 si le logigramme n’en dit rien' }),
  createdAt: time,
  endedAt: time.nullable(),
  completedBy: z.string().nullable(),
});

export const taskDetail = task.extend({
  documentation: z.string().nullable(),
  variables: document,
  form: document.nullable().meta({ description: 'Schéma form-js, ou null' }),
  externalForm: z.string().nullable().meta({ description: 'Formulaire tenu par un autre système' }),
  allowed: z.object({
    claim: z.boolean(),
    unclaim: z.boolean(),
    complete: z.boolean(),
    assign: z.boolean(),
    remind: z.boolean(),
  }),
});

export const taskAction = z.object({
  action: z.enum(['CLAIM', 'RELEASE', 'ASSIGN', 'REMIND', 'COMPLETE']),
  account: z.string(),
  target: z.string().nullable(),
  note: z.string().nullable(),
  at: time,
});

export const taskComment = z.object({
  id: z.string(),
  account: z.string(),
  body: z.string(),
  mentions: z.array(z.string()).readonly().meta({ description: 'Comptes nommés par @compte' }),
  at: time,
});

export const taskDraft = z.object({
  variables: document,
  revision: z.int().meta({ description: 'À redire au prochain enregistrement' }),
  account: z.string(),
  editor: z.string().meta({ description: 'La page ou le programme qui l’a écrit' }),
  at: time,
});

export const savedFilter = z.object({
  id: z.string(),
  name: z.string(),
  query: z.record(z.string(), z.string()),
});

export const variableChange = z.object({
  scopeKey: key,
  name: z.string(),
  oldValue: json.meta({ description: 'null : il n’y en avait pas' }),
  newValue: json,
  reason: z.string(),
  account: z.string(),
  at: time,
});

export const incident = z.object({
  key,
  processInstanceKey: key,
  bpmnProcessId: z.string(),
  elementId: z.string(),
  elementInstanceKey: key,
  jobKey: key.nullable(),
  errorType: z.string(),
  errorMessage: z.string(),
  state: z.enum(['CREATED', 'RESOLVED']),
  createdAt: time,
  resolvedAt: time.nullable(),
});

export const incidentCause = z.object({
  id: z.string(),
  errorType: z.string(),
  bpmnProcessId: z.string(),
  processName: z.string().nullable(),
  elementId: z.string(),
  elementName: z.string().nullable(),
  message: z
    .string()
    .meta({ description: 'Le message ; « … » à la place de ce qui change d’un dossier à l’autre' }),
  example: z.string(),
  count: z.int(),
  oldestAt: time,
  newestAt: time,
});

export const incidentOfCause = incident.extend({ caseNumber: z.string().nullable() });

/** What became of incidents that were retried together. */
export const resolvedMany = z.object({
  resolved: z.array(key).readonly(),
  gone: z.array(key).readonly().meta({ description: 'Déjà résolus, ou disparus avec leur dossier' }),
  failed: z.array(z.object({ key, message: z.string() })).readonly(),
  left: z
    .int()
    .meta({ description: 'Incidents de la même cause qui restent à reprendre par un autre appel' }),
});

const openWait = { key, processInstanceKey: key, bpmnProcessId: z.string(), elementId: z.string() };

export const openMessage = z.object({
  ...openWait,
  messageName: z.string(),
  correlationKey: z.string(),
});

export const openTimer = z.object({ ...openWait, dueAt: time });

export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  instance: z.string().optional(),
  errors: z
    .array(z.object({ field: z.string(), label: z.string(), message: z.string() }))
    .readonly()
    .optional(),
});

/** The inbox: who may see, claim and complete a task. */
import type { Knex } from 'knex';
import { DomainError } from '../errors/catalogue';
import { hasRole, Role, type Account } from '../identity/account';
import type { Page, TaskDetailView, TaskState, TaskView } from '../readmodel/views';
import type { ZeebeClient } from '../zeebe/api';
import type { ByHandContract } from './by-hand';
import { Claims } from './claims';
import { createComplete } from './complete';
import { Completions } from './completions';
import type { PageRequest, ProjectionSignal, ReadModel, ValidateForm } from '../app/ports';
import { maySee, mayWork, seesEverything } from '../app/rights';

export interface TaskListFilter extends PageRequest {
  readonly state?: TaskState | undefined;
  readonly group?: string | undefined;
  readonly assignee?: string | undefined;
  readonly unassigned?: boolean | undefined;
  readonly processInstanceKey?: string | undefined;
}

/** A task with what the asking account may do to it now: show buttons by these. */
export interface TaskForAccount extends TaskDetailView {
  readonly allowed: { readonly claim: boolean; readonly unclaim: boolean; readonly complete: boolean };
}

/** All throw `DomainError`: NOT_FOUND, TASK_NOT_YOURS, TASK_CLAIMED, TASK_COMPLETED, FORM_INVALID… */
export interface Tasks {
  /** Only what the account may see. */
  list(account: Account, filter: TaskListFilter): Promise<Page<TaskView>>;
  read(account: Account, key: string): Promise<TaskForAccount>;
  claim(account: Account, key: string): Promise<TaskView>;
  unclaim(account: Account, key: string): Promise<TaskView>;
  /** Validates by the task's form, completes, and waits shortly for the projection. */
  complete(account: Account, key: string, variables: Readonly<Record<string, unknown>>): Promise<TaskView>;
}

export interface TasksOptions {
  readonly knex: Knex;
  readonly queries: Pick<ReadModel, 'tasks' | 'task' | 'taskView'>;
  readonly engine: Pick<ZeebeClient, 'completeJob' | 'throwError'>;
  /** Service tasks that people do because no connector is configured. */
  readonly byHand?: readonly ByHandContract[];
  readonly projection: ProjectionSignal;
  readonly validateForm: ValidateForm;
  readonly now?: () => number;
}

const notFound = (key: string) =>
  new DomainError(
    'NOT_FOUND',
    `Aucune tâche ne porte la clé « ${key} ». Vérifiez la clé ou revenez à vos tâches.`,
  );

const notYours = (task: TaskView) =>
  new DomainError(
    'TASK_NOT_YOURS',
    `La tâche « ${task.name} » revient à : ${[...task.candidateGroups, ...task.candidateUsers].join(', ') || 'personne'}. ` +
      'Connectez-vous avec un compte de ce groupe.',
  );

const heldBy = (task: TaskView, holder: string) =>
  `La tâche « ${task.name} » est prise en charge par ${holder}. Demandez-lui de la libérer.`;

export function createTasks(options: TasksOptions): Tasks {
  const { knex, queries, now = Date.now } = options;
  const claims = new Claims(knex, now);
  const completions = new Completions(knex, now);
  const byHand = new Map((options.byHand ?? []).map((contract) => [contract.jobType, contract]));

  /** With the form of a job done by hand. */
  async function find(key: string): Promise<TaskDetailView> {
    const found = await queries.task(key);
    if (!found) throw notFound(key);
    return { ...found, form: found.form ?? byHand.get(found.jobType)?.form ?? null };
  }

  async function alreadyCompleted(task: TaskView): Promise<DomainError> {
    const by = task.completedBy ?? (await completions.account(task.key));
    return new DomainError(
      'TASK_COMPLETED',
      `La tâche « ${task.name} » a déjà été terminée${by === null ? '' : ` par ${by}`}. Il n’y a plus rien à faire.`,
    );
  }

  async function requireOpen(task: TaskView): Promise<void> {
    if (task.state === 'COMPLETED') throw await alreadyCompleted(task);
    if (task.state === 'CANCELED') {
      throw new DomainError('TASK_CANCELED', `La tâche « ${task.name} » a été annulée avec son dossier.`);
    }
  }

  async function findToWork(account: Account, key: string): Promise<TaskDetailView> {
    const task = await find(key);
    if (!mayWork(account, task)) throw notYours(task);
    await requireOpen(task);
    return task;
  }

  const complete = createComplete({ ...options, byHand, completions, alreadyCompleted });

  return {
    async list(account, filter) {
      const visibleTo = seesEverything(account) ? undefined : { name: account.name, groups: account.groups };
      return queries.tasks({ ...filter, visibleTo });
    },

    async read(account, key) {
      const task = await find(key);
      if (!maySee(account, task)) throw notYours(task);
      const open = task.state === 'CREATED' && mayWork(account, task);
      const mine = task.assignee === account.name || hasRole(account, Role.ADMIN);
      return {
        ...task,
        completedBy:
          task.state === 'COMPLETED' ? (task.completedBy ?? (await completions.account(key))) : null,
        allowed: {
          claim: open && task.assignee === null,
          unclaim: open && task.assignee !== null && mine,
          complete: open && (task.assignee === null || mine),
        },
      };
    },

    async claim(account, key) {
      const task = await findToWork(account, key);
      const holder =
        task.assignee !== null && task.assignee !== account.name
          ? task.assignee
          : await claims.claim(key, account.name);
      if (holder !== account.name) throw new DomainError('TASK_CLAIMED', heldBy(task, holder));
      return { ...task, assignee: account.name };
    },

    async unclaim(account, key) {
      const task = await findToWork(account, key);
      if (task.assignee !== null && task.assignee !== account.name && !hasRole(account, Role.ADMIN)) {
        throw new DomainError('TASK_NOT_YOURS', heldBy(task, task.assignee));
      }
      await claims.release(key);
      return (await queries.taskView(key)) ?? task;
    },

    async complete(account, key, submitted) {
      const task = await findToWork(account, key);
      if (task.assignee !== null && task.assignee !== account.name && !hasRole(account, Role.ADMIN)) {
        throw new DomainError('TASK_NOT_YOURS', heldBy(task, task.assignee));
      }
      return complete(account, task, submitted);
    },
  };
}

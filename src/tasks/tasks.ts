/** The inbox: who may see, claim and complete a task. */
import type { Knex } from 'knex';
import { DomainError } from '../errors/catalogue';
import { hasRole, Role, type Account } from '../identity/account';
import type { TaskOrder } from '../readmodel/filters';
import type { Page, TaskCount, TaskDetailView, TaskState, TaskView } from '../readmodel/views';
import type { ZeebeClient } from '../zeebe/api';
import type { ByHandContract } from './by-hand';
import { Claims } from './claims';
import { createComplete } from './complete';
import { Completions } from './completions';
import { Drafts, type DraftEntry, type TaskDraft } from './drafts';
import { createHands } from './hands';
import { createSavedFilters, type SavedFilters } from './saved-filters';
import { Trail, TaskAction, type TaskActionView, type TaskCommentView } from './trail';
import { filterOfView, taskViews as inboxViews, type TaskView as InboxView } from './views';
import type { Attachments, PageRequest, ProjectionSignal, ReadModel, ValidateForm } from '../app/ports';
import { maySee, mayWork, seesEverything } from '../app/rights';

export interface TaskListFilter extends PageRequest {
  /** One of the inbox's lists; its tasks are open. */
  readonly view?: InboxView | undefined;
  readonly state?: TaskState | undefined;
  readonly group?: string | undefined;
  readonly assignee?: string | undefined;
  readonly unassigned?: boolean | undefined;
  readonly processInstanceKey?: string | undefined;
  readonly bpmnProcessId?: string | undefined;
  readonly q?: string | undefined;
  readonly order?: TaskOrder | undefined;
}

/** What the asking account may do to a task now: show buttons by these. */
export interface TaskRights {
  readonly claim: boolean;
  readonly unclaim: boolean;
  readonly complete: boolean;
  readonly assign: boolean;
  readonly remind: boolean;
}

export interface TaskForAccount extends TaskDetailView {
  readonly allowed: TaskRights;
}

export type InboxCounts = Readonly<Record<InboxView, TaskCount>>;

/** All throw `DomainError`: NOT_FOUND, TASK_NOT_YOURS, TASK_CLAIMED, TASK_COMPLETED, FORM_INVALID… */
export interface Tasks {
  /** Only what the account may see. */
  list(account: Account, filter: TaskListFilter): Promise<Page<TaskView>>;
  /** Of each of the inbox's lists, up to a thousand. */
  counts(account: Account): Promise<InboxCounts>;
  read(account: Account, key: string): Promise<TaskForAccount>;
  /** Filters of the inbox that the account keeps. */
  readonly filters: SavedFilters;
  /** Of a task that was read already. */
  rights(account: Account, task: TaskView): TaskRights;
  claim(account: Account, key: string): Promise<TaskView>;
  /** `note`: why, for whoever takes it next. */
  unclaim(account: Account, key: string, note?: string): Promise<TaskView>;
  assign(account: Account, key: string, assignee: string, note?: string): Promise<TaskView>;
  /** Who may be given the task. */
  assignees(account: Account, key: string): Promise<readonly Account[]>;
  /** Writes to whoever has the task, or may take it. Returns how many were written to. */
  remind(account: Account, key: string): Promise<number>;
  /** Validates by the task's form, completes, and waits shortly for the projection. */
  complete(account: Account, key: string, variables: Readonly<Record<string, unknown>>): Promise<TaskView>;
  /** Oldest first. */
  actions(account: Account, key: string): Promise<readonly TaskActionView[]>;
  /** Of the task's whole case, oldest first. */
  comments(account: Account, key: string): Promise<readonly TaskCommentView[]>;
  comment(account: Account, key: string, body: string): Promise<TaskCommentView>;
  draft(account: Account, key: string): Promise<TaskDraft | null>;
  saveDraft(account: Account, key: string, entry: DraftEntry): Promise<TaskDraft>;
  removeDraft(account: Account, key: string): Promise<void>;
}

export interface Reminder {
  readonly task: TaskView;
  readonly by: Account;
  readonly to: readonly Account[];
}

export interface TasksOptions {
  readonly knex: Knex;
  readonly queries: Pick<ReadModel, 'tasks' | 'task' | 'taskView' | 'countTasks'>;
  readonly engine: Pick<
    ZeebeClient,
    'completeJob' | 'throwError' | 'completeUserTask' | 'assignUserTask' | 'unassignUserTask'
  >;
  /** Service tasks that people do because no connector is configured. */
  readonly byHand?: readonly ByHandContract[];
  readonly projection: ProjectionSignal;
  readonly validateForm: ValidateForm;
  /** Absent: no files are sent. */
  readonly attachments?: Attachments;
  /** What completing does besides, before the engine goes on. */
  readonly beforeEnd?: (
    account: Account,
    task: TaskView,
    values: Readonly<Record<string, unknown>>,
  ) => Promise<void>;
  readonly accounts: () => Promise<readonly Account[]>;
  /** Absent: nobody is written to. */
  readonly remind?: (reminder: Reminder) => Promise<void>;
  /** Where days end. */
  readonly timeZone?: string;
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

const notForThem = (task: TaskView, assignee: string) => {
  const message = `« ${assignee} » ne peut pas faire la tâche « ${task.name} ». Choisissez un compte de : ${[...task.candidateGroups, ...task.candidateUsers].join(', ') || 'personne'}.`;
  return new DomainError('FORM_INVALID', message, {
    errors: [{ field: 'assignee', label: 'Personne', message }],
  });
};

/** `@name` of an account. */
function mentionsIn(text: string, accounts: readonly Account[]): string[] {
  const named = new Set(
    [...text.matchAll(/@([\p{L}\d][\p{L}\d._-]*)/gu)].map(([, name = '']) => name.replace(/[.-]+$/, '')),
  );
  return accounts.filter(({ name }) => named.has(name)).map(({ name }) => name);
}

/** What a list counts up to. */
const MOST_COUNTED = 1000;
const REMIND_PAUSE_MILLIS = 60 * 60_000;

const heldBy = (task: TaskView, holder: string) =>
  `La tâche « ${task.name} » est prise en charge par ${holder}. Demandez-lui de la libérer.`;

export function createTasks(options: TasksOptions): Tasks {
  const { knex, queries, now = Date.now } = options;
  const claims = new Claims(knex, now);
  const completions = new Completions(knex, now);
  const drafts = new Drafts(knex, now);
  const trail = new Trail(knex, now);
  const { timeZone = 'UTC' } = options;
  const visibleTo = (account: Account) =>
    seesEverything(account) ? undefined : { name: account.name, groups: account.groups };
  const ofView = (account: Account, view: InboxView) => filterOfView(account, view, { now: now(), timeZone });
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

  async function findToSee(account: Account, key: string): Promise<TaskDetailView> {
    const task = await find(key);
    if (!maySee(account, task)) throw notYours(task);
    return task;
  }

  const complete = createComplete({ ...options, byHand, completions, alreadyCompleted });
  const hands = createHands({ ...options, claims });

  async function isGone(holder: string): Promise<boolean> {
    return !(await options.accounts()).some(({ name }) => name === holder);
  }

  /** Nobody, or somebody whose account is gone, has it. */
  async function claimable(account: Account, task: TaskView): Promise<void> {
    const { assignee } = task;
    if (assignee === null || assignee === account.name || (await isGone(assignee))) return;
    throw new DomainError('TASK_CLAIMED', heldBy(task, assignee));
  }

  function mayComplete(account: Account, task: TaskView): boolean {
    return task.assignee === null || task.assignee === account.name || hasRole(account, Role.ADMIN);
  }

  async function findToFill(account: Account, key: string): Promise<TaskDetailView> {
    const task = await findToWork(account, key);
    if (mayComplete(account, task)) return task;
    throw new DomainError('TASK_NOT_YOURS', heldBy(task, task.assignee ?? ''));
  }

  function rightsOf(account: Account, task: TaskView): TaskRights {
    const isOpen = task.state === 'CREATED';
    const works = isOpen && mayWork(account, task);
    const free = task.assignee === null;
    const mine = task.assignee === account.name || hasRole(account, Role.ADMIN);
    const leads = isOpen && hasRole(account, Role.ADMIN, Role.MANAGER);
    return {
      claim: works && free,
      unclaim: !free && ((works && mine) || leads),
      complete: works && (free || mine),
      assign: leads || (works && (free || mine)),
      remind: leads && task.assignee !== account.name,
    };
  }

  const mayBeGiven = (task: TaskView, candidate: Account): boolean =>
    mayWork(candidate, { ...task, assignee: null });

  return {
    filters: createSavedFilters(knex, now),
    rights: rightsOf,

    async list(account, { view, ...filter }) {
      const listed = view === undefined ? { visibleTo: visibleTo(account) } : ofView(account, view);
      const chosen = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
      return queries.tasks({ ...chosen, ...listed });
    },

    async counts(account) {
      const counted = await Promise.all(
        inboxViews.map(async (view) => {
          const count = await queries.countTasks(ofView(account, view), MOST_COUNTED + 1);
          return [view, { count: Math.min(count, MOST_COUNTED), more: count > MOST_COUNTED }] as const;
        }),
      );
      return Object.fromEntries(counted) as InboxCounts;
    },

    async read(account, key) {
      const task = await findToSee(account, key);
      return {
        ...task,
        completedBy:
          task.state === 'COMPLETED' ? (task.completedBy ?? (await completions.account(key))) : null,
        allowed: rightsOf(account, task),
      };
    },

    async claim(account, key) {
      const task = await findToWork(account, key);
      await claimable(account, task);
      const holder = await hands.take(task, account.name);
      if (holder !== account.name) throw new DomainError('TASK_CLAIMED', heldBy(task, holder));
      if (task.assignee !== account.name) await trail.note(task, account.name, TaskAction.CLAIM);
      return { ...task, assignee: account.name, assignedBy: null };
    },

    async unclaim(account, key, note) {
      const task = await findToSee(account, key);
      await requireOpen(task);
      if (task.assignee === null) {
        if (!mayWork(account, task)) throw notYours(task);
        return task;
      }
      if (!rightsOf(account, task).unclaim) {
        throw new DomainError('TASK_NOT_YOURS', heldBy(task, task.assignee));
      }
      await hands.release(task);
      await trail.note(task, account.name, TaskAction.RELEASE, { target: task.assignee, note: note ?? null });
      return { ...((await queries.taskView(key)) ?? task), assignee: null, assignedBy: null };
    },

    async assign(account, key, assignee, note) {
      const task = await findToSee(account, key);
      await requireOpen(task);
      if (!rightsOf(account, task).assign) {
        throw task.assignee === null
          ? notYours(task)
          : new DomainError('TASK_NOT_YOURS', heldBy(task, task.assignee));
      }
      const target = (await options.accounts()).find(({ name }) => name === assignee);
      if (target === undefined || !mayBeGiven(task, target)) throw notForThem(task, assignee);
      await hands.give(task, target.name, account.name, note ?? null);
      await trail.note(task, account.name, TaskAction.ASSIGN, { target: target.name, note: note ?? null });
      return { ...task, assignee: target.name, assignedBy: account.name };
    },

    async assignees(account, key) {
      const task = await findToSee(account, key);
      if (!rightsOf(account, task).assign) return [];
      return (await options.accounts()).filter((candidate) => mayBeGiven(task, candidate));
    },

    async remind(account, key) {
      const task = await findToSee(account, key);
      await requireOpen(task);
      if (!rightsOf(account, task).remind) {
        throw new DomainError('FORBIDDEN', 'Seul un responsable relance la personne qui a une tâche.');
      }
      const last = await trail.last(key, TaskAction.REMIND);
      if (last !== null && now() - last < REMIND_PAUSE_MILLIS) {
        throw new DomainError(
          'CONFLICT',
          'Une relance est partie il y a moins d’une heure. Attendez avant la suivante.',
        );
      }
      const to = (await options.accounts()).filter(
        (one) =>
          one.email !== null &&
          one.name !== account.name &&
          (task.assignee === null
            ? mayBeGiven(task, one) && !hasRole(one, Role.ADMIN)
            : one.name === task.assignee),
      );
      if (to.length === 0) {
        throw new DomainError(
          'CONFLICT',
          'Personne ne peut être relancé : aucun des comptes concernés n’a d’adresse de courriel. Ajoutez-la à leur compte.',
        );
      }
      await options.remind?.({ task, by: account, to });
      await trail.note(task, account.name, TaskAction.REMIND, {
        target: to.map(({ name }) => name).join(', '),
      });
      return to.length;
    },

    async complete(account, key, submitted) {
      const task = await findToFill(account, key);
      const completed = await complete(account, task, submitted);
      await drafts.remove(key);
      await trail.note(task, account.name, TaskAction.COMPLETE);
      return completed;
    },

    async actions(account, key) {
      await findToSee(account, key);
      return trail.actions(key);
    },

    async comments(account, key) {
      const { processInstanceKey } = await findToSee(account, key);
      return trail.comments(processInstanceKey);
    },

    async comment(account, key, body) {
      const task = await findToSee(account, key);
      const text = body.trim();
      if (text === '') {
        throw new DomainError('FORM_INVALID', 'Un commentaire vide n’est pas enregistré.', {
          errors: [{ field: 'body', label: 'Commentaire', message: 'Écrivez votre commentaire.' }],
        });
      }
      return trail.comment(task, account.name, text, mentionsIn(text, await options.accounts()));
    },

    async draft(account, key) {
      await findToFill(account, key);
      return drafts.read(key);
    },

    async saveDraft(account, key, entry) {
      const task = await findToFill(account, key);
      return drafts.write(task.key, account.name, entry);
    },

    async removeDraft(account, key) {
      await findToFill(account, key);
      await drafts.remove(key);
    },
  };
}

/** The inbox: who may see, claim and complete a task. */
import type { PageRequest } from './ports';
import type { Account } from '../identity/account';
import type { Page, TaskDetailView, TaskState, TaskView } from '../readmodel/views';

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

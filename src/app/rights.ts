/** Rights by task. Pure. */
import { hasRole, Role, type Account } from '../identity/account';
import type { ProcessView, TaskView } from '../readmodel/views';

type Addressed = Pick<TaskView, 'candidateGroups' | 'candidateUsers' | 'assignee'>;

/** May do the task: candidate groups, candidate users, assignee, admin. */
export function mayWork(account: Account, task: Addressed): boolean {
  return (
    hasRole(account, Role.ADMIN) ||
    task.assignee === account.name ||
    task.candidateUsers.includes(account.name) ||
    task.candidateGroups.some((group) => account.groups.includes(group))
  );
}

/** May start it by hand or by mail: members of the groups that its diagram names, or anyone where it names none. */
export function mayStart(account: Account, { startGroups }: Pick<ProcessView, 'startGroups'>): boolean {
  return (
    startGroups.length === 0 ||
    hasRole(account, Role.ADMIN) ||
    startGroups.some((group) => account.groups.includes(group))
  );
}

/** Managers and owners follow tasks that they may not do. */
export function maySee(account: Account, task: Addressed): boolean {
  return mayWork(account, task) || hasRole(account, Role.MANAGER, Role.OWNER);
}

export function seesEverything(account: Account): boolean {
  return hasRole(account, Role.ADMIN, Role.MANAGER, Role.OWNER);
}

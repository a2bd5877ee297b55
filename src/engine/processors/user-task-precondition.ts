import type { Rejection } from '../failure';
import type { UserTask } from '../state/user-task-state';

/** The task, when it is open and nothing else changes it. */
export function checkUserTask(what: string, key: number, task: UserTask | undefined): UserTask | Rejection {
  const begin = `Expected to ${what} user task with key '${key}', but`;
  if (task === undefined) return { type: 'NOT_FOUND', reason: `${begin} no such user task was found` };
  if (task.status === 'CREATED') return task;
  return { type: 'INVALID_STATE', reason: `${begin} it is in state '${task.status}'` };
}

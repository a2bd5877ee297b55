import type { UserTaskValue } from '../values';
import { ColumnFamily, numberKey } from './column-family';
import type { UndoLog } from './undo-log';

/** Between the two events of a change, a task is in the state of the first one. */
export type UserTaskStatus = 'CREATING' | 'CREATED' | 'ASSIGNING' | 'UPDATING' | 'COMPLETING' | 'CANCELING';

export interface UserTask {
  readonly key: number;
  readonly status: UserTaskStatus;
  /** Without what only one change says: variables, action, changed attributes. */
  readonly value: UserTaskValue;
}

/** Native user tasks that are open. */
export class UserTaskState {
  private readonly tasks: ColumnFamily<number, UserTask>;
  readonly families: readonly [ColumnFamily<number, UserTask>];

  constructor(undo: UndoLog) {
    this.tasks = new ColumnFamily('user-task', undo, numberKey);
    this.families = [this.tasks];
  }

  get(key: number): UserTask | undefined {
    return this.tasks.get(key);
  }

  put(key: number, status: UserTaskStatus, value: UserTaskValue): void {
    const kept = { ...value, variables: {}, action: '', changedAttributes: [] };
    this.tasks.put(key, { key, status, value: kept });
  }

  setStatus(key: number, status: UserTaskStatus): void {
    const task = this.tasks.get(key);
    if (task !== undefined) this.tasks.put(key, { ...task, status });
  }

  delete(key: number): void {
    this.tasks.delete(key);
  }
}

/** In whose hands a task is: in our table, and at the engine where that keeps the task itself. */
import { engineFailure } from '../app/engine-failure';
import type { ProjectionSignal, ReadModel } from '../app/ports';
import { untilProjected } from '../app/projection-wait';
import { DomainError } from '../errors/catalogue';
import type { TaskView } from '../readmodel/views';
import type { ZeebeClient } from '../zeebe/api';
import { EngineNotFoundError, EngineRejectedError } from '../zeebe/errors';
import type { Claims } from './claims';

export interface HandsOptions {
  readonly queries: Pick<ReadModel, 'taskView'>;
  readonly engine: Pick<ZeebeClient, 'assignUserTask' | 'unassignUserTask'>;
  readonly projection: ProjectionSignal;
  readonly claims: Claims;
}

export function createHands({ queries, engine, projection, claims }: HandsOptions) {
  async function atEngine(task: TaskView, call: () => Promise<void>, expected: string | null): Promise<void> {
    try {
      await call();
    } catch (error) {
      if (error instanceof EngineNotFoundError) {
        const message = `La tâche « ${task.name} » est déjà terminée ou annulée. Il n’y a plus rien à faire.`;
        throw new DomainError('TASK_COMPLETED', message, { cause: error });
      }
      throw engineFailure(error);
    }
    const shown = async (): Promise<boolean> => (await queries.taskView(task.key))?.assignee === expected;
    await untilProjected(projection, shown, { processInstanceKey: task.processInstanceKey });
  }

  /** The engine refuses a task that somebody took meanwhile. */
  async function takeNative(task: TaskView, account: string): Promise<string> {
    const override = task.assignee !== null && task.assignee !== account;
    try {
      await atEngine(task, () => engine.assignUserTask(task.key, account, { override }), account);
      await claims.release(task.key, false);
      return account;
    } catch (error) {
      const refused = error instanceof DomainError && error.cause instanceof EngineRejectedError;
      if (!refused) throw error;
      const other = async (): Promise<boolean> =>
        (await queries.taskView(task.key))?.assignee !== task.assignee;
      await untilProjected(projection, other, { processInstanceKey: task.processInstanceKey });
      const holder = (await queries.taskView(task.key))?.assignee;
      return holder == null || holder === account ? 'quelqu’un d’autre' : holder;
    }
  }

  return {
    /** Returns who has it now. Its holder, if any, must be the account itself or be gone. */
    async take(task: TaskView, account: string): Promise<string> {
      if (task.native) return takeNative(task, account);
      if (task.assignee === account || task.assignee === null) return claims.claim(task.key, account);
      if (await claims.take(task.key, task.assignee, account)) return account;
      return (await claims.holder(task.key)) ?? task.assignee;
    },

    async give(task: TaskView, account: string, by: string, note: string | null): Promise<void> {
      await claims.assign(task.key, account, by, note);
      if (task.native) await atEngine(task, () => engine.assignUserTask(task.key, account), account);
    },

    async release(task: TaskView): Promise<void> {
      await claims.release(task.key, !task.native);
      if (task.native) await atEngine(task, () => engine.unassignUserTask(task.key), null);
    },
  };
}

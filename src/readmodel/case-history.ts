/** A whole case for its archive: the instance, every step in order, and who completed which task. */
import type { Knex } from 'knex';
import { listElements } from './elements';
import { readInstance } from './instances';
import { listTasks } from './tasks';
import type { TaskView } from './views';

export interface CaseHistoryView {
  readonly processInstanceKey: string;
  readonly bpmnProcessId: string;
  readonly processName: string;
  readonly version: number;
  readonly startedAt: string;
  readonly initiator: string | null;
  /** In order of start. */
  readonly steps: readonly {
    readonly elementInstanceKey: string;
    readonly elementId: string;
    readonly name: string | null;
    /** Zeebe's `bpmnElementType`. */
    readonly type: string;
    readonly startedAt: string;
    readonly endedAt: string | null;
    /** Account that completed the user task. */
    readonly completedBy: string | null;
  }[];
}

const PAGE = 200;
/** What people did by hand is in the list once it is done. */
const NO_OPEN_JOBS: ReadonlySet<string> = new Set();

async function allTasks(knex: Knex, processInstanceKey: string): Promise<TaskView[]> {
  const tasks: TaskView[] = [];
  let cursor: string | null | undefined;
  do {
    const filter = { processInstanceKey, limit: PAGE, cursor: cursor ?? undefined };
    const page = await listTasks(knex, NO_OPEN_JOBS, filter);
    tasks.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return tasks;
}

/** Null for an unknown instance. */
async function readCaseHistory(knex: Knex, processInstanceKey: string): Promise<CaseHistoryView | null> {
  const instance = await readInstance(knex, processInstanceKey);
  if (!instance) return null;
  const elements = await listElements(knex, processInstanceKey);
  const tasks = await allTasks(knex, processInstanceKey);
  const completedBy = new Map(tasks.map((task) => [task.elementInstanceKey, task.completedBy]));
  return {
    processInstanceKey: instance.processInstanceKey,
    bpmnProcessId: instance.bpmnProcessId,
    processName: instance.processName,
    version: instance.version,
    startedAt: instance.startedAt,
    initiator: instance.initiator,
    steps: elements.map((element) => ({
      elementInstanceKey: element.key,
      elementId: element.elementId,
      name: element.elementName,
      type: element.elementType,
      startedAt: element.startedAt,
      endedAt: element.endedAt,
      completedBy: completedBy.get(element.key) ?? null,
    })),
  };
}

export function createCaseHistory(
  knex: Knex,
): (processInstanceKey: string) => Promise<CaseHistoryView | null> {
  return (processInstanceKey) => readCaseHistory(knex, processInstanceKey);
}

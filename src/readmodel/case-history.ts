/** A whole case for its archive: the instance and what it called, every step in order, and who completed which task. */
import type { Knex } from 'knex';
import { caseOf, listCalled } from './called';
import { listElements } from './elements';
import { readInstance } from './instances';
import { withoutRepeatedBodies } from './repeated';
import { listTasks } from './tasks';
import type { ElementInstanceView, TaskView } from './views';

export interface CaseHistoryView {
  readonly processInstanceKey: string;
  readonly bpmnProcessId: string;
  readonly processName: string;
  readonly version: number;
  readonly startedAt: string;
  readonly initiator: string | null;
  /** The case's own, and those that it called. */
  readonly processInstanceKeys: readonly string[];
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

function byStart(left: ElementInstanceView, right: ElementInstanceView): number {
  return left.startedAt.localeCompare(right.startedAt) || Number(BigInt(left.key) - BigInt(right.key));
}

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

/** Of the case that the instance is part of. Null for an unknown instance. */
async function readCaseHistory(knex: Knex, processInstanceKey: string): Promise<CaseHistoryView | null> {
  const key = await caseOf(knex, processInstanceKey);
  const instance = key === null ? null : await readInstance(knex, key);
  if (!instance) return null;
  const called = await listCalled(knex, instance.processInstanceKey);
  const keys = [instance.processInstanceKey, ...called.map((one) => one.processInstanceKey)];
  const elements = withoutRepeatedBodies(
    (await Promise.all(keys.map((one) => listElements(knex, one)))).flat(),
  ).toSorted(byStart);
  const tasks = await allTasks(knex, instance.processInstanceKey);
  const completedBy = new Map(tasks.map((task) => [task.elementInstanceKey, task.completedBy]));
  return {
    processInstanceKey: instance.processInstanceKey,
    bpmnProcessId: instance.bpmnProcessId,
    processName: instance.processName,
    version: instance.version,
    startedAt: instance.startedAt,
    initiator: instance.initiator,
    processInstanceKeys: keys,
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

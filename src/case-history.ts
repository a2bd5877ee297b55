/** A case's history for its archive: the read model's views, handed to the documents capability. */
import { caseHistoryFrom, type CaseHistory } from './documents/history';
import type { TaskView } from './readmodel/views';
import type { ReadModel } from './tasks/ports';

const PAGE = 200;

async function allTasks(queries: ReadModel, processInstanceKey: string): Promise<TaskView[]> {
  const tasks: TaskView[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await queries.tasks({ processInstanceKey, limit: PAGE, cursor: cursor ?? undefined });
    tasks.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return tasks;
}

/** Null while the read model does not know the instance. */
export async function readCaseHistory(
  queries: ReadModel,
  processInstanceKey: string,
): Promise<CaseHistory | null> {
  const instance = await queries.instance(processInstanceKey);
  if (instance === null) return null;
  const elements = await queries.elements(processInstanceKey);
  const tasks = await allTasks(queries, processInstanceKey);
  return caseHistoryFrom({ instance, elements, tasks });
}

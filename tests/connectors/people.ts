/** People of a case in the whole program. */
import { eventually, type Person } from '../kit/program';

interface Task {
  readonly key: string;
  readonly elementId: string;
}

export interface Items<T> {
  readonly items: readonly T[];
}

/** Waits for the task, and completes it. */
export async function complete(
  person: Person,
  key: string,
  elementId: string,
  variables: object,
): Promise<void> {
  const { items } = await eventually(
    async () => (await person.get<Items<Task>>(`/tasks?state=CREATED&processInstanceKey=${key}`)).body,
    ({ items: open }) => open.some((task) => task.elementId === elementId),
  );
  const task = items.find((one) => one.elementId === elementId);
  const done = await person.post(`/tasks/${task?.key}/complete`, { variables });
  expect([done.status, done.body]).toEqual([200, expect.anything()]);
}

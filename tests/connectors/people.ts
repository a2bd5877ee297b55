/** What people do with a case in the whole program, and two requests whose steps act on outside systems. */
import { eventually, type Person } from '../kit/program';

interface Task {
  readonly key: string;
  readonly elementId: string;
}

export interface Items<T> {
  readonly items: readonly T[];
}

/** L: an account in the directory. */
export const accountRequest = {
  requerant: 'Awa Traoré',
  courrielRequerant: 'awa@douanes.example',
  service: 'Bureau du Port',
  typeDemande: 'création',
  categorieUsager: 'douanier',
  motif: 'Agent affecté au service.',
};

/** E: a mailbox. */
export const mailboxRequest = {
  canal: 'mail',
  matricule: '301254K',
  requerant: 'Fatou Diallo',
  contact: '0102030405',
  courrielRequerant: 'brigade.port@douanes.example',
  service: 'Brigade du port',
};

/** The case's key. */
export async function start(person: Person, bpmnProcessId: string, variables: object): Promise<string> {
  const request = { bpmnProcessId, variables };
  const started = await person.post<{ processInstanceKey: string }>('/process-instances', request);
  expect([started.status, started.body]).toEqual([201, expect.anything()]);
  return started.body.processInstanceKey;
}

/** Waits for the task. */
export async function openTask(person: Person, key: string, elementId: string): Promise<Task> {
  const { items } = await eventually(
    async () => (await person.get<Items<Task>>(`/tasks?state=CREATED&processInstanceKey=${key}`)).body,
    ({ items: open }) => open.some((task) => task.elementId === elementId),
  );
  const task = items.find((one) => one.elementId === elementId);
  if (task === undefined) throw new Error('unreachable');
  return task;
}

/** Waits for the task, takes it and completes it. */
export async function complete(
  person: Person,
  key: string,
  elementId: string,
  variables: object,
): Promise<void> {
  const task = await openTask(person, key, elementId);
  expect((await person.post(`/tasks/${task.key}/claim`)).status).toBe(200);
  const done = await person.post(`/tasks/${task.key}/complete`, { variables });
  expect([done.status, done.body]).toEqual([200, expect.anything()]);
}

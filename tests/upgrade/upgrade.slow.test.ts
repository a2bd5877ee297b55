/** The present program on a database that release 0.1's last commit left, killed with cases under way. */
import pino from 'pino';
import { createZeebeClient, type ZeebeClient } from '../../src/zeebe';
import { migratorConfig } from '../../src/store/migrate';
import { describeOnEveryDatabase, type TestDatabase } from '../kit/database';
import { eventually, startTestProgram, type Person, type TestProgram } from '../kit/program';
import { restoreFixture } from './restore';

jest.setTimeout(180_000);

interface Case {
  readonly processInstanceKey: string;
  readonly bpmnProcessId: string;
  readonly state: string;
  readonly hasIncident: boolean;
}

interface Items<T> {
  readonly items: readonly T[];
}

/** The fixtures were written an hour before. */
const TIMER_DUE = '2026-12-01T13:20:00Z';

const MADE = [
  'at-message',
  'at-service-task',
  'at-service-task',
  'at-timer',
  'at-user-task',
  'in-multi-instance',
  'with-incident',
];

describeOnEveryDatabase('a database written by commit 3f12245', (open) => {
  let database: TestDatabase;
  let program: TestProgram | undefined;
  let admin: Person;
  let engine: ZeebeClient | undefined;

  beforeAll(async () => {
    database = await open();
    await database.knex.migrate.rollback(migratorConfig, true);
    await restoreFixture(database, '3f12245');
    const { databaseUrl, dataDir } = database.location;
    await database.close();
    const started = await startTestProgram(
      databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl },
      dataDir,
    );
    program = started;
    admin = started.as('admin');
    engine = createZeebeClient({ address: started.engineAddress, logger: pino({ level: 'silent' }) });
  });
  afterAll(async () => {
    await engine?.close();
    await program?.stop({ keepData: true });
    await database.dispose();
  });

  async function cases(): Promise<readonly Case[]> {
    const { body } = await admin.get<Items<Case>>('/process-instances?limit=100');
    return body.items.filter(({ bpmnProcessId }) => MADE.includes(bpmnProcessId));
  }
  const caseOf = async (id: string): Promise<Case> => {
    const found = (await cases()).find(({ bpmnProcessId }) => bpmnProcessId === id);
    if (found === undefined) throw new Error(`Expected a case of ${id}`);
    return found;
  };
  const completed = (id: string): Promise<unknown> =>
    eventually(cases, (all) => all.filter((one) => one.bpmnProcessId === id).every(isCompleted), 20_000);
  const isCompleted = ({ state }: Case): boolean => state === 'COMPLETED';
  const tasksOf = async (id: string): Promise<readonly { readonly key: string }[]> => {
    const { processInstanceKey: key } = await caseOf(id);
    const path = `/tasks?state=CREATED&processInstanceKey=${key}`;
    return (await admin.get<Items<{ key: string }>>(path)).body.items;
  };
  const variablesOf = async (key: string): Promise<Record<string, unknown>> => {
    const { body } = await admin.get<Items<{ name: string; value: unknown }>>(
      `/process-instances/${key}/variables`,
    );
    return Object.fromEntries(body.items.map(({ name, value }) => [name, value]));
  };

  it('opens, with its cases', async () => {
    expect((await cases()).map(({ bpmnProcessId }) => bpmnProcessId).sort()).toEqual(MADE);
  });

  it('fires the timer that came due meanwhile', async () => {
    await program?.clock.advanceTo(Date.parse(TIMER_DUE));
    await completed('at-timer');
  });

  it('lets the person who had claimed a task complete it', async () => {
    // given
    const [task] = await tasksOf('at-user-task');
    const { body } = await admin.get<{ assignee: string }>(`/tasks/${task?.key ?? ''}`);
    expect(body.assignee).toBe('admin');

    // when
    const { status } = await admin.post(`/tasks/${task?.key ?? ''}/complete`, { variables: {} });

    // then
    expect(status).toBeLessThan(300);
    await completed('at-user-task');
    const { processInstanceKey: key } = await caseOf('at-user-task');
    expect(await variablesOf(key)).toMatchObject({ objet: 'Réseau « Nord »' });
  });

  it('hands out the jobs, also the one that a worker had when the program was killed', async () => {
    const doubles: unknown[] = [];
    const worker = engine?.createWorker('upgrade-compute', (job) => {
      doubles.push(job.variables['double']);
      return Promise.resolve({ kind: 'complete', variables: { resultat: 'fait' } });
    });
    await completed('at-service-task');
    await worker?.close();
    expect(doubles.sort()).toEqual([42, 8].sort());
  });

  it('resolves the incident', async () => {
    const { processInstanceKey: key, hasIncident } = await caseOf('with-incident');
    expect(hasIncident).toBe(true);
    await engine?.setVariables(key, { montant: 100 });
    const incidents = await admin.get<Items<{ key: string; processInstanceKey: string }>>('/incidents');
    const incident = incidents.body.items.find((one) => one.processInstanceKey === key);
    const { status } = await admin.post(`/incidents/${incident?.key ?? ''}/resolve`);
    expect(status).toBeLessThan(300);
    await completed('with-incident');
  });

  it('collects what each one of a multi-instance says, before and after', async () => {
    const tasks = await tasksOf('in-multi-instance');
    expect(tasks).toHaveLength(2);
    for (const { key } of tasks) {
      expect((await admin.post(`/tasks/${key}/complete`, { variables: { reponse: 'non' } })).status).toBe(
        200,
      );
    }
    await completed('in-multi-instance');
    const { processInstanceKey: key } = await caseOf('in-multi-instance');
    expect(await variablesOf(key)).toMatchObject({ avis: ['non', 'oui', 'non'] });
  });

  it('correlates the message that a case waits for', async () => {
    const { status } = await admin.post('/messages', { name: 'upgrade-answer', correlationKey: 'N-7' });
    expect(status).toBeLessThan(300);
    await completed('at-message');
  });
});

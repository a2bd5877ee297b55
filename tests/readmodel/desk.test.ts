/** What the inbox asks: dates of every form, native tasks, orders, words without accents. */
import pino from 'pino';
import { Projector } from '../../src/projections/projector';
import { createReadModel } from '../../src/readmodel/read-model';
import { describeOnEveryDatabase, type TestDatabase } from '../kit/database';
import type { EngineRecord } from '../../src/protocol/records';
import { appendRecords, event as record } from '../kit/records';

jest.setTimeout(180_000);

const logger = pino({ level: 'silent' });
const PROCESS = 9000;

let position = 0;
const event = (
  valueType: EngineRecord['valueType'],
  intent: string,
  key: number,
  value: Record<string, unknown>,
): EngineRecord => record((position += 1), valueType, intent, value, { key });

const ofTask = (key: number) => ({
  processInstanceKey: key,
  processDefinitionKey: PROCESS,
  bpmnProcessId: 'p',
  elementId: 't',
  elementInstanceKey: key + 1,
});

const native = (key: number, values: object = {}) => ({
  ...ofTask(key),
  userTaskKey: key + 2,
  assignee: '',
  candidateGroupsList: ['dsi'],
  candidateUsersList: [],
  dueDate: '',
  followUpDate: '',
  formKey: -1,
  externalFormReference: '',
  priority: 50,
  ...values,
});

const job = (key: number, dueDate: string) => ({
  ...ofTask(key),
  type: 'io.camunda.zeebe:userTask',
  retries: 1,
  customHeaders: {
    'io.camunda.zeebe:candidateGroups': '["dsi"]',
    'io.camunda.zeebe:dueDate': dueDate,
  },
});

const variable = (key: number, name: string, value: unknown) => ({
  name,
  value: JSON.stringify(value),
  scopeKey: key,
  processInstanceKey: key,
});

const instance = (key: number) => ({
  ...ofTask(key),
  version: 1,
  elementId: 'p',
  bpmnElementType: 'PROCESS',
  flowScopeKey: -1,
  parentProcessInstanceKey: -1,
  parentElementInstanceKey: -1,
});

describeOnEveryDatabase('the desk', (open) => {
  let database: TestDatabase;
  let queries: ReturnType<typeof createReadModel>;
  let projector: Projector;

  beforeAll(async () => {
    database = await open();
    queries = createReadModel(database.knex);
    projector = new Projector({ knex: database.knex, logger });
    const now = new Date();
    await database.knex('account').insert([
      { name: 'awa.k', display_name: 'Awa Koné', created_at: now },
      { name: 'zoe', display_name: 'Zoé Œuvrard', created_at: now },
    ]);
    const records = [
      ...[1000, 2000, 3000, 4000].map((key) =>
        event('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED', key, instance(key)),
      ),
      event('VARIABLE', 'CREATED', 1, variable(1000, 'initiateur', 'zoe')),
      event('VARIABLE', 'CREATED', 2, variable(2000, 'initiateur', 'awa.k')),
      event('VARIABLE', 'CREATED', 3, variable(1000, 'objet', 'Re\u0301union à l’e\u0301cole')),
      event('VARIABLE', 'CREATED', 4, variable(2000, 'objet', 'Chef-d’œuvre de 100 %')),
      event('JOB', 'CREATED', 1002, job(1000, '2026-12-05T10:00:00Z[Etc/UTC]')),
      event('JOB', 'CREATED', 2002, job(2000, 'un jour')),
      event('USER_TASK', 'CREATING', 3002, native(3000)),
      event('USER_TASK', 'CREATED', 3002, native(3000, { priority: 80, dueDate: '2026-12-04T12:00+02:00' })),
      event('USER_TASK', 'CREATED', 4002, native(4000, { assignee: 'awa.k' })),
      event('USER_TASK', 'ASSIGNED', 4002, native(4000, { assignee: 'zoe' })),
    ];
    await appendRecords(database.knex, records);
    await projector.start();
    await projector.whenCaughtUp();
  });
  afterAll(async () => {
    await projector.stop();
    await database.dispose();
  });

  const keysOf = async (filter: Parameters<typeof queries.tasks>[0]) =>
    (await queries.tasks({ state: 'CREATED', ...filter })).items.map(({ key }) => key);

  it('shows a list whatever its dates, and says which cannot be read', async () => {
    const { items } = await queries.tasks({ state: 'CREATED' });
    const dates = items.map(({ key, dueDate, unreadableDueDate }) => [key, dueDate, unreadableDueDate]);
    expect(dates).toEqual([
      ['1002', '2026-12-05T10:00:00.000Z', null],
      ['2002', null, 'un jour'],
      ['3002', '2026-12-04T10:00:00.000Z', null],
      ['4002', null, null],
    ]);
  });

  it('reads the dates of rows of an earlier release at its start', async () => {
    await database.knex('rm_task').where({ key: '1002' }).update({ due_at: null });
    await database.knex('rm_task').where({ key: '2002' }).update({ due_at: null });
    const again = new Projector({ knex: database.knex, logger });
    await again.start();
    await again.stop();
    expect((await queries.task('1002'))?.dueDate).toBe('2026-12-05T10:00:00.000Z');
    expect(await queries.task('2002')).toMatchObject({ dueDate: null, unreadableDueDate: 'un jour' });
  });

  it('has tasks that the engine keeps itself beside the others', async () => {
    expect(await queries.task('3002')).toMatchObject({
      native: true,
      byHand: false,
      priority: 80,
      assignee: null,
      candidateGroups: ['dsi'],
    });
    expect(await queries.task('4002')).toMatchObject({ native: true, assignee: 'zoe' });
    expect(await keysOf({ assignee: 'zoe' })).toEqual(['4002']);
    expect(await keysOf({ unassigned: true })).toEqual(['1002', '2002', '3002']);
  });

  it.each([
    ['due', ['3002', '1002', '2002', '4002']],
    ['priority', ['3002', '4002', '2002', '1002']],
    ['requester', ['3002', '4002', '2002', '1002']],
  ] as const)('sorts by %s, page by page', async (order, expected) => {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await queries.tasks({ state: 'CREATED', order, limit: 1, cursor });
      found.push(...page.items.map(({ key }) => key));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(found).toEqual(expected);
  });

  it('finds what is due before a time', async () => {
    expect(await keysOf({ dueBefore: Date.parse('2026-12-05T00:00:00Z') })).toEqual(['3002']);
    expect(await keysOf({ dueFrom: Date.parse('2026-12-05T00:00:00Z') })).toEqual(['1002']);
  });

  it.each([
    ['reunion', '1000'],
    ['RÉUNION', '1000'],
    ['r\u0065\u0301union', '1000'],
    ['ecole', '1000'],
    ["l'école", '1000'],
    ['oeuvre', '2000'],
    ['chef‑d’oeuvre', '2000'],
    ['100 %', '2000'],
    ['kone awa', '2000'],
    ['œuvrard', '1000'],
    ['zoe', '1000'],
  ])('finds cases and tasks by %p', async (q, key) => {
    const cases = await queries.instances({ q });
    expect(cases.items.map((one) => one.processInstanceKey)).toEqual([key]);
    expect(cases.total).toBe(1);
    // Zoé has a task of somebody else's case in hand, and is found by that too.
    expect(await keysOf({ q })).toContain(String(Number(key) + 2));
  });

  it('finds nothing by what is nowhere, and takes wildcards as they are', async () => {
    for (const q of ['absent', '100_%', '\\', '%%%']) {
      expect((await queries.instances({ q })).total).toBe(0);
    }
  });

  it('counts the cases of all pages', async () => {
    const page = await queries.instances({ limit: 2 });
    expect(page.items).toHaveLength(2);
    expect(page.total).toBe(4);
  });
});

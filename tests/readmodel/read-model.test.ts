/**
 * What the pages ask, on records of a real broker.
 * Longer than other files because all of it asks the same projected records, on one database of each kind.
 */
import pino from 'pino';
import { Projector } from '../../src/projections/projector';
import { createCaseHistory } from '../../src/readmodel/case-history';
import { InvalidCursorError } from '../../src/readmodel/cursor';
import { createReadModel, type ReadModelQueries } from '../../src/readmodel/read-model';
import type { ReadModel } from '../../src/app/ports';
import type { EngineRecord } from '../../src/protocol/records';
import { describeOnEveryDatabase, type TestDatabase } from '../kit/database';
import { appendRecords, brokerRecords, event } from '../kit/records';

jest.setTimeout(180_000);

const logger = pino({ level: 'silent' });

const BPMN = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
  <bpmn:process id="p" name="Prêt de matériel" isExecutable="true">
    <bpmn:documentation>Le guide.</bpmn:documentation>
    <bpmn:extensionElements><zeebe:properties><zeebe:property name="logigramme:lettre" value="P" /></zeebe:properties></bpmn:extensionElements>
    <bpmn:startEvent id="s"><bpmn:extensionElements><zeebe:formDefinition formId="demande" /></bpmn:extensionElements><bpmn:outgoing>f</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t" />
    <bpmn:userTask id="t" name="Analyser"><bpmn:documentation>Analyse la demande.</bpmn:documentation><bpmn:incoming>f</bpmn:incoming></bpmn:userTask>
  </bpmn:process>
</bpmn:definitions>`;

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** A deployment and `instances` cases, each at its user task. Keys: process 10, forms 11 and 12, case 100, 200… */
function cases(instances: number): EngineRecord[] {
  let position = 1000;
  const next = (...[type, intent, value, rest]: [EngineRecord['valueType'], string, object, object?]) =>
    event((position += 1), type, intent, value as Record<string, unknown>, rest);
  const process = {
    processDefinitionKey: 10,
    bpmnProcessId: 'p',
    version: 1,
    versionTag: '',
    resourceName: 'p.bpmn',
  };
  const form = (key: number, formId: string, schema: object) =>
    next('FORM', 'CREATED', {
      formKey: key,
      formId,
      version: 1,
      resourceName: 'f.form',
      resource: base64(JSON.stringify(schema)),
    });
  const records = [
    form(11, 'demande', { id: 'demande', components: [] }),
    form(12, 'analyse', { id: 'analyse', components: [] }),
    next('PROCESS', 'CREATED', { ...process, resource: base64(BPMN) }),
  ];
  for (let i = 1; i <= instances; i++) {
    const key = i * 100;
    const shared = { processInstanceKey: key, processDefinitionKey: 10, bpmnProcessId: 'p' };
    const element = { ...shared, version: 1, parentProcessInstanceKey: -1, parentElementInstanceKey: -1 };
    const root = { ...element, elementId: 'p', bpmnElementType: 'PROCESS', flowScopeKey: -1 };
    const task = { ...element, elementId: 't', bpmnElementType: 'USER_TASK', flowScopeKey: key };
    const variable = (name: string, value: unknown, scopeKey = key) =>
      next('VARIABLE', 'CREATED', { ...shared, name, value: JSON.stringify(value), scopeKey });
    records.push(
      variable('initiateur', i % 2 ? 'alice' : 'bruno'),
      variable('numeroDossier', `P-2026-00000${String(i)}`),
      variable('motif', `l’écran "cassé" ${String(i)} 100%`),
      next('PROCESS_INSTANCE', 'ELEMENT_ACTIVATING', root, { key }),
      next('PROCESS_INSTANCE', 'ELEMENT_ACTIVATING', task, { key: key + 1 }),
      variable('motif', `local ${String(i)}`, key + 1),
      next(
        'JOB',
        'CREATED',
        {
          ...shared,
          type: 'io.camunda.zeebe:userTask',
          elementId: 't',
          elementInstanceKey: key + 1,
          retries: 1,
          customHeaders: {
            'io.camunda.zeebe:candidateGroups': i % 2 ? '["rssi","dat"]' : '["cb-bit"]',
            'io.camunda.zeebe:formKey': '12',
          },
        },
        { key: key + 2 },
      ),
    );
  }
  return records;
}

describeOnEveryDatabase('read model', (open) => {
  let database: TestDatabase;
  let queries: ReadModelQueries;

  async function project(records: readonly EngineRecord[]): Promise<void> {
    await appendRecords(database.knex, records);
    const projector = new Projector({ knex: database.knex, logger });
    await projector.start();
    await projector.whenCaughtUp();
    await projector.stop();
  }

  beforeAll(async () => {
    database = await open();
    queries = createReadModel(database.knex);
    await project([...brokerRecords(), ...cases(5)]);
    await database.knex('task_claim').insert({ task_key: '302', account: 'dsi', claimed_at: new Date() });
  });
  afterAll(() => database.dispose());

  it('is what the capabilities expect', () => {
    const port: ReadModel = queries;
    expect(port).toBe(queries);
  });

  describe('procedures', () => {
    it('lists the latest versions', async () => {
      const processes = await queries.processes();
      expect(processes.map(({ bpmnProcessId }) => bpmnProcessId)).toEqual(['p', 'simple', 'user', 'sub']);
      expect(processes[0]).toEqual({
        key: '10',
        bpmnProcessId: 'p',
        startGroups: [],
        suspension: null,
        name: 'Prêt de matériel',
        letter: 'P',
        version: 1,
        versionTag: null,
        startable: true,
        deployedAt: '2023-11-14T22:13:21.003Z',
      });
    });

    it('reads one with its start form, and its XML by key', async () => {
      expect(await queries.process('p')).toMatchObject({
        key: '10',
        documentation: 'Le guide.',
        startForm: { id: 'demande' },
        bpmnXml: BPMN,
      });
      expect(await queries.processXml('10')).toBe(BPMN);
    });

    it('knows nothing of what is not there', async () => {
      expect(await queries.process('nope\u0000')).toBeNull();
      expect(await queries.processXml('999')).toBeNull();
      expect(await queries.formByKey('camunda-forms:bpmn:x')).toBeNull();
      expect(await queries.latestForm('nope')).toBeNull();
    });
  });

  describe('instances', () => {
    const keys = async (filter: Parameters<ReadModelQueries['instances']>[0]) =>
      (await queries.instances(filter)).items.map((instance) => instance.processInstanceKey);

    it('reads one', async () => {
      expect(await queries.instance('100')).toEqual({
        processInstanceKey: '100',
        processDefinitionKey: '10',
        bpmnProcessId: 'p',
        processName: 'Prêt de matériel',
        letter: 'P',
        version: 1,
        state: 'ACTIVE',
        hasIncident: false,
        startedAt: '2023-11-14T22:13:21.007Z',
        endedAt: null,
        parentProcessInstanceKey: null,
        initiator: 'alice',
        caseNumber: 'P-2026-000001',
      });
    });

    it.each(['0', '101', 'abc', '', '99999999999999999999', '-1', '1\u0000'])(
      'finds nothing by %j',
      async (key) => {
        expect(await queries.instance(key)).toBeNull();
        expect(await queries.elements(key)).toEqual([]);
        expect(await queries.variables(key === '101' ? '0' : key)).toEqual([]);
        expect((await queries.records(key, {})).items).toEqual([]);
      },
    );

    it('pages newest first and stays right while others start', async () => {
      const first = await queries.instances({ bpmnProcessId: 'p', limit: 2 });
      expect(first.items.map(({ processInstanceKey }) => processInstanceKey)).toEqual(['500', '400']);
      const second = await queries.instances({ bpmnProcessId: 'p', limit: 2, cursor: first.nextCursor! });
      expect(second.items.map(({ processInstanceKey }) => processInstanceKey)).toEqual(['300', '200']);
      const third = await queries.instances({ bpmnProcessId: 'p', limit: 2, cursor: second.nextCursor! });
      expect(third).toMatchObject({ items: [{ processInstanceKey: '100' }], nextCursor: null });
    });

    it.each(['x', '', 'WyJhIiwiYiJd', 'W10'])('refuses the cursor %j', async (cursor) => {
      await expect(queries.instances({ cursor })).rejects.toThrow(InvalidCursorError);
      await expect(queries.tasks({ cursor })).rejects.toThrow(InvalidCursorError);
      await expect(queries.incidents({ cursor })).rejects.toThrow(InvalidCursorError);
      await expect(queries.records('100', { cursor })).rejects.toThrow(InvalidCursorError);
    });

    it.each([
      [{ q: '000003' }, ['300']],
      [{ q: '400' }, ['400']],
      [{ q: 'BRUNO' }, ['400', '200']],
      [{ q: '"cassé" 2' }, ['200']],
      [{ q: `l'écran "cassé" 2` }, ['200']],
      [{ q: 'l’écran "cassé" 2' }, ['200']],
      [{ q: ' 5 100% ' }, ['500']],
      [{ q: '1_0%' }, []],
      [{ q: '\\', bpmnProcessId: 'p', state: 'COMPLETED' }, []],
      [{ initiator: 'bruno' }, ['400', '200']],
      [{ visibleTo: { name: 'bruno', bpmnProcessIds: [], groups: [] } }, ['400', '200']],
      [
        { state: 'ACTIVE', visibleTo: { name: 'x', bpmnProcessIds: ['p'], groups: [] } },
        ['500', '400', '300', '200', '100'],
      ],
      [{ state: 'COMPLETED', bpmnProcessId: 'p' }, []],
    ] as const)('finds by %j', async (filter, expected) => {
      expect(await keys(filter)).toEqual(expected);
    });

    it('shows states and incidents of a real broker', async () => {
      expect(await keys({ hasIncident: true })).toEqual(['2251799813685267']);
      expect(await queries.instance('2251799813685280')).toMatchObject({ state: 'CANCELED' });
      expect(await queries.instance('2251799813685252')).toMatchObject({
        state: 'COMPLETED',
        hasIncident: false,
      });
    });
  });

  describe('inside an instance', () => {
    it('lists elements in order', async () => {
      const elements = await queries.elements('2251799813685280');
      expect(elements.map(({ elementId, state }) => `${elementId} ${state}`)).toEqual([
        's COMPLETED',
        't TERMINATED',
      ]);
      expect(elements[1]).toMatchObject({ elementName: 'Tâche', elementType: 'SERVICE_TASK' });
      expect(
        (await queries.elements('2251799813685267')).find(({ elementId }) => elementId === 't'),
      ).toMatchObject({
        hasIncident: true,
        state: 'ACTIVE',
      });
    });

    it('counts sequence flows', async () => {
      expect(await queries.sequenceFlows('2251799813685252')).toEqual([
        { elementId: 'f1', count: 1 },
        { elementId: 'f2', count: 1 },
      ]);
    });

    it('lists variables of every scope', async () => {
      expect(await queries.variables('100')).toEqual([
        { name: 'initiateur', value: 'alice', scopeKey: '100' },
        { name: 'motif', value: 'l’écran "cassé" 1 100%', scopeKey: '100' },
        { name: 'motif', value: 'local 1', scopeKey: '101' },
        { name: 'numeroDossier', value: 'P-2026-000001', scopeKey: '100' },
      ]);
    });

    it('gives the records in order, page by page', async () => {
      const wanted = brokerRecords().filter(
        (record) => record.value['processInstanceKey'] === 2251799813685292,
      );
      const seen: unknown[] = [];
      let cursor: string | null | undefined;
      do {
        const page = await queries.records('2251799813685292', { limit: 20, ...(cursor ? { cursor } : {}) });
        seen.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor);
      expect(seen).toEqual(wanted);
    });

    it('tells what it waits for', async () => {
      expect(await queries.waitingMessages('2251799813685292')).toEqual([]);
      expect(await queries.timers('2251799813685292')).toEqual([]);
      expect(await queries.jobs('2251799813685267')).toEqual([
        expect.objectContaining({ type: 'work', state: 'ERROR_THROWN', elementId: 't', errorMessage: 'm' }),
      ]);
    });
  });

  describe('what all open cases wait for', () => {
    const shared = {
      processInstanceKey: 100,
      bpmnProcessId: 'p',
      elementId: 'attente',
      elementInstanceKey: 7,
    };
    const message = { ...shared, messageName: 'stock-arrive', correlationKey: 'écran', interrupting: true };
    const timer = (dueDate: number, processInstanceKey = 100) => ({
      processInstanceKey,
      processDefinitionKey: 10,
      elementInstanceKey: processInstanceKey > 0 ? 7 : -1,
      targetElementId: 'rappel',
      dueDate,
      repetitions: 1,
    });

    beforeAll(() =>
      project([
        event(1401, 'PROCESS_MESSAGE_SUBSCRIPTION', 'CREATED', message, { key: 801 }),
        event(1402, 'PROCESS_MESSAGE_SUBSCRIPTION', 'CREATED', message, { key: 802 }),
        event(1403, 'TIMER', 'CREATED', timer(2000), { key: 811 }),
        event(1404, 'TIMER', 'CREATED', timer(1000), { key: 812 }),
        event(1405, 'TIMER', 'CREATED', timer(500, -1), { key: 813 }),
        event(1406, 'TIMER', 'CREATED', timer(100), { key: 814 }),
        event(1407, 'TIMER', 'TRIGGERED', timer(100), { key: 814 }),
      ]),
    );

    it('lists the messages page by page', async () => {
      const first = await queries.openMessages({ limit: 1 });
      expect(first.items).toEqual([
        {
          key: '801',
          processInstanceKey: '100',
          bpmnProcessId: 'p',
          elementId: 'attente',
          messageName: 'stock-arrive',
          correlationKey: 'écran',
        },
      ]);
      const second = await queries.openMessages({ limit: 1, cursor: first.nextCursor! });
      expect(second).toMatchObject({ items: [{ key: '802' }], nextCursor: null });
      expect((await queries.openMessages({ processInstanceKey: '200' })).items).toEqual([]);
    });

    it('lists the timers of cases, the next due first, without those that start cases', async () => {
      const first = await queries.openTimers({ limit: 1 });
      expect(first.items).toEqual([
        {
          key: '812',
          processInstanceKey: '100',
          bpmnProcessId: 'p',
          elementId: 'rappel',
          dueAt: '1970-01-01T00:00:01.000Z',
        },
      ]);
      const second = await queries.openTimers({ limit: 1, cursor: first.nextCursor! });
      expect(second).toMatchObject({ items: [{ key: '811' }], nextCursor: null });
      expect((await queries.openTimers({ processInstanceKey: 'x' })).items).toEqual([]);
    });
  });

  it('gives the forms of tasks, each once', async () => {
    const forms = await queries.formsOfTasks(['102', '202', 'x']);
    expect(forms).toEqual([{ id: 'analyse', components: [] }]);
  });

  describe('tasks', () => {
    const keys = async (filter: Parameters<ReadModelQueries['tasks']>[0]) =>
      (await queries.tasks(filter)).items.map((task) => task.key);

    it('shows a service task while its type is done by hand, and after a person did it', async () => {
      const shared = {
        processInstanceKey: 100,
        processDefinitionKey: 10,
        bpmnProcessId: 'p',
        elementId: 't',
      };
      const job = { ...shared, type: 'run-backup', elementInstanceKey: 101, retries: 3 };
      const byHand = { ...job, customHeaders: { candidateGroups: 'cb-bas, cs' } };
      await project([
        event(1501, 'JOB', 'CREATED', byHand, { key: 901 }),
        event(1502, 'JOB', 'CREATED', byHand, { key: 902 }),
        event(1503, 'JOB', 'CREATED', { ...job, customHeaders: {} }, { key: 903 }),
        event(1504, 'JOB', 'ERROR_THROWN', byHand, { key: 902 }),
      ]);
      const keysOf = async (of: ReadModelQueries) => {
        const { items } = await of.tasks({ processInstanceKey: '100', limit: 200 });
        return items.map(({ key }) => key).filter((key) => key.startsWith('90'));
      };
      const unconnected = createReadModel(database.knex, new Set(['run-backup']));
      expect(await keysOf(unconnected)).toEqual(['902', '901']);
      expect(await unconnected.task('901')).toMatchObject({
        state: 'CREATED',
        byHand: true,
        candidateGroups: ['cb-bas', 'cs'],
      });
      expect(await keysOf(queries)).toEqual([]);
      await database.knex('task_completion').insert({
        task_key: '902',
        account: 'gs',
        attempt: 'a',
        requested_at: new Date(),
        in_flight_until: new Date(),
      });
      expect(await keysOf(queries)).toEqual(['902']);
      expect(await queries.task('902')).toMatchObject({ state: 'COMPLETED', completedBy: 'gs' });
    });

    it('reads one with what its form needs', async () => {
      expect(await queries.task('302')).toEqual({
        key: '302',
        jobType: 'io.camunda.zeebe:userTask',
        native: false,
        byHand: false,
        state: 'CREATED',
        name: 'Analyser',
        elementId: 't',
        elementInstanceKey: '301',
        processInstanceKey: '300',
        bpmnProcessId: 'p',
        processName: 'Prêt de matériel',
        letter: 'P',
        caseNumber: 'P-2026-000003',
        requester: 'alice',
        candidateGroups: ['rssi', 'dat'],
        candidateUsers: [],
        assignee: 'dsi',
        assignedBy: null,
        dueDate: null,
        followUpDate: null,
        unreadableDueDate: null,
        priority: 50,
        externalForm: null,
        createdAt: '2023-11-14T22:13:21.024Z',
        endedAt: null,
        completedBy: null,
        documentation: 'Analyse la demande.',
        variables: { initiateur: 'alice', numeroDossier: 'P-2026-000003', motif: 'local 3' },
        form: { id: 'analyse', components: [] },
      });
      expect(await queries.task('1')).toBeNull();
      expect(await queries.task('nope')).toBeNull();
    });

    it.each([
      [{ state: 'CREATED', group: 'rssi' }, ['102', '302', '502']],
      [{ state: 'CREATED', group: 'cb-bit' }, ['202', '402']],
      [{ state: 'CREATED', group: 'd' }, []],
      [{ assignee: 'dsi' }, ['302']],
      [{ group: 'dat', unassigned: true, state: 'CREATED' }, ['102', '502']],
      [{ processInstanceKey: '200' }, ['202']],
      [{ processInstanceKey: 'x' }, []],
      [{ state: 'CREATED', visibleTo: { name: 'dsi', groups: [] } }, ['302']],
      [
        { state: 'CREATED', visibleTo: { name: 'x', groups: ['dat', 'cb-bit'] } },
        ['102', '202', '302', '402', '502'],
      ],
    ] as const)('finds by %j', async (filter, expected) => {
      expect(await keys(filter)).toEqual(expected);
      expect(await queries.countTasks(filter)).toBe(expected.length);
    });

    it('pages', async () => {
      const first = await queries.tasks({ state: 'CREATED', group: 'rssi', limit: 2 });
      expect(first.items.map(({ key }) => key)).toEqual(['102', '302']);
      expect(await keys({ state: 'CREATED', group: 'rssi', limit: 2, cursor: first.nextCursor! })).toEqual([
        '502',
      ]);
    });

    it('shows who completed it', async () => {
      const [task] = (await queries.tasks({ state: 'COMPLETED', processInstanceKey: '2251799813685292' }))
        .items;
      await database.knex('task_completion').insert({
        task_key: task!.key,
        account: 'gs',
        attempt: 'a',
        requested_at: new Date(),
        in_flight_until: new Date(),
      });
      expect(await queries.task(task!.key)).toMatchObject({
        state: 'COMPLETED',
        completedBy: 'gs',
        form: { id: 'form1' },
      });
    });
  });

  it('lists and reads incidents', async () => {
    const all = await queries.incidents({});
    expect(all.items.map(({ state }) => state)).toEqual(['CREATED', 'RESOLVED']);
    const open = await queries.incidents({ state: 'CREATED', processInstanceKey: '2251799813685267' });
    expect(open.items).toEqual([
      expect.objectContaining({
        errorType: 'UNHANDLED_ERROR_EVENT',
        jobKey: '2251799813685274',
        resolvedAt: null,
      }),
    ]);
    expect(await queries.incident(open.items[0]!.key)).toEqual(open.items[0]);
    expect(await queries.incident('7')).toBeNull();
  });

  it('counts', async () => {
    const byProcess = await queries.processStatistics();
    expect(
      byProcess.map((one) => [one.bpmnProcessId, one.active, one.completed, one.canceled, one.incidents]),
    ).toEqual([
      ['p', 5, 0, 0, 0],
      ['simple', 1, 1, 1, 1],
      ['user', 1, 2, 0, 0],
      ['sub', 0, 2, 0, 0],
    ]);
    expect(byProcess[0]).toMatchObject({
      processName: 'Prêt de matériel',
      letter: 'P',
      averageDurationMs: null,
    });
    expect(byProcess[1]!.averageDurationMs).toBeGreaterThan(0);
    expect(await queries.elementStatistics('p')).toEqual([
      { elementId: 't', active: 5, completed: 0, terminated: 0, incidents: 0, averageDurationMs: null },
    ]);
    expect(
      (await queries.elementStatistics('simple')).find(({ elementId }) => elementId === 't'),
    ).toMatchObject({
      active: 1,
      completed: 1,
      terminated: 1,
      incidents: 0,
    });
  });

  it('keeps a deleted version for its instances only', async () => {
    await project([
      event(3000, 'PROCESS', 'DELETED', {
        processDefinitionKey: 10,
        bpmnProcessId: 'p',
        version: 1,
        versionTag: '',
        resourceName: 'p.bpmn',
        resource: '',
      }),
    ]);
    expect((await queries.processes()).map(({ bpmnProcessId }) => bpmnProcessId)).not.toContain('p');
    expect(await queries.process('p')).toBeNull();
    expect(await queries.processXml('10')).toBe(BPMN);
    expect(await queries.instance('100')).toMatchObject({ processName: 'Prêt de matériel' });
  });

  it('shows the instances of a multi-instance activity, not their body', async () => {
    const caller = { parentProcessInstanceKey: -1, parentElementInstanceKey: -1 };
    const process = { processInstanceKey: 9000, processDefinitionKey: 10, bpmnProcessId: 'many', version: 1 };
    const owner = { ...process, ...caller };
    const life = (position: number, key: number, flowScopeKey: number, elementId: string, type: string) =>
      ['ELEMENT_ACTIVATING', 'ELEMENT_COMPLETED'].map((intent, index) =>
        event(
          position + index,
          'PROCESS_INSTANCE',
          intent,
          { ...owner, elementId, bpmnElementType: type, flowScopeKey },
          { key },
        ),
      );
    await project([
      ...life(3100, 9000, -1, 'many', 'PROCESS'),
      ...life(3110, 9001, 9000, 't', 'MULTI_INSTANCE_BODY'),
      ...life(3120, 9002, 9001, 't', 'USER_TASK'),
      ...life(3130, 9003, 9001, 't', 'USER_TASK'),
      // Nothing to repeat: an empty collection.
      ...life(3140, 9004, 9000, 'u', 'MULTI_INSTANCE_BODY'),
    ]);

    const counted = await queries.elementStatistics('many');
    const history = await createCaseHistory(database.knex)('9000');

    expect(counted.map(({ elementId, completed }) => [elementId, completed])).toEqual([
      ['t', 2],
      ['u', 1],
    ]);
    expect(history?.steps.map(({ elementInstanceKey, type }) => [elementInstanceKey, type])).toEqual([
      ['9002', 'USER_TASK'],
      ['9003', 'USER_TASK'],
      ['9004', 'MULTI_INSTANCE_BODY'],
    ]);
  });
});

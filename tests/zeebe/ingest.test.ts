/** A real broker's exporter against our ingest: credentials, partitions with large keys, an outage in the middle. */
import pino from 'pino';
import { startIngest, type RunningIngest } from '../../src/ingest/server';
import { Projector } from '../../src/projections/projector';
import { createReadModel } from '../../src/readmodel/read-model';
import { createZeebeClient } from '../../src/zeebe';
import { openTestDatabase } from '../kit/database';
import { startZeebe } from '../kit/zeebe';

jest.setTimeout(300_000);

const logger = pino({ level: 'silent' });
const INSTANCES = 15;
const PARTITIONS = 5;

const BPMN = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
  <bpmn:process id="p" name="Procédure" isExecutable="true">
    <bpmn:startEvent id="s"><bpmn:outgoing>f</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t" />
    <bpmn:userTask id="t" name="Analyser"><bpmn:extensionElements><zeebe:assignmentDefinition candidateGroups="dsi" /></bpmn:extensionElements><bpmn:incoming>f</bpmn:incoming></bpmn:userTask>
  </bpmn:process>
</bpmn:definitions>`;

test('every record of every partition reaches the read model', async () => {
  // given
  const database = await openTestDatabase();
  const projector = new Projector({ knex: database.knex, logger });
  await projector.start();
  const start = (port: number): Promise<RunningIngest> =>
    startIngest({
      knex: database.knex,
      host: '127.0.0.1',
      port,
      credentials: { username: 'zeebe', password: 'p:ass word' },
      onRecords: () => projector.notify(),
      logger,
    });
  let ingest = await start(0);
  const zeebe = await startZeebe({
    exporterUrl: ingest.url,
    exporterUsername: 'zeebe',
    exporterPassword: 'p:ass word',
    partitions: PARTITIONS,
  });
  const client = createZeebeClient({ address: zeebe.address, logger });
  const queries = createReadModel(database.knex);

  try {
    // when: the ingest is away for a while
    await client.deploy([{ name: 'p.bpmn', content: Buffer.from(BPMN) }]);
    const keys: string[] = [];
    const create = async (): Promise<void> => {
      const variables = { initiateur: 'alice', numeroDossier: `P-${String(keys.length)}` };
      keys.push((await client.createProcessInstance({ bpmnProcessId: 'p', variables })).processInstanceKey);
    };
    while (keys.length < 5) await create();
    await ingest.stop();
    while (keys.length < 10) await create();
    ingest = await start(Number(new URL(ingest.url).port));
    while (keys.length < INSTANCES) await create();

    // then
    await new Promise<void>((resolve) => {
      const look = () =>
        void queries.countTasks({ state: 'CREATED', group: 'dsi' }).then((count) => {
          if (count === INSTANCES) resolve();
        });
      projector.onProjected(look);
      look();
    });
    const instances = await queries.instances({ bpmnProcessId: 'p' });
    expect(instances.items.map((instance) => instance.processInstanceKey).sort()).toEqual(keys.sort());
    expect(keys.some((key) => !Number.isSafeInteger(Number(key)))).toBe(true);
    const tasks = await queries.tasks({ state: 'CREATED' });
    for (const task of tasks.items) await client.completeJob(task.key, {});
    await new Promise<void>((resolve) => {
      projector.onProjected(
        () =>
          void queries.instances({ state: 'COMPLETED' }).then(({ items }) => {
            if (items.length === INSTANCES) resolve();
          }),
      );
    });
  } finally {
    await client.close();
    await zeebe.stop();
    await ingest.stop();
    await projector.stop();
    await database.dispose();
  }
});

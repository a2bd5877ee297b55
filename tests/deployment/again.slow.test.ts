/** A program that starts again deploys its procedures again; what is the same gets no new version. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { rm } from 'node:fs/promises';
import { projectRoot } from '../../src/config/root';
import { openDatabase } from '../../src/store/open';
import { startTestProgram, type TestProgram } from '../kit/program';

jest.setTimeout(600_000);

interface Process {
  readonly bpmnProcessId: string;
  readonly version: number;
  readonly key: string;
}

const folders = readdirSync(path.join(projectRoot, 'processes'), { withFileTypes: true }).filter((entry) =>
  entry.isDirectory(),
);

/** What the engine wrote after `position`: value type and intent → number of records. */
async function written(dataDir: string, position: number) {
  const database = await openDatabase({ dataDir });
  try {
    const rows: { kind: string; count: string; last: string }[] = await database
      .knex('record')
      .where('position', '>', position)
      .select(database.knex.raw(`value_type || ' ' || intent AS kind`))
      .count({ count: '*' })
      .max({ last: 'position' })
      .groupBy('value_type', 'intent');
    return {
      kinds: Object.fromEntries(rows.map(({ kind, count }) => [kind, Number(count)])),
      last: Math.max(position, ...rows.map(({ last }) => Number(last))),
    };
  } finally {
    await database.close();
  }
}

async function processesOf(program: TestProgram): Promise<Process[]> {
  return (await program.as('admin').get<{ items: Process[] }>('/processes')).body.items;
}

test('starting again deploys nothing again', async () => {
  const first = await startTestProgram();
  const { dataDir } = first;
  try {
    const before = await processesOf(first);
    await first.stop({ keepData: true });
    expect(before).toHaveLength(folders.length);
    expect(before.filter(({ version }) => version !== 1)).toEqual([]);
    const { kinds, last } = await written(dataDir, -1);
    expect(kinds).toMatchObject({
      'DEPLOYMENT CREATED': folders.length,
      'PROCESS CREATED': folders.length,
      'TIMER CREATED': expect.any(Number),
    });

    const second = await startTestProgram({}, dataDir);
    const after = await processesOf(second);
    await second.stop({ keepData: true });
    expect(after).toEqual(before);
    expect((await written(dataDir, last)).kinds).toEqual({});
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});

test('what an owner published stays in service over restarts, and he decides when shipped files change', async () => {
  // given
  const bpmnProcessId = 'jonction-postes-domaine';
  const folder = 'c-jonction-postes-domaine';
  const file = `${folder}.bpmn`;
  const shipped = readFileSync(path.join(projectRoot, 'processes', folder, file), 'utf8');
  const content = shipped.replace(/(<bpmn:process [^>]*name=")[^"]*/, '$1Jonction revue');
  const versionOf = async (program: TestProgram) =>
    (await processesOf(program)).find((one) => one.bpmnProcessId === bpmnProcessId)?.version;
  const first = await startTestProgram();
  const { dataDir } = first;
  try {
    const owner = first.as('proprietaire');
    expect((await owner.post('/deployments', { resources: [{ name: file, content }] })).status).toBe(201);
    await first.stop({ keepData: true });

    // when the same files are shipped again
    const second = await startTestProgram({}, dataDir);
    expect(await versionOf(second)).toBe(2);
    await second.stop({ keepData: true });

    // when other files are shipped
    const database = await openDatabase({ dataDir });
    await database.knex('shipped_procedure').where({ folder }).update({ checksum: 'of the release before' });
    await database.close();
    const third = await startTestProgram({}, dataDir);
    expect(await versionOf(third)).toBe(2);
    const { body } = await third
      .as('proprietaire')
      .get<{ items: { folder: string }[] }>('/shipped-procedures');
    expect(body.items).toMatchObject([{ folder, bpmnProcessIds: [bpmnProcessId] }]);
    expect((await third.as('requerant').get('/shipped-procedures')).status).toBe(403);

    // then the owner takes them
    const decided = await third
      .as('proprietaire')
      .post(`/shipped-procedures/${folder}/decide`, { decision: 'TAKE' });
    expect(decided.status).toBe(204);
    expect(await versionOf(third)).toBe(3);
    await third.stop({ keepData: true });
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});

/** A program that starts again deploys its procedures again; what is the same gets no new version. */
import { readdirSync } from 'node:fs';
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

test('deploying everything again changes nothing', async () => {
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
    // As a real Zeebe: a deployment of duplicates is told, and nothing else.
    expect((await written(dataDir, last)).kinds).toEqual({ 'DEPLOYMENT CREATED': folders.length });
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});

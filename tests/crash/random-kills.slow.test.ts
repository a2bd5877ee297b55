/**
 * The engine's process killed with SIGKILL at random moments under load, again and again on the same database: nothing
 * acknowledged is lost, nothing is done twice, and the state stored equals the state replayed from the records.
 * CRASH_KILLS says how often (`npm run test:crash`: hundreds); CRASH_SEED repeats the moments of a run.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from '../../src/config/root';
import { Random } from '../conformance/random/random';
import { describeOnEveryDatabase, type TestDatabase } from '../kit/database';

const KILLS = Number(process.env['CRASH_KILLS'] ?? 4);
const SEED = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);
/** Kills on one database before a fresh one: its records only grow. */
const ON_ONE_DATABASE = 25;
const LONGEST_LIFE_MILLIS = 1200;

jest.setTimeout(3_600_000);

interface Checked {
  readonly acknowledged: number;
  readonly records: number;
  readonly rows: number;
  readonly problems: readonly string[];
}

interface Life {
  readonly checked: Checked | undefined;
  readonly errors: readonly string[];
}

function spawnChild(database: TestDatabase, acknowledged: string, name: string): ChildProcess {
  const { databaseUrl, dataDir } = database.location;
  return spawn(
    process.execPath,
    [
      path.join(projectRoot, 'tests/crash/engine-child.mjs'),
      path.join(projectRoot, 'dist'),
      acknowledged,
      name,
    ],
    {
      env: {
        PATH: process.env['PATH'],
        DATA_DIR: dataDir,
        ...(databaseUrl && { DATABASE_URL: databaseUrl }),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
}

/** Starts it, lets it work for so long, kills it. */
async function live(
  database: TestDatabase,
  acknowledged: string,
  name: string,
  millis: number,
): Promise<Life> {
  const child = spawnChild(database, acknowledged, name);
  const errors: string[] = [];
  let checked: Checked | undefined;
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const told = new Promise<void>((resolve) => lines.once('close', resolve));
  lines.on('line', (line) => {
    if (line.startsWith('ack ')) appendFileSync(acknowledged, `${line}\n`);
    if (line.startsWith('checked ')) checked = JSON.parse(line.slice('checked '.length)) as Checked;
    if (line.startsWith('error ')) errors.push(line);
    if (line === 'working') setTimeout(() => child.kill('SIGKILL'), millis);
  });
  await closed;
  await told;
  if (child.signalCode !== 'SIGKILL') errors.push(`ended by itself: ${complaint.slice(-2000)}`);
  return { checked, errors };
}

describeOnEveryDatabase('killed at random under load', (open, kind) => {
  test(`${KILLS} times, seed ${SEED}: nothing acknowledged is lost, nothing is done twice`, async () => {
    const random = new Random(SEED);
    let acknowledged = 0;
    for (let begun = 0; begun < KILLS; begun += ON_ONE_DATABASE) {
      const kills = Math.min(ON_ONE_DATABASE, KILLS - begun);
      acknowledged += await killOften(open, random, begun, kills);
      process.stdout.write(
        `${kind}: ${begun + kills} kills, ${acknowledged} commands acknowledged, none lost\n`,
      );
    }
    expect(acknowledged).toBeGreaterThan(KILLS);
  });
});

/** The last life only checks, and is killed soon. Returns how many commands were acknowledged in all. */
async function killOften(
  open: () => Promise<TestDatabase>,
  random: Random,
  begun: number,
  kills: number,
): Promise<number> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'logigramme-kills-'));
  const acknowledgedFile = path.join(folder, 'acknowledged');
  writeFileSync(acknowledgedFile, '');
  const database = await open();
  await database.close();
  let acknowledged = 0;
  try {
    for (let kill = 0; kill <= kills; kill += 1) {
      const millis = random.below(LONGEST_LIFE_MILLIS);
      const { checked, errors } = await live(database, acknowledgedFile, `k${begun + kill}`, millis);
      expect({ kill: begun + kill, errors, problems: checked?.problems }).toEqual({
        kill: begun + kill,
        errors: [],
        problems: [],
      });
      acknowledged = checked?.acknowledged ?? acknowledged;
    }
    return acknowledged;
  } finally {
    await database.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

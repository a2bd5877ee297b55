/** What keeps the program from starting is told in words: what was expected, what came, what to do; never a stack. */
import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../src/config/root';
import { fillDataDir, openPgliteTestDatabase } from '../kit/database';
import { expectOwnDatabase, ForeignDatabaseError } from '../../src/store/engine-owner';

jest.setTimeout(180_000);

let scratch: string;
let taken: Server;
beforeAll(async () => {
  scratch = mkdtempSync(path.join(os.tmpdir(), 'logigramme-start-'));
  taken = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  taken.close();
  rmSync(scratch, { recursive: true, force: true });
});

const takenPort = (): string => String((taken.address() as AddressInfo).port);

interface Ended {
  readonly code: number | null;
  readonly told: string;
}

interface Started {
  readonly ended: Promise<Ended>;
  /** Resolves when it says its address. */
  readonly running: Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

/** The program as people start it, on free ports. */
function start(settings: Readonly<Record<string, string>>, nodeOptions: readonly string[] = []): Started {
  const child = spawn(process.execPath, [...nodeOptions, 'dist/src/main/main.js'], {
    cwd: projectRoot,
    env: {
      PATH: process.env['PATH'] ?? '',
      PORT: '0',
      GATEWAY_PORT: '0',
      MANAGEMENT_PORT: '0',
      INGEST_PORT: '0',
      LOG_LEVEL: 'silent',
      DEMO_PASSWORD: 'demonstration',
      ...settings,
    },
  });
  let told = '';
  child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()));
  const running = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => chunk.includes('http://') && resolve());
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => resolve({ code, told }));
  });
  return { ended, running, kill: (signal) => child.kill(signal) };
}

/** A data folder that `npm start` made before, with what `damage` does to it. */
async function folderWith(damage: (folder: string) => void): Promise<string> {
  const folder = mkdtempSync(path.join(scratch, 'data-'));
  await fillDataDir(folder);
  damage(folder);
  return folder;
}

const empty = (): string => path.join(mkdtempSync(path.join(scratch, 'empty-')), 'data');

interface Case {
  readonly name: string;
  readonly settings: () => Record<string, string> | Promise<Record<string, string>>;
  readonly code: number;
  readonly told: readonly RegExp[];
}

const cases: readonly Case[] = [
  {
    name: 'a port that is no number',
    settings: () => ({ PORT: 'huit', DATA_DIR: empty() }),
    code: 78,
    told: [/^Expected a valid environment, but:\n {2}PORT: .*\nCorrect these variables/],
  },
  {
    name: 'two wrong variables at once',
    settings: () => ({ LOG_LEVEL: 'bavard', OIDC_ISSUER: 'nulle part', DATA_DIR: empty() }),
    code: 78,
    told: [/ LOG_LEVEL: /, / OIDC_ISSUER: /],
  },
  {
    name: 'a database address of another kind',
    settings: () => ({ DATABASE_URL: 'mysql://u:secret@127.0.0.1/x', DATA_DIR: empty() }),
    code: 78,
    told: [/ DATABASE_URL: /, /^(?![\s\S]*secret)/],
  },
  {
    name: 'a database that refuses',
    settings: () => ({ DATABASE_URL: 'postgres://u:secret@127.0.0.1:1/x', DATA_DIR: empty() }),
    code: 69,
    told: [
      /^Expected to reach the PostgreSQL at DATABASE_URL, but .*ECONNREFUSED.*Check its host/,
      /^(?![\s\S]*secret)/,
    ],
  },
  {
    name: 'a database name that nobody knows',
    settings: () => ({ DATABASE_URL: 'postgres://u:p@base.invalid/x', DATA_DIR: empty() }),
    code: 69,
    told: [/^Expected to reach the PostgreSQL at DATABASE_URL, but .*base\.invalid/],
  },
  {
    name: 'something else at the database’s port',
    settings: () => ({ DATABASE_URL: `postgres://u:p@127.0.0.1:${takenPort()}/x`, DATA_DIR: empty() }),
    code: 69,
    told: [/^Expected to reach the PostgreSQL at DATABASE_URL, but .+\. Check its host/],
  },
  {
    name: 'a data folder that is a file',
    settings: () => {
      const file = path.join(scratch, 'un-fichier');
      writeFileSync(file, '', { mode: 0o600 });
      return { DATA_DIR: file };
    },
    code: 78,
    told: [/^Expected to read and write the data folder .*un-fichier \(DATA_DIR\), but .* Give that folder/],
  },
  {
    name: 'a data folder inside a file',
    settings: () => {
      const file = path.join(scratch, 'autre-fichier');
      writeFileSync(file, '', { mode: 0o600 });
      return { DATA_DIR: path.join(file, 'data') };
    },
    code: 78,
    told: [/but a part of its path is a file\. Give that folder/],
  },
  {
    name: 'a data folder that others may read',
    settings: async () => ({ DATA_DIR: await folderWith((folder) => chmodSync(folder, 0o755)) }),
    code: 78,
    told: [/other accounts of this machine may reach .* \(mode 0755\)\. Run: chmod -R go= \/.*data-/],
  },
  {
    name: 'an empty database folder',
    settings: async () => ({
      DATA_DIR: await folderWith((folder) => {
        rmSync(path.join(folder, 'pglite', 'global'), { recursive: true });
      }),
    }),
    code: 78,
    told: [/^Expected to open the database in .*pglite, but PGlite failed: .+ restore it from a backup\.\n$/],
  },
  {
    name: 'a truncated control file',
    settings: async () => ({
      DATA_DIR: await folderWith((folder) => {
        writeFileSync(path.join(folder, 'pglite', 'global', 'pg_control'), 'x');
      }),
    }),
    code: 78,
    told: [/^Expected to open the database in .*pglite, but PGlite failed: .+ restore it from a backup\.\n$/],
  },
  {
    name: 'a port that is taken',
    settings: async () => ({ PORT: takenPort(), DATA_DIR: await folderWith(() => undefined) }),
    code: 69,
    told: [
      /^Expected to listen on 127\.0\.0\.1:\d+, but another program listens there .*Choose another PORT/,
    ],
  },
  {
    name: 'a gateway port that is taken',
    settings: async () => ({ GATEWAY_PORT: takenPort(), DATA_DIR: await folderWith(() => undefined) }),
    code: 69,
    told: [/^Expected to listen on 127\.0\.0\.1:\d+, but .*Choose another GATEWAY_PORT/],
  },
];

it.each(cases)('$name', async ({ settings, code, told }) => {
  const ended = await start(await settings()).ended;
  for (const one of told) expect(ended.told).toMatch(one);
  expect(ended.told).not.toMatch(/\n\s+at |node:internal|Error:/);
  expect(ended.code).toBe(code);
});

it('refuses a database that holds the records of a Zeebe', async () => {
  const database = await openPgliteTestDatabase();
  await expectOwnDatabase(database.knex);
  await database.knex.raw(
    `INSERT INTO record (partition_id, position, value_type, intent, key, "timestamp", record)
     VALUES (1, 1, 'JOB', 'CREATED', 1, 1, '{}')`,
  );
  await database.knex.raw(`INSERT INTO engine_journal (batch, part, changes) VALUES (1, 0, '[]')`);
  await expectOwnDatabase(database.knex);
  await database.knex.raw('DELETE FROM engine_journal');
  const refused = expectOwnDatabase(database.knex);
  await expect(refused).rejects.toThrow(ForeignDatabaseError);
  await expect(refused).rejects.toThrow(/records of a Zeebe\. Set ZEEBE_ADDRESS/);
  await database.dispose();
});

/** Paths under a folder, with what group and others may do. */
function openedIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => existsSync(file) && (statSync(file).mode & 0o077) !== 0);
}

it('what it makes is its own account’s alone; it ends in words when its database’s thread does', async () => {
  const dataDir = empty();
  mkdirSync(path.dirname(dataDir), { recursive: true });
  const program = start({ DATA_DIR: dataDir }, ['--require', path.join(__dirname, 'ended-thread.js')]);
  await program.running;
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  expect(readdirSync(path.join(dataDir, 'pglite')).length).toBeGreaterThan(10);
  expect(openedIn(dataDir)).toEqual([]);

  program.kill('SIGUSR2');
  const { code, told } = await program.ended;
  expect(told).toMatch(/^Expected the embedded database to go on, but its thread .*Start the program again/m);
  expect(told).not.toMatch(/\n\s+at /);
  expect(code).toBe(70);
});

describe('an open folder', () => {
  it.each([
    ['the folder, to read', '.', 0o755],
    ['the folder, to its group', '.', 0o710],
    ['the database', 'pglite', 0o750],
    ['one file of it', path.join('pglite', 'PG_VERSION'), 0o604],
  ])('%s, is refused, and opens after the command that it names', async (_what, entry, mode) => {
    const folder = await folderWith((made) => chmodSync(path.join(made, entry), mode));
    const { prepareDataFolder } = await import('../../src/store/pglite/data-folder');
    const refusal = await Promise.resolve()
      .then(() => prepareDataFolder(folder))
      .catch((error: Error) => error.message);
    const command = /Run: (.+)$/.exec(String(refusal))?.[1] ?? '';
    const { execSync } = await import('node:child_process');
    execSync(command);
    expect(() => prepareDataFolder(folder)).not.toThrow();
  });
});

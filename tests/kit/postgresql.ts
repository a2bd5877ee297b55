/**
 * A PostgreSQL server for tests, from the machine's own packages (Debian: `apt install postgresql`): its own data
 * folder, its own unix socket, no TCP port. `TEST_DATABASE_URL` names a server to use instead.
 */
import { execFileSync, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';

const DEBIAN_ROOT = '/usr/lib/postgresql';

function candidateFolders(): string[] {
  const folders: string[] = [];
  if (existsSync(DEBIAN_ROOT)) {
    const versions = readdirSync(DEBIAN_ROOT).sort((a, b) => Number(b) - Number(a));
    folders.push(...versions.map((version) => path.join(DEBIAN_ROOT, version, 'bin')));
  }
  try {
    folders.push(execFileSync('pg_config', ['--bindir'], { encoding: 'utf8', stdio: 'pipe' }).trim());
  } catch {
    // No pg_config: PostgreSQL's client packages are not installed either.
  }
  return folders;
}

function findBinaries(): string | undefined {
  return candidateFolders().find((folder) =>
    ['initdb', 'postgres'].every((name) => existsSync(path.join(folder, name))),
  );
}

/** PostgreSQL refuses to run as root; Debian's package brings the user `postgres`. */
function unprivileged(): { uid?: number; gid?: number } | undefined {
  if (process.getuid?.() !== 0) return {};
  try {
    const id = (flag: string) =>
      Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

/** Why tests on PostgreSQL cannot run on this machine; undefined when they can. */
export function postgresqlMissing(): string | undefined {
  if (process.env['TEST_DATABASE_URL']) return undefined;
  if (process.platform === 'win32') return 'no TEST_DATABASE_URL, and the kit starts a server on Unix only';
  if (!findBinaries())
    return `no TEST_DATABASE_URL, and no server binaries in ${DEBIAN_ROOT} or beside pg_config`;
  if (!unprivileged()) return 'running as root, and there is no user postgres to run the server as';
  return undefined;
}

export interface TestServer {
  /** Of the server, when it was started here. */
  readonly pids: readonly number[];
  /** Makes an empty database; resolves with its URL. */
  createDatabase(): Promise<string>;
  dropDatabase(url: string): Promise<void>;
  /** Ends it as an operator's restart does, and starts it again, on the same data; null of one that was given. */
  readonly restart: { down(): Promise<void>; up(): Promise<void> } | null;
  stop(): Promise<void>;
}

function serverAt(
  adminUrl: string,
  pids: readonly number[],
  stop: () => Promise<void>,
  restart: TestServer['restart'] = null,
): TestServer {
  const run = async (sql: string): Promise<void> => {
    const client = new Client({ connectionString: adminUrl });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  return {
    pids,
    createDatabase: async () => {
      const name = `logigramme_test_${randomUUID().replaceAll('-', '')}`;
      await run(`CREATE DATABASE ${name}`);
      const url = new URL(adminUrl);
      url.pathname = `/${name}`;
      return url.href;
    },
    restart,
    dropDatabase: (url) => run(`DROP DATABASE IF EXISTS ${new URL(url).pathname.slice(1)} WITH (FORCE)`),
    stop,
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => child.once('exit', resolve));
}

async function whenReady(child: ChildProcess): Promise<void> {
  let log = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes('database system is ready to accept connections')) resolve();
    });
    child.once('error', reject);
    child.once('exit', () => {
      reject(new Error(`Expected PostgreSQL to start, but it ended:\n${log}`));
    });
  });
}

/**
 * Starts a server, or uses the one at `TEST_DATABASE_URL`. Ask `postgresqlMissing()` first.
 * Tests need no fsync; what is measured does.
 */
export async function startPostgresql({ fsync = false } = {}): Promise<TestServer> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given) return serverAt(given, [], () => Promise.resolve());
  const binaries = findBinaries();
  const user = unprivileged();
  if (!binaries || !user)
    throw new Error(`Expected PostgreSQL, but ${postgresqlMissing() ?? 'it is missing'}`);

  const folder = mkdtempSync(path.join(os.tmpdir(), 'logigramme-pg-'));
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = path.join(folder, 'data');
  const options: SpawnOptions = { ...user, cwd: folder, env: { ...process.env, LC_ALL: 'C.UTF-8' } };
  execFileSync(
    path.join(binaries, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
    {
      ...options,
      stdio: 'pipe',
    },
  );
  const settings = [
    'listen_addresses=',
    `unix_socket_directories=${folder}`,
    `fsync=${fsync ? 'on' : 'off'}`,
    'shared_buffers=64MB',
  ];
  const launch = async (): Promise<ChildProcess> => {
    const started = spawn(
      path.join(binaries, 'postgres'),
      ['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
      { ...options, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    await whenReady(started);
    return started;
  };
  let child = await launch();
  const down = async (): Promise<void> => {
    child.kill('SIGINT');
    await ended(child);
  };
  const url = `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`;
  const stop = async (): Promise<void> => {
    await down();
    rmSync(folder, { recursive: true, force: true });
  };
  const up = async (): Promise<void> => {
    child = await launch();
  };
  return serverAt(url, child.pid === undefined ? [] : [child.pid], stop, { down, up });
}

/**
 * Writes the fixtures of upgrade.slow.test.ts: what an earlier program left in its database, with cases under way.
 *
 *   git worktree add /tmp/earlier 3f12245 && cd /tmp/earlier && npm ci && npm run build
 *   node tests/upgrade/write-fixture.mjs /tmp/earlier pglite
 *   DATABASE_URL=postgresql://… node tests/upgrade/write-fixture.mjs /tmp/earlier postgresql    (an empty database)
 *
 * The program is killed, not stopped: what it leaves is what a power cut leaves.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { ZBClient } from 'zeebe-node';

const here = import.meta.dirname;
const [program, kind] = process.argv.slice(2);
if (!['pglite', 'postgresql'].includes(kind)) throw new Error('Expected FOLDER pglite|postgresql');
const dataDir = mkdtempSync(path.join(os.tmpdir(), 'logigramme-earlier-'));
const password = 'demonstration';

const child = spawn(process.execPath, [path.join(program, 'dist/src/main.js')], {
  cwd: program,
  env: {
    PATH: process.env.PATH,
    PORT: '0',
    GATEWAY_PORT: '0',
    MANAGEMENT_PORT: '0',
    INGEST_PORT: '0',
    DATA_DIR: dataDir,
    DEMO: 'true',
    DEMO_PASSWORD: password,
    ...(kind === 'postgresql' && { DATABASE_URL: process.env.DATABASE_URL }),
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const ended = new Promise((resolve) => child.once('exit', resolve));

/** The first group of the pattern, once the program has said it. */
let said = '';
child.stdout.setEncoding('utf8').on('data', (text) => (said += text));
async function until(pattern) {
  for (;;) {
    const found = pattern.exec(said);
    if (found) return found[1];
    if (child.exitCode !== null) throw new Error(`Expected ${pattern}, but the program ended:\n${said}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function api(url, method, resource, body) {
  const answer = await fetch(`${url}/api/v1${resource}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${resource}: ${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? undefined : answer.json();
}

/** The program says no word when it has deployed what it ships: their number stands still. */
async function proceduresDeployed(url) {
  let before = -1;
  for (;;) {
    const { length } = (await api(url, 'GET', '/processes')).items;
    if (length > 0 && length === before) return;
    before = length;
    await new Promise((resolve) => setTimeout(resolve, 3_000));
  }
}

async function makeCases(url, address) {
  const client = new ZBClient(address, { loglevel: 'NONE', retry: false });
  await client.deployResource({
    name: 'cases.bpmn',
    process: readFileSync(path.join(here, 'cases.bpmn')),
  });
  const start = async (bpmnProcessId, variables = {}) =>
    (await client.createProcessInstance({ bpmnProcessId, variables })).processInstanceKey;
  await start('at-user-task', { objet: 'Réseau « Nord »' });
  await start('at-timer');
  await start('at-service-task', { montant: 21, exact: '0.10' });
  await start('at-service-task', { montant: 4 });
  await start('with-incident');
  const multi = await start('in-multi-instance', { personnes: ['Awa', 'Bilé', 'Cyr'] });
  await start('at-message', { numero: 'N-7' });
  // One of the two service tasks is in the hands of a worker that dies with the program.
  const jobs = await client.activateJobs({
    type: 'upgrade-compute',
    maxJobsToActivate: 1,
    timeout: 600_000,
    worker: 'earlier',
    requestTimeout: 10_000,
  });
  if (jobs.length !== 1) throw new Error(`Expected a job, but got ${jobs.length}`);
  let tasks = [];
  while (tasks.length < 3) {
    tasks = (await api(url, 'GET', `/tasks?processInstanceKey=${multi}&state=CREATED`)).items;
  }
  await api(url, 'POST', `/tasks/${tasks[1].key}/complete`, { variables: { reponse: 'oui' } });
  while ((await api(url, 'GET', '/incidents')).items.length === 0);
  const own = (await api(url, 'GET', '/tasks?state=CREATED&group=dsi')).items[0];
  await api(url, 'POST', `/tasks/${own.key}/claim`);
  await client.close();
}

/** Rows as JSON texts of the database's own, so that no number passes through JavaScript. */
async function dump(query) {
  const tables = await query(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1",
  );
  const lines = [];
  for (const { name } of tables) {
    const [{ rows }] = await query(`SELECT coalesce(json_agg(t), '[]')::text AS rows FROM "${name}" t`);
    if (rows !== '[]') lines.push(name, rows.replaceAll('\n', ' '));
  }
  return lines.join('\n');
}

async function readDatabase() {
  if (kind === 'pglite') {
    const pglite = new PGlite({ dataDir: path.join(dataDir, 'pglite') });
    const text = await dump(async (sql) => (await pglite.query(sql)).rows);
    await pglite.close();
    return text;
  }
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  const text = await dump(async (sql) => (await client.query(sql)).rows);
  await client.end();
  return text;
}

try {
  const url = await until(/Logigramme : (http\S+)/u);
  const address = await until(/"address":"([^"]+)"[^\n]*gateway/u);
  await proceduresDeployed(url);
  await makeCases(url, address);
} finally {
  child.kill('SIGKILL');
  await ended;
}
const text = await readDatabase();
const packed = brotliCompressSync(text, {
  params: { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_QUALITY]: 11 },
});
writeFileSync(path.join(here, `fixtures/3f12245-${kind}.br`), packed);
process.stdout.write(`${kind}: ${text.length} characters, ${packed.length} bytes\n`);
rmSync(dataDir, { recursive: true, force: true });

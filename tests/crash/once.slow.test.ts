/** The program is killed (SIGKILL) at each step of a start: the same Idempotency-Key, sent again, has made one case. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../src/config/root';
import { openDatabase } from '../../src/store/open';
import { demande, PROCEDURE_B } from '../kit/procedure-b';
import { PASSWORD, startTestProgram } from '../kit/program';

jest.setTimeout(240_000);

const compiled = (file: string): string => JSON.stringify(path.join(projectRoot, 'dist/src', file));

/** The whole program in a process of its own that kills itself where `fault` says. */
function startAndDie(fault: string, dataDir: string): ChildProcess {
  const text = `
    const fault = ${JSON.stringify(fault)};
    const die = () => process.kill(process.pid, 'SIGKILL');
    const around = (prototype, name, concerns = () => true) => {
      const real = prototype[name];
      prototype[name] = async function (...args) {
        if (fault === 'before ' + name && concerns(...args)) die();
        const answer = await real.apply(this, args);
        if (fault === 'after ' + name && concerns(...args)) die();
        return answer;
      };
    };
    const { CaseNumbers } = require(${compiled('cases/numbers.js')});
    for (const step of ['allocate', 'assign']) around(CaseNumbers.prototype, step);
    const { PgliteEngineStore } = require(${compiled('store/pglite/engine-store.js')});
    around(PgliteEngineStore.prototype, 'commit', ({ records }) =>
      records.some(({ valueType }) => valueType === 'PROCESS_INSTANCE_CREATION'));
    const { readEnvironment } = require(${compiled('config/environment.js')});
    const { startProgram } = require(${compiled('main/program.js')});
    const pino = require('pino');
    startProgram(readEnvironment(), pino({ level: 'silent' })).then(async (program) => {
      await program.deployed;
      process.stdout.write(program.url);
    });`;
  const environment = {
    ...process.env,
    PORT: '0',
    GATEWAY_PORT: '0',
    GATEWAY_REST_PORT: '0',
    MANAGEMENT_PORT: '0',
    INGEST_PORT: '0',
    DATA_DIR: dataDir,
    DEMO: 'true',
    DEMO_PASSWORD: PASSWORD,
  };
  return spawn(process.execPath, ['-e', text], {
    cwd: projectRoot,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

interface Started {
  readonly status: number;
  readonly body: unknown;
}
type Start = (url: string, key: string) => Promise<Started>;

async function answered(response: Response): Promise<Started> {
  return { status: response.status, body: await response.json() };
}

const byApi: Start = async (url, key) =>
  answered(
    await fetch(`${url}/api/v1/process-instances`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`requerant:${PASSWORD}`).toString('base64')}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify({ bpmnProcessId: PROCEDURE_B, variables: demande }),
    }),
  );

const byPage: Start = async (url, key) => {
  const signedIn = await fetch(`${url}/connexion`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url },
    body: new URLSearchParams({ identifiant: 'requerant', motDePasse: PASSWORD }),
  });
  return answered(
    await fetch(`${url}/procedures/${PROCEDURE_B}/demarrer`, {
      method: 'POST',
      headers: {
        origin: url,
        cookie: (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '',
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify({ variables: demande }),
    }),
  );
};

/** As if the minute had passed after which a call without answer is taken to have died. */
async function letTheCallBeAbandoned(dataDir: string): Promise<void> {
  const database = await openDatabase({ dataDir });
  const rows = await database
    .knex('idempotency_key')
    .update({ created_at: new Date(Date.now() - 3_600_000) });
  await database.close();
  expect(rows).toBe(1);
}

test.each([
  ['after allocate', 'API', byApi],
  ['before commit', 'API', byApi],
  ['after commit', 'API', byApi],
  ['before assign', 'API', byApi],
  ['after assign', 'API', byApi],
  ['after commit', 'page', byPage],
] as const)('killed %s, by %s', async (fault, _by, start) => {
  const root = mkdtempSync(path.join(os.tmpdir(), 'logigramme-once-'));
  const dataDir = path.join(root, 'data');
  const key = `cle-${fault}`;
  try {
    const child = startAndDie(fault, dataDir);
    const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
    const [url] = (await once(child.stdout ?? child, 'data')) as [Buffer];
    await expect(start(url.toString(), key)).rejects.toThrow();
    expect((await ended)[1]).toBe('SIGKILL');
    await letTheCallBeAbandoned(dataDir);

    const program = await startTestProgram({}, dataDir);
    try {
      const again = await start(program.url, key);
      expect(again.status).toBeLessThan(300);
      expect(await start(program.url, key)).toEqual(again);
      const cases = () =>
        program
          .as('admin')
          .get<{ items: readonly { caseNumber: string }[] }>(
            `/process-instances?bpmnProcessId=${PROCEDURE_B}`,
          );
      expect((await cases()).body.items).toMatchObject([
        { caseNumber: expect.stringMatching(/^B-\d{4}-000001$/) },
      ]);
      await start(program.url, 'une autre intention');
      expect((await cases()).body.items).toHaveLength(2);
    } finally {
      await program.stop();
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

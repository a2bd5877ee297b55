/** The database of the whole program goes away and comes back: people are told, it heals by itself, nothing is lost or doubled. */
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { codeOf } from '../../src/store/errors';
import { Acknowledged } from '../crash/acknowledged';
import { postgresqlMissing, startPostgresql } from '../kit/postgresql';
import { demande, PROCEDURE_B, saisies } from '../kit/procedure-b';
import { eventually, startTestProgram, type Answer, type TestProgram } from '../kit/program';
import { mountSmallDisk, smallDiskMissing } from '../kit/small-disk';

jest.setTimeout(240_000);

interface Outage {
  readonly program: TestProgram;
  /** What needs no new space still works. */
  readonly readable: boolean;
  begin(): Promise<void>;
  end(): Promise<void>;
  dispose(): Promise<void>;
}

async function stoppedPostgresql(): Promise<Outage> {
  const server = await startPostgresql();
  if (server.restart === null)
    throw new Error('Expected a server of our own, but TEST_DATABASE_URL gives one');
  const program = await startTestProgram({
    DATABASE_URL: await server.createDatabase(),
    LOG_LEVEL: 'silent',
  });
  const { down, up } = server.restart;
  return {
    program,
    readable: false,
    begin: down,
    end: up,
    async dispose() {
      await program.stop();
      await server.stop();
    },
  };
}

function fill(file: string): void {
  const handle = openSync(file, 'w');
  try {
    for (let size = 2 ** 20; size >= 512; size /= 2) {
      try {
        for (;;) writeSync(handle, Buffer.alloc(size, 'x'));
      } catch (error) {
        if (codeOf(error) !== 'ENOSPC') throw error;
      }
    }
  } finally {
    closeSync(handle);
  }
}

async function fullDisk(): Promise<Outage> {
  const root = mkdtempSync(path.join(os.tmpdir(), 'logigramme-full-'));
  const disk = mountSmallDisk(path.join(root, 'disk'), 400);
  const program = await startTestProgram({ LOG_LEVEL: 'silent' }, path.join(disk.folder, 'data'));
  const filler = path.join(disk.folder, 'filler');
  return {
    program,
    readable: true,
    begin: () => Promise.resolve(fill(filler)),
    end: () => Promise.resolve(rmSync(filler)),
    async dispose() {
      await program.stop();
      disk.unmount();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

const outages = [
  [
    'PostgreSQL is restarted',
    postgresqlMissing() ?? (process.env['TEST_DATABASE_URL'] && 'a server given'),
    stoppedPostgresql,
  ],
  ['the disk of PGlite is full', smallDiskMissing(), fullDisk],
] as const;

describe.each(outages)('%s', (_name, missing, open) => {
  const when = missing === undefined || missing === '' ? test : test.skip;

  when('it says so, then heals', async () => {
    const outage = await open();
    try {
      const { program } = outage;
      const as = (name: string) => program.as(name);
      const said = new Acknowledged();
      const first = await said.start(as, demande);

      await outage.begin();
      type Failed = { code: string; detail: string };
      const start = (): Promise<Answer<Failed>> =>
        as('requerant').post<Failed>('/process-instances', {
          bpmnProcessId: PROCEDURE_B,
          variables: demande,
        });
      // What the database has room for already is still taken.
      let taken = 1;
      for (let failed = 0; failed < 3;) {
        const { status, body } = await start();
        if (status === 201) taken += 1;
        else {
          failed += 1;
          expect([status, body.code]).toEqual([
            503,
            expect.stringMatching(/^(DATABASE|ENGINE)_UNAVAILABLE$/u),
          ]);
          expect(body.detail).toMatch(/réessayez/u);
        }
        expect(taken).toBeLessThan(500);
      }
      const page = await fetch(`${program.url}/connexion`, {
        method: 'POST',
        body: new URLSearchParams({ identifiant: 'dsi', motDePasse: 'faux' }),
        headers: { origin: program.url },
      });
      expect(page.status).toBe(outage.readable ? 401 : 503);
      if (!outage.readable) expect(await page.text()).toContain('Réessayez dans un instant');

      await outage.end();
      await eventually(
        () =>
          said.complete(as, first, 'dsi', 'B2_transmettre_au_cb', saisies.B2_transmettre_au_cb).then(
            () => true,
            () => false,
          ),
        (done) => done,
      );
      await said.start(as, demande);
      expect(await said.lost(as)).toEqual([]);
      type Cases = { total: number };
      const { body } = await as('admin').get<Cases>(`/process-instances?bpmnProcessId=${PROCEDURE_B}`);
      expect(body.total).toBe(taken + 1);
    } finally {
      await outage.dispose();
    }
  });
});

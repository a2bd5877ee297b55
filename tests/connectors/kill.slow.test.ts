/** The program is killed (SIGKILL) at each step of a backup: the job, tried again, leaves one record and one file. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createBackup } from '../../src/connectors/backup/backup';
import { backupSettings } from '../../src/connectors/backup/settings';
import { fillDataDir } from '../kit/database';
import { eventually } from '../kit/program';
import { openDatabase } from '../../src/store/open';
import { killedAt } from './kill-kit';

const job = { jobKey: '4503599627370500', processInstanceKey: '4503599627370400' };

const isRunning = (pid: string) =>
  existsSync(`/proc/${pid}/stat`) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');

test.each([
  'before begin',
  'after begin',
  'before started',
  'after started',
  'before the file has its name',
  'after the file has its name',
  'before end',
  'after end',
])(
  'killed %s',
  async (fault) => {
    const root = mkdtempSync(path.join(os.tmpdir(), 'logigramme-kill-'));
    try {
      const [dataDir, folder] = [path.join(root, 'data'), path.join(root, 'sauvegardes')];
      mkdirSync(folder);
      await fillDataDir(dataDir);
      const pids = path.join(root, 'pids');
      const program = path.join(root, 'sauver.cjs');
      // Whoever is killed while it runs must not wait for it to end by itself.
      const hangs = fault.endsWith('started');
      writeFileSync(
        program,
        `#!${process.execPath}
         require('node:fs').appendFileSync(${JSON.stringify(pids)}, process.pid + '\\n');
         process.stdout.write('contenu');
         if (${hangs} && process.argv[2] === 'bloque') setInterval(() => {}, 1000);`,
        { mode: 0o755 },
      );
      const settingsWith = (args: readonly string[]) =>
        backupSettings.parse({
          folder,
          plans: [{ name: 'appli', servers: ['Appli'], kind: 'command', program, arguments: args }],
        });
      const killed = { call: 'runOnce', job, fault, dataDir, settings: settingsWith(['bloque']) } as const;
      expect(await killedAt(killed)).toBe('SIGKILL');

      const database = await openDatabase({ dataDir });
      try {
        const { knex } = database;
        const parts = { knex, clock: () => new Date(), read: (name: string) => process.env[name] };
        const run = await createBackup({ ...parts, ownFolder: null, settings: settingsWith([]) }).runOnce(
          job,
          'Appli',
        );
        expect(run).toMatchObject({ state: 'DONE', size: 7 });
        expect(await knex('backup_run')).toMatchObject([{ job_key: job.jobKey, state: 'DONE' }]);
        expect(readdirSync(folder)).toEqual([path.basename(run.file)]);
        expect(readFileSync(run.file, 'utf8')).toBe('contenu');
        const started = existsSync(pids) ? readFileSync(pids, 'utf8').trim().split('\n') : [];
        const again = ['after the file has its name', 'before end', 'after end'].includes(fault);
        if (again) expect(started).toHaveLength(1);
        if (fault === 'after started')
          await eventually(
            async () => started.filter(isRunning),
            (running) => running.length === 0,
          );
        for (const pid of started.filter(isRunning)) process.kill(-Number(pid), 'SIGKILL');
      } finally {
        await database.close();
      }
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  },
  120_000,
);

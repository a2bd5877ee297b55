/** A process of its own that does one step of a backup and kills itself (SIGKILL) where it is told to. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { projectRoot } from '../../src/config/root';

export interface Attempt {
  readonly call: 'runOnce' | 'copyOnce';
  readonly job: { readonly jobKey: string; readonly processInstanceKey: string };
  readonly fault: string;
  readonly dataDir: string;
  readonly settings: object;
  readonly variables?: Readonly<Record<string, string>>;
}

/**
 * Faults: `before`/`after` + a step of BackupRuns (`begin`, `started`, `verifying`, `end`), `the file has its name`, or
 * a command to the object store (`UploadPartCommand`…). Resolves with the signal that ended the process.
 */
export async function killedAt({
  call,
  job,
  fault,
  dataDir,
  settings,
  variables,
}: Attempt): Promise<string | null> {
  const compiled = (name: string) => JSON.stringify(path.join(projectRoot, 'dist', 'src', name));
  const text = `
    const fs = require('node:fs/promises');
    const fault = ${JSON.stringify(fault)};
    const around = async (what, work) => {
      if (fault === 'before ' + what) process.kill(process.pid, 'SIGKILL');
      const answer = await work();
      if (fault === 'after ' + what) process.kill(process.pid, 'SIGKILL');
      return answer;
    };
    const { rename } = fs;
    fs.rename = (from, to) => around('the file has its name', () => rename(from, to));
    const { S3Client } = require('@aws-sdk/client-s3');
    const { send } = S3Client.prototype;
    S3Client.prototype.send = function (command, ...more) {
      return around(command.constructor.name, () => send.call(this, command, ...more));
    };
    const { openDatabase } = require(${compiled('store/open.js')});
    const { createBackup } = require(${compiled('connectors/backup/backup.js')});
    const { BackupRuns } = require(${compiled('connectors/backup/runs.js')});
    for (const step of ['begin', 'started', 'verifying', 'end']) {
      const real = BackupRuns.prototype[step];
      BackupRuns.prototype[step] = function (...args) { return around(step, () => real.apply(this, args)); };
    }
    openDatabase({ dataDir: ${JSON.stringify(dataDir)} }).then(({ knex }) =>
      createBackup({ settings: ${JSON.stringify(settings)}, read: (name) => process.env[name], knex, clock: () => new Date() })
        .${call}(${JSON.stringify(job)}, 'Appli'));`;
  const child = spawn(process.execPath, ['-e', text], {
    cwd: projectRoot,
    env: { ...process.env, ...variables, NODE_NO_WARNINGS: '1' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  return signal;
}

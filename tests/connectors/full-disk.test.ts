/** A disk that fills, for real (a small tmpfs, where this machine lets us mount one): told, nothing half left, then mended. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openBackupPlace, type BackupPlace } from './kit';

const mount = (folder: string, megabytes: number, ...options: string[]) =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', [`size=${megabytes}m`, ...options].join(','), 'tmpfs', folder])
    .status === 0;

function missing(): string | undefined {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'logigramme-tmpfs-'));
  try {
    if (process.platform !== 'linux' || !mount(folder, 1)) return 'no right to mount a tmpfs';
    execFileSync('umount', [folder]);
    return undefined;
  } finally {
    rmdirSync(folder);
  }
}

const why = missing();
(why === undefined ? describe : describe.skip)(`a full disk${why === undefined ? '' : ` (${why})`}`, () => {
  let place: BackupPlace;
  let disk: string;
  let lastKey = 300;
  const jobOf = () => ({ jobKey: String((lastKey += 1)), processInstanceKey: String(lastKey * 10) });
  const plan = (more: object = {}) => ({
    name: 'dossier',
    servers: ['Fichiers'],
    kind: 'directory',
    source: place.source,
    ...more,
  });

  beforeEach(async () => {
    place = await openBackupPlace();
    disk = path.join(place.root, 'plein');
    mkdirSync(disk);
    expect(mount(disk, 2)).toBe(true);
    writeFileSync(path.join(place.source, 'grand'), Buffer.alloc(4 * 1024 ** 2, 'x'));
  });
  afterEach(async () => {
    execFileSync('umount', [disk]);
    await place.dispose();
  });

  it.each(['of the backups', 'of the medium', 'of the trial restore'])(
    '%s is told; with room the same step succeeds',
    async (which) => {
      const backup = place.backup(
        [plan(which === 'of the trial restore' ? { verify: { folder: disk } } : {})],
        {},
        {
          ...(which === 'of the backups' && { folder: disk }),
          ...(which === 'of the medium' && { external: { folder: disk, reference: 'DX-07' } }),
        },
      );
      const job = jobOf();
      const step = async () => {
        const run = await backup.runOnce(job, 'Fichiers');
        const copy = await backup.copyOnce({ ...job, jobKey: `${job.jobKey}1` });
        return { run, copy };
      };
      await expect(step()).rejects.toMatchObject({
        retryable: true,
        message: `Le disque qui reçoit les sauvegardes (${disk}) est plein. Libérez de l’espace, puis relancez l’étape.`,
      });
      expect(readdirSync(disk)).toEqual([]);
      expect(mount(disk, 16, 'remount')).toBe(true);
      expect(await step()).toMatchObject({ run: { state: 'DONE' }, copy: { reference: 'DX-07' } });
      const runs = await place.runs();
      expect(runs).toMatchObject([
        { kind: 'BACKUP', state: 'DONE' },
        { kind: 'COPY', state: 'DONE' },
      ]);
      expect(readdirSync(disk)).toHaveLength(which === 'of the trial restore' ? 0 : 1);
    },
    60_000,
  );
});

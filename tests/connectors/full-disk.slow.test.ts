/** A disk that fills, for real (a small tmpfs, where this machine lets us mount one): told, nothing half left, then mended. */
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { mountSmallDisk, smallDiskMissing, type SmallDisk } from '../kit/small-disk';
import { openBackupPlace, type BackupPlace } from './kit';

const why = smallDiskMissing();
(why === undefined ? describe : describe.skip)(`a full disk${why === undefined ? '' : ` (${why})`}`, () => {
  let place: BackupPlace;
  let mounted: SmallDisk;
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
    mounted = mountSmallDisk(disk, 2);
    writeFileSync(path.join(place.source, 'grand'), Buffer.alloc(4 * 1024 ** 2, 'x'));
  });
  afterEach(async () => {
    mounted.unmount();
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
      mounted.resize(16);
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

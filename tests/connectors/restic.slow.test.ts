/** Backups by restic itself, where it is installed: one snapshot a job, restored on trial, and how it fails. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { reportOf } from '../../src/connectors/backup/report';
import { backupSettings } from '../../src/connectors/backup/settings';
import { openBackupPlace, type BackupPlace } from './kit';

const missing = spawnSync('restic', ['version']).status === 0 ? undefined : 'restic is not installed';
const describeWhereItIs = missing === undefined ? describe : describe.skip;

describeWhereItIs(`restic${missing === undefined ? '' : ` (${missing})`}`, () => {
  const password = 'mot de passe du dépôt';
  const variables = { DEPOT: password };
  let place: BackupPlace;
  let repository: string;
  let lastKey = 900;
  const jobOf = () => ({ jobKey: String((lastKey += 1)), processInstanceKey: String(lastKey * 10) });
  const plan = (more: object = {}) => ({
    name: 'intranet',
    servers: ['Intranet'],
    kind: 'restic',
    source: place.source,
    repository,
    passwordFrom: 'DEPOT',
    verify: { folder: place.scratch },
    ...more,
  });
  const restic = (...args: string[]): string =>
    execFileSync('restic', args, {
      env: { ...process.env, RESTIC_REPOSITORY: repository, RESTIC_PASSWORD: password },
      encoding: 'utf8',
    });
  const snapshots = (): readonly { tags: string[]; paths: string[] }[] =>
    JSON.parse(restic('snapshots', '--json')) as { tags: string[]; paths: string[] }[];

  beforeEach(async () => {
    place = await openBackupPlace();
    repository = path.join(place.root, 'dépôt');
    restic('init');
    mkdirSync(path.join(place.source, 'sous-dossier'));
    for (const name of ['a', 'sous-dossier/b', '-rf', '$(touch pirate)\nx', '--exclude=*'])
      writeFileSync(path.join(place.source, name), `contenu de ${name}`);
    symlinkSync('nulle-part', path.join(place.source, 'lien'));
  });
  afterEach(() => place.dispose());

  it('makes one marked snapshot a job, restores it on trial, and tells what it saved', async () => {
    const backup = place.backup([plan()], variables);
    expect(await backup.check()).toEqual({ ok: true, findings: ['1 plan(s) de sauvegarde prêt(s).'] });
    const job = jobOf();
    const run = await backup.runOnce(job, 'Intranet');
    expect(run).toMatchObject({
      state: 'DONE',
      verification: 'Dossier restauré à l’essai : 5 fichier(s) comparé(s).',
      said: expect.stringMatching(/^Instantané [0-9a-f]{8} du dépôt restic\.$/u),
    });
    expect(run.size).toBeGreaterThanOrEqual(60);
    expect(reportOf(run)).toContain('sauvegarde réussie');
    expect(await backup.runOnce(job, 'Intranet')).toEqual(run);
    expect(snapshots()).toMatchObject([{ tags: [`logigramme-${job.jobKey}`], paths: [place.source] }]);
    expect(readdirSync(place.scratch)).toEqual([]);
    expect(readdirSync(place.folder)).toEqual([path.basename(run.file)]);
    expect(readFileSync(run.file, 'utf8')).not.toContain(password);
    expect(await backup.copyOnce({ ...job, jobKey: `${job.jobKey}1` })).toBeNull();
  });

  it('finds the snapshot of an attempt that was killed before it could tell', async () => {
    const job = jobOf();
    restic('backup', '--quiet', '--tag', `logigramme-${job.jobKey}`, place.source);
    expect(await place.backup([plan()], variables).runOnce(job, 'Intranet')).toMatchObject({ state: 'DONE' });
    expect(snapshots()).toHaveLength(1);
  });

  it('whose snapshot is damaged is a failed backup', async () => {
    const job = jobOf();
    restic('backup', '--quiet', '--tag', `logigramme-${job.jobKey}`, place.source);
    const data = path.join(repository, 'data');
    for (const folder of readdirSync(data))
      for (const name of readdirSync(path.join(data, folder))) {
        const file = path.join(data, folder, name);
        const bytes = readFileSync(file);
        chmodSync(file, 0o600);
        writeFileSync(file, bytes.fill(0, 0, Math.min(64, bytes.length)));
      }
    const run = await place.backup([plan()], variables).runOnce(job, 'Intranet');
    expect(run.state).toBe('FAILED');
  });

  it('says that its repository does not open', async () => {
    const backup = place.backup([plan()], { DEPOT: 'faux' });
    const run = await backup.runOnce(jobOf(), 'Intranet');
    expect(run).toMatchObject({ state: 'FAILED', said: expect.stringContaining('wrong password') });
    expect((await backup.check()).findings.join()).toMatch(
      /le dépôt restic ne s’ouvre pas .*wrong password/u,
    );
    expect(snapshots()).toEqual([]);
  });

  it('where it is not installed, says so before and at the step', async () => {
    const backup = place.backup([plan({ program: 'restic-absent' })], variables);
    expect((await backup.check()).findings).toEqual([
      'Plan « intranet » : le programme « restic-absent » est introuvable ou ne peut pas être exécuté.',
    ]);
    await expect(backup.runOnce(jobOf(), 'Intranet')).rejects.toMatchObject({
      retryable: false,
      message: expect.stringContaining('« restic-absent » est introuvable'),
    });
  });
});

test.each([{ repository: '-rf' }, { repository: 'depot' }, { source: 'relatif' }, { repository: '/a\0b' }])(
  'the settings %j are refused',
  (wrong) => {
    const plan = {
      ...{ name: 'intranet', servers: ['Intranet'], kind: 'restic', source: '/srv/intranet' },
      ...{ repository: '/srv/depot', passwordFrom: 'DEPOT' },
    };
    const settingsWith = (changed: object) => ({ folder: '/srv/sauvegardes', plans: [changed] });
    expect(backupSettings.safeParse(settingsWith(plan)).success).toBe(true);
    expect(backupSettings.safeParse(settingsWith({ ...plan, ...wrong })).success).toBe(false);
  },
);

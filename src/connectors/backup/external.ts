/** Copies a backup for externalisation: into the medium's folder, on the object store, or both. */
import path from 'node:path';
import type { ReadVariable } from '../../kit/connector';
import { BackupError, explainBackupError } from './errors';
import { copyWhole, fingerprint, removeDrafts, type Fingerprint } from './files';
import type { BackupRun } from './runs';
import { createS3Store, type ObjectStore } from './s3-store';
import type { ExternalSettings, Support } from './settings';

export interface External {
  /** Where the copy of this file belongs: the medium's file, else the object's address. */
  placeOf(file: string): string;
  /** The object's address; null where there is no object store. */
  objectOf(file: string): string | null;
  /** Supports that a copy is on. */
  readonly supports: readonly Support[];
  readonly store: ObjectStore | null;
  /** Safe to repeat: a copy that is there and good stays. Throws `BackupError`. */
  copy(source: BackupRun): Promise<Fingerprint>;
}

const damaged = (where: string): BackupError =>
  new BackupError(
    `La copie sur « ${where} » ne correspond pas à la sauvegarde (empreintes différentes) : ` +
      'le support ou la sauvegarde est abîmé. Changez de support, puis relancez l’étape.',
    true,
  );

export function createExternal(settings: ExternalSettings, read: ReadVariable): External {
  const { folder, s3, reference } = settings;
  const store = s3 === undefined ? null : createS3Store(s3, read);

  async function intoFolder(source: BackupRun, to: string): Promise<Fingerprint> {
    const file = path.join(to, path.basename(source.file));
    try {
      await removeDrafts(file);
      if ((await fingerprint(file))?.sha256 !== source.sha256) await copyWhole(source.file, file);
      const copied = await fingerprint(file);
      if (copied === null || copied.sha256 !== source.sha256) throw damaged(reference);
      return copied;
    } catch (error) {
      throw explainBackupError(error, to, '');
    }
  }

  async function ontoStore(source: BackupRun, to: ObjectStore): Promise<Fingerprint> {
    const original = await fingerprint(source.file);
    if (original === null || original.sha256 !== source.sha256) {
      throw new BackupError(
        `La sauvegarde ${source.file} n’est plus là ou a changé depuis qu’elle a été faite : elle ne peut pas être ` +
          'copiée. Faites une nouvelle sauvegarde.',
        false,
      );
    }
    const copied = await to.put(source.file, path.basename(source.file), original);
    if (copied.sha256 !== original.sha256) throw damaged(to.addressOf(path.basename(source.file)));
    return copied;
  }

  return {
    placeOf: (file) =>
      folder === undefined
        ? (store?.addressOf(path.basename(file)) ?? '')
        : path.join(folder, path.basename(file)),
    objectOf: (file) => store?.addressOf(path.basename(file)) ?? null,
    supports: [
      ...(folder === undefined ? [] : [settings.support]),
      ...(store === null ? [] : (['Stockage distant'] as const)),
    ],
    store,
    async copy(source) {
      const inFolder = folder === undefined ? null : await intoFolder(source, folder);
      const onStore = store === null ? null : await ontoStore(source, store);
      const copied = inFolder ?? onStore;
      if (copied === null) throw new Error('Expected a folder or an object store, but neither is configured');
      return copied;
    },
  };
}

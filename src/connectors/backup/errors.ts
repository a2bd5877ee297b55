/** What kept a backup from being tried, in words for people; a backup that was tried and failed is a result. */
import { BackupSettingsError } from './command';

export class BackupError extends Error {
  override readonly name = 'BackupError';
  /** `message` is French, for people; `retryable`: it may pass by itself. */
  constructor(
    message: string,
    readonly retryable: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A text property of what Node threw; '' when it has none. */
function textOf(error: unknown, name: 'code' | 'syscall' | 'path'): string {
  if (typeof error !== 'object' || error === null) return '';
  const value = (error as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : '';
}

const diskFull = (folder: string): string =>
  `Le disque qui reçoit les sauvegardes (${folder}) est plein. Libérez de l’espace, puis relancez l’étape.`;

export const fullDisk = (folder: string, cause?: unknown): BackupError =>
  new BackupError(diskFull(folder), true, { cause });

/** `folder`: where it was to be written; `program`: what was to be started. */
export function explainBackupError(error: unknown, folder: string, program: string): unknown {
  if (error instanceof BackupSettingsError) return new BackupError(error.message, false, { cause: error });
  if (textOf(error, 'syscall').startsWith('spawn')) {
    const text =
      `Le programme de sauvegarde « ${textOf(error, 'path') || program} » est introuvable ou ne peut pas être exécuté sur ce serveur. ` +
      'L’administrateur doit l’installer ou corriger le fichier des connecteurs, puis relancer l’étape.';
    return new BackupError(text, false, { cause: error });
  }
  switch (textOf(error, 'code')) {
    case 'ENOSPC':
    case 'EDQUOT':
      return fullDisk(folder, error);
    case 'ENOENT':
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'EIO': {
      const text =
        `Le dossier ${folder} n’est pas accessible en écriture : le disque est-il branché ? ` +
        'Vérifiez-le (page « Connecteurs », bouton « Tester »), puis relancez l’étape.';
      return new BackupError(text, true, { cause: error });
    }
    default:
      return error;
  }
}

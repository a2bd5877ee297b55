/** What an object store refuses, in words for people. */
import { BackupSettingsError } from './command';
import { BackupError } from './errors';
import type { S3Settings } from './settings';

function textOf(error: unknown, name: 'name' | 'code' | 'Code' | 'message'): string {
  if (typeof error !== 'object' || error === null) return '';
  const value = (error as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : '';
}

/** 0: it never answered. */
function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null) return 0;
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return $metadata?.httpStatusCode ?? 0;
}

export const isS3Error = (error: unknown, ...codes: readonly string[]): boolean =>
  codes.includes(textOf(error, 'name')) || codes.includes(textOf(error, 'Code'));

const network = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'TimeoutError',
]);

/** The client may wrap what the network says, its code only in the message. */
function isNetworkError(error: unknown): boolean {
  const said = [textOf(error, 'code'), textOf(error, 'name'), ...textOf(error, 'message').split(/[^A-Z_]+/)];
  return said.some((word) => network.has(word));
}

const full = ['InsufficientCapacity', 'QuotaExceeded', 'XMinioStorageFull', 'StorageFull', 'EntityTooLarge'];

/** Anything that is no answer of the store is left as it is. */
export function explainS3Error(error: unknown, settings: S3Settings, timedOut: boolean): unknown {
  if (error instanceof BackupSettingsError) return new BackupError(error.message, false, { cause: error });
  const where = `Le stockage ${settings.endpoint} (compartiment « ${settings.bucket} »)`;
  const say = (text: string, retryable: boolean) =>
    new BackupError(`${where} ${text}`, retryable, { cause: error });
  if (timedOut)
    return say('n’a pas répondu dans le temps accordé. Vérifiez le réseau, puis relancez l’étape.', true);
  const status = statusOf(error);
  if (isNetworkError(error))
    return say('ne répond pas. Vérifiez le réseau et le stockage, puis relancez l’étape.', true);
  if (status === 0) return error;
  if (isS3Error(error, ...full) || status === 507)
    return say('n’a plus de place. Libérez de l’espace, puis relancez l’étape.', true);
  if (isS3Error(error, 'NoSuchBucket') || status === 404)
    return say('n’existe pas. L’administrateur doit corriger le fichier des connecteurs.', false);
  if (status === 401 || status === 403) {
    const { accessKeyFrom, secretKeyFrom } = settings;
    return say(
      `refuse l’accès. L’administrateur doit vérifier les clés (variables ${accessKeyFrom} et ${secretKeyFrom}) ` +
        'et leurs droits, puis redémarrer le programme et relancer l’étape.',
      false,
    );
  }
  return say(
    `a répondu par une erreur (${status} ${textOf(error, 'name')} : ${textOf(error, 'message').slice(0, 300)}). ` +
      'Relancez l’étape plus tard ; si cela persiste, prévenez l’administrateur.',
    status >= 429,
  );
}

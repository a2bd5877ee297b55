/** One connection to the directory, bound as the service account, for one piece of work. */
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { Client, NoSuchObjectError, type Entry } from 'ldapts';
import type { ReadVariable } from '../../../kit/connector';
import { quoted, refused } from '../error';
import { readSecret } from '../variable';
import { explainDirectoryError } from './errors';
import type { DirectorySettings } from './settings';

/** Certificates are always verified, against `caFile` or the machine's authorities. */
function tlsOptions({ url, caFile }: DirectorySettings): ConnectionOptions {
  const host = new URL(url).hostname.replace(/^\[|\]$/gu, '');
  const options: ConnectionOptions = {
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    host,
    ...(isIP(host) === 0 && { servername: host }),
  };
  if (caFile === undefined) return options;
  try {
    return { ...options, ca: readFileSync(caFile) };
  } catch (error) {
    throw refused(
      `Le fichier de l’autorité de certification ${caFile} ne peut pas être lu (« ${quoted(error)} »).`,
      error,
    );
  }
}

export interface DirectoryAccess {
  readonly settings: DirectorySettings;
  readonly read: ReadVariable;
}

/** Throws `AccountError`, whatever went wrong. */
export async function inDirectory<Result>(
  { settings, read }: DirectoryAccess,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const millis = settings.timeoutSeconds * 1000;
  const password = readSecret(read, settings.passwordFrom, 'L’annuaire');
  const tls = tlsOptions(settings);
  const client = new Client({
    url: settings.url,
    timeout: millis,
    connectTimeout: millis,
    ...(new URL(settings.url).protocol === 'ldaps:' && { tlsOptions: tls }),
  });
  try {
    if (settings.startTls) await client.startTLS(tls);
    await client.bind(settings.bindDn, password);
    return await work(client);
  } catch (error) {
    throw explainDirectoryError(error, settings);
  } finally {
    await client.unbind().catch(() => undefined);
  }
}

/** Entries below `base`; [] when the base itself is not there. */
export async function findEntries(
  client: Client,
  base: string,
  filter: string,
  attributes: readonly string[],
  scope: 'base' | 'sub' = 'sub',
): Promise<readonly Entry[]> {
  try {
    return (await client.search(base, { scope, filter, attributes: [...attributes] })).searchEntries;
  } catch (error) {
    if (error instanceof NoSuchObjectError) return [];
    throw error;
  }
}

/** All values of a text attribute. */
export function valuesOf(entry: Entry, attribute: string): readonly string[] {
  const key = Object.keys(entry).find((name) => name.toLowerCase() === attribute.toLowerCase());
  const value = key === undefined ? undefined : entry[key];
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map((one) =>
    Buffer.isBuffer(one) ? one.toString('utf8') : one,
  );
}

/** What is wrong with the directory's settings: nothing is changed there. */
import type { Client } from 'ldapts';
import { checkOf, type ConnectorCheck } from '../../../kit/connector';
import { AccountError } from '../error';
import { findEntries, inDirectory, type DirectoryAccess } from './session';
import { accountGroups, accountPlaces, workstationPlaces } from './settings';

async function missing(client: Client, what: string, places: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    places.map(async (dn) => {
      const entries = await findEntries(client, dn, '(objectClass=*)', ['objectClass'], 'base');
      return entries.length > 0
        ? []
        : [
            `${what} ${dn} : l’annuaire ne le montre pas au compte de service. Il n’existe pas, ou le droit de le lire manque.`,
          ];
    }),
  );
  return found.flat();
}

export async function checkDirectory(access: DirectoryAccess): Promise<ConnectorCheck> {
  const { settings } = access;
  const { accounts, workstations, baseDn, url } = settings;
  try {
    const problems = await inDirectory(access, async (client) => [
      ...(await missing(client, 'Racine', [baseDn])),
      ...(accounts === undefined ? [] : await missing(client, 'Unité des comptes', accountPlaces(accounts))),
      ...(accounts === undefined ? [] : await missing(client, 'Groupe', accountGroups(accounts))),
      ...(workstations === undefined
        ? []
        : await missing(client, 'Unité des postes', workstationPlaces(workstations))),
    ]);
    return checkOf(
      problems,
      `L’annuaire ${url} répond, accepte le compte de service et montre toutes les unités.`,
    );
  } catch (error) {
    if (error instanceof AccountError) return checkOf([error.message], '');
    throw error;
  }
}

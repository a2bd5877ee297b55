/** Workstations in the directory, as computer objects that machines join, and the names that they get. */
import { AlreadyExistsError, DN, type Client, type Entry } from 'ldapts';
import { refused } from '../error';
import { markOf, type AccountJob } from '../job';
import { NameKind, type NameBook } from '../name-book';
import { byName, noNameLeft, oneLine, renderName } from '../naming';
import { dialectOf } from './dialect';
import { parentOf } from './membership';
import { findEntries, inDirectory, valuesOf, type DirectoryAccess } from './session';
import { isBelow, plainDn, workstationPlaces, type WorkstationSettings } from './settings';

/** All throw `AccountError`. */
export interface Machines {
  /** The next free name of the site, kept for the job. */
  name(job: AccountJob, site: string): Promise<string>;
  /** Makes the computer object; the domain that it is in. */
  join(job: AccountJob, name: string, inventory: string | undefined): Promise<{ readonly domain: string }>;
  /** Moves it to the place of its site, and tells which. */
  move(name: string, site: string): Promise<{ readonly place: string }>;
}

/** NetBIOS. */
const longestName = 15;

export function createMachines(
  access: DirectoryAccess,
  settings: WorkstationSettings,
  names: NameBook,
): Machines {
  const dialect = dialectOf(access.settings);
  const { baseDn, domain, markAttribute } = access.settings;

  function siteOf(name: string): { readonly code: string; readonly ou: string } {
    const found = byName(settings.sites, name);
    if (found !== undefined) return found;
    const known = Object.keys(settings.sites).join(', ') || 'aucun';
    throw refused(
      `Le site « ${oneLine(name)} » n’est pas dans le fichier des connecteurs. Sites connus : ${known}. ` +
        'Corrigez le site du dossier, ou ajoutez-le au fichier, puis relancez l’étape.',
    );
  }

  const withName = (client: Client, name: string): Promise<readonly Entry[]> =>
    findEntries(client, baseDn, dialect.machineFilter(name), [markAttribute, 'cn']);

  const nameOf = (code: string, number: number): string =>
    renderName(settings.name, { site: code, numero: String(number).padStart(settings.digits, '0') });

  /** What every name of the site begins with. */
  const prefixOf = (code: string): string =>
    renderName(settings.name, { site: code, numero: '\n' }).split('\n')[0] ?? '';

  function checkName(text: string): string {
    const name = oneLine(text);
    const codes = Object.values(settings.sites).map(({ code }) => code);
    const patterns = codes.map((site) =>
      renderName(settings.name, { site, numero: '\n' }).replace('\n', `[0-9]{${settings.digits}}`),
    );
    if (name.length <= longestName && patterns.some((pattern) => new RegExp(`^${pattern}$`, 'iu').test(name)))
      return name;
    const [site = 'SITE'] = codes;
    throw refused(
      `Le nom « ${name} » ne suit pas la nomenclature des postes, par exemple ${nameOf(site, 1)} ` +
        `(${longestName} caractères au plus). Corrigez le nom du poste dans le dossier, puis relancez l’étape.`,
    );
  }

  async function nextName(client: Client, job: AccountJob, code: string): Promise<string> {
    const prefix = prefixOf(code);
    const [entries, kept] = await Promise.all([
      findEntries(client, baseDn, dialect.machinePrefixFilter(prefix), ['cn']),
      names.beginningWith(NameKind.WORKSTATION, prefix),
    ]);
    const used = new Set(
      [...entries.flatMap((entry) => valuesOf(entry, 'cn')), ...kept].map((one) => one.toUpperCase()),
    );
    for (let number = 1; number < 10 ** settings.digits; number += 1) {
      const name = nameOf(code, number);
      if (name.length > longestName) break;
      if (!used.has(name.toUpperCase()) && (await names.choose(NameKind.WORKSTATION, name, job))) return name;
    }
    throw noNameLeft(code);
  }

  return {
    async name(job, site) {
      const before = await names.chosen(NameKind.WORKSTATION, job);
      if (before !== null) return before;
      const { code } = siteOf(site);
      return inDirectory(access, (client) => nextName(client, job, code));
    },

    async join(job, text, inventory) {
      const name = checkName(text);
      const mark = markOf(job);
      return inDirectory(access, async (client) => {
        const [found] = await withName(client, name);
        if (found === undefined) {
          const dn = `${new DN().addPairRDN('cn', name).toString()},${settings.ou}`;
          const more = inventory === undefined ? undefined : oneLine(inventory);
          try {
            await client.add(dn, dialect.machineAttributes({ name, inventory: more, mark }));
          } catch (error) {
            if (error instanceof AlreadyExistsError) throw taken(name);
            throw error;
          }
        } else if (!valuesOf(found, markAttribute).includes(mark)) throw taken(name);
        return { domain };
      });
    },

    async move(text, site) {
      const { ou } = siteOf(site);
      const name = oneLine(text);
      return inDirectory(access, async (client) => {
        const found = (await withName(client, name)).find(({ dn }) =>
          workstationPlaces(settings).some((place) => isBelow(dn, place)),
        );
        if (found === undefined) {
          throw refused(
            `L’annuaire n’a aucun poste « ${name} » dans les unités que ce programme gère. ` +
              'Joignez d’abord le poste au domaine, puis relancez l’étape.',
          );
        }
        const place = parentOf(found.dn);
        if (plainDn(place) !== plainDn(ou)) {
          await client.modifyDN(found.dn, `${found.dn.slice(0, found.dn.length - place.length - 1)},${ou}`);
        }
        return { place: ou };
      });
    },
  };
}

const taken = (name: string): Error =>
  refused(
    `Un autre poste s’appelle déjà « ${name} » dans l’annuaire. Donnez un autre nom au poste, ` +
      'ou faites retirer l’ancien de l’annuaire, puis relancez l’étape.',
  );

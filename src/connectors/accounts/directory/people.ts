/** Accounts of people in the directory. Each operation looks before it acts, so that a job tried again changes nothing twice. */
import { AlreadyExistsError, DN, type Client, type Entry } from 'ldapts';
import { refused } from '../error';
import { markOf, type AccountJob } from '../job';
import type { NameBook } from '../name-book';
import { NameKind } from '../name-book';
import { byName, candidateNames, noNameLeft, oneLine, readPersonName } from '../naming';
import { groupsOfProfile } from '../profiles';
import { dialectOf, type Dialect } from './dialect';
import { parentOf, settleGroups } from './membership';
import { findEntries, inDirectory, valuesOf, type DirectoryAccess } from './session';
import { accountPlaces, isBelow, plainDn, type AccountSettings } from './settings';

export interface NewAccount {
  readonly fullName: string;
  readonly mail: string | undefined;
  readonly service: string | undefined;
  readonly profile: string | undefined;
  /** Null: an earlier attempt has handed it on already, so the account has it. */
  readonly password: string | null;
}

export interface AccountChange {
  readonly login: string;
  readonly service: string | undefined;
  readonly profile: string | undefined;
  /** Null: the account keeps its own. */
  readonly password: string | null;
}

/** All throw `AccountError`. */
export interface People {
  create(job: AccountJob, account: NewAccount): Promise<{ readonly login: string }>;
  change(change: AccountChange): Promise<void>;
  /** Of an account that is not deactivated: OpenLDAP would unlock it. */
  resetPassword(login: string, password: string): Promise<void>;
  disable(login: string): Promise<void>;
}

const placeOf = (settings: AccountSettings, service: string | undefined): string | undefined =>
  service === undefined ? undefined : byName(settings.services, service);

export function createPeople(access: DirectoryAccess, settings: AccountSettings, names: NameBook): People {
  const dialect: Dialect = dialectOf(access.settings);
  const { baseDn, markAttribute } = access.settings;
  const checkProfile = (profile: string | undefined): void => {
    if (profile !== undefined) groupsOfProfile(settings.profiles, profile);
  };

  const withLogin = (client: Client, login: string): Promise<readonly Entry[]> =>
    findEntries(client, baseDn, dialect.accountFilter(login), [markAttribute]);

  /** The account, if it is one that this program looks after. */
  async function existing(client: Client, login: string): Promise<string> {
    const found = await withLogin(client, login.trim());
    const own = found.find(({ dn }) => accountPlaces(settings).some((place) => isBelow(dn, place)));
    if (own !== undefined) return own.dn;
    throw refused(
      found.length === 0
        ? `L’annuaire n’a aucun compte « ${oneLine(login)} ». Corrigez le login du dossier, puis relancez l’étape.`
        : `Le compte « ${oneLine(login)} » n’est pas dans une unité que ce programme gère : il n’y touche pas. ` +
            'L’administrateur de l’annuaire doit faire l’opération, ou ajouter l’unité au fichier des connecteurs.',
    );
  }

  async function chooseName(
    client: Client,
    job: AccountJob,
    account: NewAccount,
    without: ReadonlySet<string>,
  ): Promise<string> {
    const before = await names.chosen(NameKind.ACCOUNT, job);
    if (before !== null) return before;
    const person = readPersonName(account.fullName, settings.nameOrder);
    const rules = { rules: settings.names, longest: settings.longestName };
    for (const name of candidateNames(person, rules)) {
      if (without.has(name)) continue;
      const taken = await findEntries(client, baseDn, dialect.takenFilter(name), ['cn']);
      if (taken.length === 0 && (await names.choose(NameKind.ACCOUNT, name, job))) return name;
    }
    throw noNameLeft(person.full);
  }

  /** Its DN; null: the name is somebody else's. */
  async function made(
    client: Client,
    job: AccountJob,
    login: string,
    account: NewAccount,
  ): Promise<string | null> {
    const mark = markOf(job);
    const found = await withLogin(client, login);
    const own = found.find((entry) => valuesOf(entry, markAttribute).includes(mark));
    if (own !== undefined) return own.dn;
    if (found.length > 0) return null;
    if (account.password === null) {
      throw refused(
        `Le compte « ${login} » que ce programme avait créé a disparu de l’annuaire. ` +
          'L’administrateur de l’annuaire doit dire pourquoi avant que la demande soit refaite.',
      );
    }
    const person = readPersonName(account.fullName, settings.nameOrder);
    const dn = `${new DN().addPairRDN(dialect.accountName, login).toString()},${placeOf(settings, account.service) ?? settings.ou}`;
    try {
      await client.add(
        dn,
        dialect.personAttributes({ login, person, mail: account.mail, mark }, account.password),
      );
      return dn;
    } catch (error) {
      if (error instanceof AlreadyExistsError) return null;
      throw error;
    }
  }

  async function create(job: AccountJob, account: NewAccount): Promise<{ login: string }> {
    checkProfile(account.profile);
    return inDirectory(access, async (client) => {
      // Names that nothing shows and the directory refuses all the same.
      const refusedNames = new Set<string>();
      for (;;) {
        const login = await chooseName(client, job, account, refusedNames);
        const dn = await made(client, job, login, account);
        if (dn === null) {
          await names.giveUp(NameKind.ACCOUNT, job);
          refusedNames.add(login);
          continue;
        }
        if (account.password !== null) await dialect.givePassword(client, dn, account.password);
        await settleGroups(client, settings, dn, account.profile ?? '');
        return { login };
      }
    });
  }

  /** Its DN there. */
  async function moveTo(client: Client, dn: string, place: string | undefined): Promise<string> {
    if (place === undefined || plainDn(parentOf(dn)) === plainDn(place)) return dn;
    const there = `${dn.slice(0, dn.length - parentOf(dn).length - 1)},${place}`;
    await client.modifyDN(dn, there);
    return there;
  }

  return {
    create,
    async change({ login, service, profile, password }) {
      checkProfile(profile);
      await inDirectory(access, async (client) => {
        const dn = await moveTo(client, await existing(client, login), placeOf(settings, service));
        await settleGroups(client, settings, dn, profile ?? null);
        if (password !== null) await dialect.givePassword(client, dn, password);
      });
    },
    async resetPassword(login, password) {
      await inDirectory(access, async (client) => {
        const dn = await existing(client, login);
        if (settings.disabledOu !== undefined && isBelow(dn, settings.disabledOu)) {
          throw refused(
            `Le compte « ${oneLine(login)} » est désactivé : il ne reçoit pas de nouveau mot de passe.`,
          );
        }
        await dialect.givePassword(client, dn, password);
      });
    },
    async disable(login) {
      await inDirectory(access, async (client) => {
        const dn = await existing(client, login);
        await dialect.disable(client, dn);
        const there = await moveTo(client, dn, settings.disabledOu);
        await settleGroups(client, settings, there, null);
      });
    },
  };
}

/** Accounts and workstations in real directories: what is made, found again, moved, and what cannot be slipped in. */
import { randomUUID } from 'node:crypto';
import type { Entry } from 'ldapts';
import { createAccountDirectory } from '../../../src/connectors/accounts/directory/directory';
import type { DirectorySettings } from '../../../src/connectors/accounts/directory/settings';
import { openPgliteTestDatabase, type TestDatabase } from '../../kit/database';
import {
  agents,
  base,
  checkers,
  everybody,
  left,
  machines,
  otherService,
  port,
  portMachines,
  readers,
  servicePassword,
  slapdMissing,
  startLdapjs,
  startSlapd,
  type InMemory,
  type TestDirectory,
} from './directories';
import ldap from 'ldapjs';

let database: TestDatabase;
let lastKey = 4_503_599_627_370_000;
const jobOf = () => ({ jobKey: String((lastKey += 1)), processInstanceKey: String(lastKey * 2) });
const newPassword = () => `Aa1!${randomUUID()}`;

beforeAll(async () => {
  database = await openPgliteTestDatabase();
});
afterAll(() => database.dispose());

function open(settings: DirectorySettings, password = servicePassword) {
  const {
    people,
    machines: workstations,
    check,
  } = createAccountDirectory({
    settings,
    read: (name) => ({ ANNUAIRE_PASSWORD: password })[name],
    knex: database.knex,
    clock: () => new Date(),
  });
  if (people === null || workstations === null) throw new Error('unreachable');
  return { people, workstations, check };
}

const awa = (password: string | null) => ({
  fullName: 'Awa Traoré',
  mail: 'awa.traore@douanes.example',
  service: 'bureau du port',
  profile: 'vérificateur',
  password,
});

const textsOf = (entry: Entry | undefined, name: string): string[] => {
  const value =
    entry === undefined ? undefined : Object.entries(entry).find(([key]) => key.toLowerCase() === name)?.[1];
  return (value === undefined ? [] : Array.isArray(value) ? value : [value]).map(String);
};

const hostile = [
  'Awa *)(uid=*',
  'Awa Traoré,ou=Chefs',
  'Awa Traoré,ou=Agents,dc=douanes,dc=example',
  'Awa Tra\0oré',
  'Awa Traoré\ndn: cn=pirate,dc=douanes,dc=example\nobjectClass: person',
  'Awa )(objectClass=*',
  '#Awa "Traoré" + <cn=x>; \\2a\\00',
  '  Awa\tTraoré  ',
  'Ａwa Ｔraoré',
  'Awa\u202EéroarT',
];

function describeDirectory(name: string, start: () => Promise<TestDirectory>): void {
  describe(name, () => {
    let directory: TestDirectory;
    beforeAll(async () => {
      directory = await start();
    });
    afterAll(() => directory.stop());
    beforeEach(async () => {
      await directory.clear();
      await database.knex('account_name').delete();
    });

    const isActiveDirectory = name.includes('Active Directory');
    const dnOf = (login: string, place: string) => `${isActiveDirectory ? 'cn' : 'uid'}=${login},${place}`;
    const found = async (dn: string) => (await directory.entries()).find((one) => one.dn === dn);
    const membersOf = async (group: string) => textsOf(await found(group), 'member');

    test('an account is made in its service’s place, with its groups, and asks for another password', async () => {
      const { people } = open(directory.settings());
      const password = newPassword();
      const job = jobOf();
      expect(await people.create(job, awa(password))).toEqual({ login: 'atraore' });
      const dn = dnOf('atraore', port);
      const entry = await found(dn);
      expect(textsOf(entry, 'displayname')).toEqual(['Awa Traoré']);
      expect(textsOf(entry, 'mail')).toEqual(['awa.traore@douanes.example']);
      expect(JSON.stringify(entry)).not.toContain(password);
      expect(await membersOf(everybody)).toContain(dn);
      expect(await membersOf(checkers)).toContain(dn);
      expect(await membersOf(readers)).not.toContain(dn);
      expect(await directory.signIn(dn, password)).toBe('');
      expect(await directory.mayLook(dn, password)).toBe(false);
      expect(await directory.signIn(dn, 'autre')).not.toBe('');
    });

    test('tried again, a job finds its account; another job of the same person makes another name', async () => {
      const { people } = open(directory.settings());
      const job = jobOf();
      const password = newPassword();
      await people.create(job, awa(password));
      expect(await people.create(job, awa(password))).toEqual({ login: 'atraore' });
      expect(await people.create(job, awa(null))).toEqual({ login: 'atraore' });
      expect(await directory.signIn(dnOf('atraore', port), password)).toBe('');
      const names = [];
      for (const _ of [1, 2, 3]) names.push((await people.create(jobOf(), awa(newPassword()))).login);
      expect(names).toEqual(['awa.traore', 'atraore2', 'atraore3']);
      expect((await directory.entries('(mail=awa.traore@douanes.example)')).length).toBe(4);
    });

    test('ten jobs at once make ten accounts of ten names', async () => {
      const { people } = open(directory.settings());
      const made = await Promise.all(
        Array.from({ length: 10 }, () => people.create(jobOf(), awa(newPassword()))),
      );
      expect(new Set(made.map(({ login }) => login)).size).toBe(10);
      expect((await directory.entries('(mail=awa.traore@douanes.example)')).length).toBe(10);
    });

    test('a change moves the account, gives the profile’s groups and a new password; twice changes nothing more', async () => {
      const { people } = open(directory.settings());
      await people.create(jobOf(), { ...awa(newPassword()), service: undefined });
      const [before, after] = [dnOf('atraore', agents), dnOf('atraore', port)];
      expect(await membersOf(checkers)).toContain(before);
      const password = newPassword();
      const change = { login: ' ATRAORE ', service: 'Bureau du Port', profile: 'Lecteur', password };
      for (const _ of ['once', 'twice']) {
        await people.change(change);
        expect(await found(before)).toBeUndefined();
        expect(await directory.signIn(after, password)).toBe('');
        expect(await membersOf(everybody)).toEqual(expect.arrayContaining([after]));
        expect(await membersOf(everybody)).not.toContain(before);
        expect(await membersOf(readers)).toContain(after);
        expect(await membersOf(checkers)).toEqual([expect.stringContaining('cn=logigramme')]);
      }
    });

    test('a deactivated account lets nobody in and goes to the place of those who left', async () => {
      const { people } = open(directory.settings());
      const password = newPassword();
      await people.create(jobOf(), awa(password));
      for (const _ of ['once', 'twice']) {
        await people.disable('atraore');
        expect(await found(dnOf('atraore', left))).toBeDefined();
        expect(await directory.signIn(dnOf('atraore', left), password)).not.toBe('');
      }
      await expect(people.resetPassword('atraore', newPassword())).rejects.toThrow('est désactivé');
      expect(await directory.signIn(dnOf('atraore', left), password)).not.toBe('');
    });

    test('another default password replaces the one before, and has to be changed too', async () => {
      const { people } = open(directory.settings());
      const [before, after] = [newPassword(), newPassword()];
      await people.create(jobOf(), awa(before));
      await people.resetPassword('atraore', after);
      expect(await directory.signIn(dnOf('atraore', port), before)).not.toBe('');
      expect(await directory.signIn(dnOf('atraore', port), after)).toBe('');
      expect(await directory.mayLook(dnOf('atraore', port), after)).toBe(false);
      await expect(people.resetPassword('absent', after)).rejects.toThrow('aucun compte « absent »');
    });

    test('accounts outside the configured places are left alone', async () => {
      const { people } = open(directory.settings());
      await directory.add(dnOf('patron', `ou=Chefs,${base}`), {
        ...(isActiveDirectory
          ? { objectClass: ['user'], cn: ['patron'], sAMAccountName: ['patron'], unicodePwd: [] }
          : { objectClass: ['inetOrgPerson'], uid: ['patron'], cn: ['patron'] }),
        sn: ['Patron'],
      });
      await expect(people.disable('patron')).rejects.toMatchObject({
        retryable: false,
        message: expect.stringContaining('n’est pas dans une unité que ce programme gère'),
      });
      await expect(people.disable('absent')).rejects.toThrow('L’annuaire n’a aucun compte « absent »');
      await expect(people.disable('*')).rejects.toThrow('L’annuaire n’a aucun compte « * »');
      await expect(people.disable('x)(|(uid=*')).rejects.toThrow('aucun compte');
    });

    test('an unknown profile is told before anything is made', async () => {
      const { people } = open(directory.settings());
      await expect(
        people.create(jobOf(), { ...awa(newPassword()), profile: 'Chef suprême' }),
      ).rejects.toMatchObject({
        retryable: false,
        message: expect.stringContaining('Profils connus : Vérificateur, Lecteur'),
      });
      expect(await directory.entries('(mail=awa.traore@douanes.example)')).toEqual([]);
    });

    test.each(hostile)('the name %j makes one plain account and nothing else', async (fullName) => {
      const { people } = open(directory.settings());
      const before = (await directory.entries()).map(({ dn }) => dn);
      const { login } = await people.create(jobOf(), { ...awa(newPassword()), fullName });
      expect(login).toMatch(/^[a-z0-9.-]+$/u);
      const after = (await directory.entries()).map(({ dn }) => dn);
      expect(after.filter((dn) => !before.includes(dn))).toEqual([dnOf(login, port)]);
      expect(textsOf(await found(dnOf(login, port)), 'displayname').join()).not.toMatch(/\p{C}/u);
    });

    test('a workstation gets the next name of its site, is joined once, and moves to its site', async () => {
      const { workstations } = open(directory.settings());
      const [job, other] = [jobOf(), jobOf()];
      const first = await workstations.name(job, 'abidjan-port');
      expect([first, await workstations.name(job, 'Abidjan-Port')]).toEqual([
        'ABJ-PORT-0001',
        'ABJ-PORT-0001',
      ]);
      expect(await workstations.name(other, 'Abidjan-Port')).toBe('ABJ-PORT-0002');
      for (const _ of ['once', 'twice']) {
        expect(await workstations.join(job, first, 'INV-2026-0042')).toEqual({ domain: 'douanes.example' });
        expect((await directory.entries('(cn=ABJ-PORT-0001)')).map(({ dn }) => dn)).toEqual([
          `cn=ABJ-PORT-0001,${machines}`,
        ]);
      }
      await expect(workstations.join(other, first, undefined)).rejects.toThrow(
        'Un autre poste s’appelle déjà',
      );
      for (const _ of ['once', 'twice']) {
        expect(await workstations.move(first, 'Abidjan-Port')).toEqual({ place: portMachines });
        expect((await directory.entries('(cn=ABJ-PORT-0001)')).map(({ dn }) => dn)).toEqual([
          `cn=ABJ-PORT-0001,${portMachines}`,
        ]);
      }
    });

    test.each(['PC-1', 'ABJ-PORT-1', 'ABJ-PORT-0001,ou=Chefs', '*', 'ABJ-PORT-0001\n', 'ABJ-PORT-00012'])(
      'a workstation called %j is refused or is that very name',
      async (name) => {
        const { workstations } = open(directory.settings());
        const before = (await directory.entries()).length;
        const outcome = await workstations.join(jobOf(), name, undefined).catch((error: unknown) => error);
        if (name.trim() === 'ABJ-PORT-0001') expect(outcome).toEqual({ domain: 'douanes.example' });
        else
          expect(outcome).toMatchObject({ message: expect.stringContaining('ne suit pas la nomenclature') });
        expect((await directory.entries()).length).toBe(before + (name.trim() === 'ABJ-PORT-0001' ? 1 : 0));
      },
    );

    describe('its check', () => {
      test('says that it works', async () => {
        expect(await open(directory.settings()).check()).toEqual({
          ok: true,
          findings: [expect.stringContaining('accepte le compte de service')],
        });
      });
      test.each([
        ['a wrong password', {}, 'faux', /refuse le compte de service .* ou son mot de passe/u],
        ['an absent password', {}, '', /variable d’environnement ANNUAIRE_PASSWORD, qui est absente/u],
        [
          'an absent base',
          { baseDn: 'dc=example', accounts: undefined },
          servicePassword,
          /Racine dc=example/u,
        ],
        [
          'an absent place',
          { accounts: { ou: `ou=Rien,${base}`, groups: [`cn=rien,${base}`] } },
          servicePassword,
          /Unité des comptes ou=Rien.*Groupe cn=rien/u,
        ],
        [
          'an unreadable authority',
          { caFile: '/nulle/part.pem' },
          servicePassword,
          /\/nulle\/part\.pem ne peut pas être lu/u,
        ],
        [
          'an unknown authority',
          { caFile: undefined },
          servicePassword,
          /un certificat que ce programme ne reconnaît pas/u,
        ],
        ['nobody there', { url: 'ldaps://localhost:1' }, servicePassword, /ne répond pas/u],
        [
          'an unknown host',
          { url: 'ldaps://annuaire.invalid' },
          servicePassword,
          /est introuvable sur le réseau/u,
        ],
      ])('says %s', async (_what, changes, password, message) => {
        const workstations = { ou: machines };
        const settings = { ...changes, ...('accounts' in changes ? { workstations } : {}) };
        const { check } = createAccountDirectory({
          settings: directory.settings(settings),
          read: () => password,
          knex: database.knex,
          clock: () => new Date(),
        });
        const result = await check();
        expect(result.ok).toBe(false);
        expect(result.findings.join()).toMatch(message);
        expect(result.findings.join()).not.toContain(servicePassword);
      });
    });

    test('a service account without rights is told', async () => {
      const { people } = open(directory.settings({ bindDn: otherService }));
      await expect(people.create(jobOf(), awa(newPassword()))).rejects.toMatchObject({
        retryable: false,
        message: expect.stringContaining('n’a pas le droit de faire cette opération'),
      });
    });
  });
}

describeDirectory('ldapjs as OpenLDAP', () => startLdapjs('openldap'));
describeDirectory('ldapjs as Active Directory', () => startLdapjs('active-directory'));
const missing = slapdMissing();
if (missing === undefined) describeDirectory('slapd', startSlapd);
else test.skip(`slapd: ${missing}`, () => undefined);

describe('a directory that fails', () => {
  let directory: InMemory;
  beforeAll(async () => {
    directory = await startLdapjs('openldap');
    await database.knex('account_name').delete();
  });
  afterAll(() => directory.stop());

  test('busy or gone for a while is tried again later, and then makes one account', async () => {
    const { people } = open(directory.settings());
    const [job, password] = [jobOf(), newPassword()];
    directory.memory.fail('add', new ldap.BusyError('too many'), 'instead');
    await expect(people.create(job, awa(password))).rejects.toMatchObject({
      retryable: true,
      message: expect.stringMatching(/occupé ou indisponible/u),
    });
    // Done, but the answer is lost.
    directory.memory.fail('add', new ldap.UnavailableError('gone'), 'after');
    await expect(people.create(job, awa(password))).rejects.toMatchObject({ retryable: true });
    directory.memory.fail('password', new ldap.UnavailableError('gone'), 'after');
    await expect(people.create(job, awa(password))).rejects.toMatchObject({ retryable: true });
    expect(await people.create(job, awa(password))).toEqual({ login: 'atraore' });
    expect(directory.memory.writes.filter((one) => one.startsWith('add '))).toHaveLength(1);
  });

  test('a certificate of another host is refused', async () => {
    const other = await startLdapjs('openldap', 'other.example');
    try {
      await expect(open(other.settings()).people.disable('x')).rejects.toMatchObject({
        retryable: false,
        message: expect.stringContaining('un certificat que ce programme ne reconnaît pas'),
      });
      expect(other.memory.writes).toEqual([]);
    } finally {
      await other.stop();
    }
  });
});

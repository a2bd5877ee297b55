/** Real LDAP servers with the same content: ldapjs in this process, and Debian's slapd as a private instance where it is installed. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Attribute, Change, Client, type Entry } from 'ldapts';
import {
  directorySettings,
  type DirectorySettings,
} from '../../../src/connectors/accounts/directory/settings';
import { freePort } from '../../kit/ports';
import { eventually } from '../../kit/program';
import { startMemoryDirectory, type MemoryDirectory } from './memory-directory';

const certificates = path.join(__dirname, 'certificates');
export const certificate = (name: string): string => path.join(certificates, name);

export const base = 'dc=douanes,dc=example';
export const serviceDn = `cn=logigramme,${base}`;
export const servicePassword = 'secret du service';
export const otherService = `cn=lecteur,${base}`;

export const agents = `ou=Agents,${base}`;
export const port = `ou=Port,${agents}`;
export const left = `ou=Sortis,${base}`;
export const machines = `ou=Postes,${base}`;
export const portMachines = `ou=Port,${machines}`;
export const everybody = `cn=agents,ou=Groupes,${base}`;
export const checkers = `cn=verificateurs,ou=Groupes,${base}`;
export const readers = `cn=lecteurs,ou=Groupes,${base}`;

const unit = (dn: string): [string, Record<string, string[]>] => [
  dn,
  { objectClass: ['organizationalUnit'], ou: [/^ou=([^,]+)/u.exec(dn)?.[1] ?? ''] },
];
const group = (dn: string): [string, Record<string, string[]>] => [
  dn,
  { objectClass: ['groupOfNames'], cn: [/^cn=([^,]+)/u.exec(dn)?.[1] ?? ''], member: [serviceDn] },
];
const service = (dn: string): [string, Record<string, string[]>] => [
  dn,
  {
    objectClass: ['inetOrgPerson'],
    cn: [/^cn=([^,]+)/u.exec(dn)?.[1] ?? ''],
    sn: ['service'],
    userPassword: [servicePassword],
  },
];

export const content: readonly (readonly [string, Record<string, string[]>])[] = [
  [base, { objectClass: ['dcObject', 'organization'], dc: ['douanes'], o: ['Douanes'] }],
  service(serviceDn),
  service(otherService),
  ...[agents, port, left, machines, portMachines, `ou=Groupes,${base}`, `ou=Chefs,${base}`].map(unit),
  ...[everybody, checkers, readers].map(group),
];

export interface TestDirectory {
  readonly url: string;
  settings(changes?: object): DirectorySettings;
  /** Every entry below, as an administrator sees it. */
  entries(filter?: string): Promise<readonly Entry[]>;
  /** '' when the password opens the account, else the server's refusal. */
  signIn(dn: string, password: string): Promise<string>;
  /** Whether the account may look at anything before it has another password. */
  mayLook(dn: string, password: string): Promise<boolean>;
  add(dn: string, attributes: Record<string, string[]>): Promise<void>;
  /** Takes away what a test made. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

const settingsOf =
  (url: string, kind: DirectorySettings['kind']) =>
  (changes: object = {}): DirectorySettings =>
    directorySettings.parse({
      kind,
      url,
      caFile: certificate('ca.pem'),
      bindDn: serviceDn,
      passwordFrom: 'ANNUAIRE_PASSWORD',
      baseDn: base,
      domain: 'douanes.example',
      accounts: {
        ou: agents,
        services: { 'Bureau du Port': port },
        disabledOu: left,
        groups: [everybody],
        profiles: { Vérificateur: [checkers], Lecteur: [readers] },
      },
      workstations: {
        ou: machines,
        sites: { 'Abidjan-Port': { code: 'ABJ-PORT', ou: portMachines } },
      },
      ...changes,
    });

async function withClient<Result>(
  url: string,
  dn: string,
  password: string,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client({
    url,
    tlsOptions: { ca: readFileSync(certificate('ca.pem')), servername: 'localhost' },
  });
  try {
    await client.bind(dn, password);
    return await work(client);
  } finally {
    await client.unbind().catch(() => undefined);
  }
}

function directoryAt(
  url: string,
  kind: DirectorySettings['kind'],
  admin: readonly [string, string],
  stop: () => Promise<void>,
): TestDirectory {
  const own = new Set(content.map(([dn]) => dn.toLowerCase()));
  const asAdmin = <Result>(work: (client: Client) => Promise<Result>) => withClient(url, ...admin, work);
  const entries = (filter = '(objectClass=*)') =>
    asAdmin(async (client) => {
      const { searchEntries } = await client.search(base, { filter, attributes: ['*', '+'] });
      return searchEntries.filter(({ dn }) => !dn.toLowerCase().startsWith('cn=politique'));
    });
  return {
    url,
    settings: settingsOf(url, kind),
    entries,
    signIn: (dn, password) =>
      withClient(url, dn, password, () => Promise.resolve('')).catch((error: unknown) => String(error)),
    mayLook: (dn, password) =>
      withClient(url, dn, password, async (client) => {
        await client.search(dn, { scope: 'base' });
        return true;
      }).catch(() => false),
    add: (dn, attributes) => asAdmin((client) => client.add(dn, attributes)),
    clear: () =>
      asAdmin(async (client) => {
        const { searchEntries } = await client.search(base, { attributes: ['member'] });
        const made = searchEntries.filter(
          ({ dn }) => !own.has(dn.toLowerCase()) && !dn.startsWith('cn=politique'),
        );
        for (const { dn } of made.reverse()) await client.del(dn);
        for (const [dn] of content.filter(([, { member }]) => member !== undefined)) {
          const members = new Attribute({ type: 'member', values: [serviceDn] });
          await client.modify(dn, new Change({ operation: 'replace', modification: members }));
        }
      }),
    stop,
  };
}

export interface InMemory extends TestDirectory {
  readonly memory: MemoryDirectory;
}

export async function startLdapjs(kind: DirectorySettings['kind'], host = 'localhost'): Promise<InMemory> {
  const memory = await startMemoryDirectory({
    kind,
    base,
    content,
    certificate: readFileSync(certificate(`${host}.pem`), 'utf8'),
    key: readFileSync(certificate(`${host}.key`), 'utf8'),
  });
  const directory = directoryAt(`ldaps://localhost:${memory.port}`, kind, [serviceDn, servicePassword], () =>
    memory.stop(),
  );
  return { ...directory, memory };
}

const program = '/usr/sbin/slapd';
const modules = '/usr/lib/ldap';
const schemas = '/etc/ldap/schema';

/** Why slapd cannot be used here; undefined: it can. */
export const slapdMissing = (): string | undefined =>
  [program, path.join(modules, 'ppolicy.so'), path.join(schemas, 'inetorgperson.schema')].every((file) =>
    existsSync(file),
  )
    ? undefined
    : `slapd is not installed (${program})`;

const rootDn = `cn=admin,${base}`;
const rootPassword = 'administrateur';
const policies = `cn=politique,${base}`;

export async function startSlapd(): Promise<TestDirectory> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'logigramme-slapd-'));
  mkdirSync(path.join(folder, 'data'));
  const configuration = path.join(folder, 'slapd.conf');
  writeFileSync(
    configuration,
    `${['core', 'cosine', 'inetorgperson'].map((name) => `include ${schemas}/${name}.schema`).join('\n')}
modulepath ${modules}
moduleload back_mdb
moduleload ppolicy
TLSCACertificateFile ${certificate('ca.pem')}
TLSCertificateFile ${certificate('localhost.pem')}
TLSCertificateKeyFile ${certificate('localhost.key')}
database mdb
suffix "${base}"
directory ${path.join(folder, 'data')}
rootdn "${rootDn}"
rootpw ${rootPassword}
overlay ppolicy
ppolicy_default "${policies}"
ppolicy_hash_cleartext
access to attrs=userPassword by dn.exact="${serviceDn}" manage by self write by anonymous auth by * none
access to * by dn.exact="${serviceDn}" manage by users read by * none
`,
  );
  const listens = await freePort();
  const url = `ldaps://localhost:${listens}`;
  const child = spawn(program, ['-h', url, '-f', configuration, '-d', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await eventually(
      async () => {
        if (child.exitCode !== null) throw new Error(`Expected slapd to run, but it ended: ${said}`);
        return withClient(url, rootDn, rootPassword, () => Promise.resolve(true)).catch(() => false);
      },
      (answers) => answers,
    );
    await withClient(url, rootDn, rootPassword, async (client) => {
      for (const [dn, attributes] of content) await client.add(dn, attributes);
      await client.add(policies, {
        objectClass: ['device', 'pwdPolicy'],
        cn: ['politique'],
        pwdAttribute: ['userPassword'],
        pwdMustChange: ['TRUE'],
        pwdLockout: ['TRUE'],
      });
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return directoryAt(url, 'openldap', [rootDn, rootPassword], stop);
}

/** What differs between Active Directory and OpenLDAP (inetOrgPerson with the overlay ppolicy). */
import { Attribute, BerWriter, Change, escapeFilter, type Client } from 'ldapts';
import type { PersonName } from '../naming';
import { DirectoryKind, type DirectorySettings } from './settings';

export interface NewPerson {
  readonly login: string;
  readonly person: PersonName;
  readonly mail: string | undefined;
  readonly mark: string;
}

export interface NewMachine {
  readonly name: string;
  readonly inventory: string | undefined;
  readonly mark: string;
}

export interface Dialect {
  accountFilter(login: string): string;
  /** Whether anything has the name, of a person or a machine. */
  takenFilter(name: string): string;
  machineFilter(name: string): string;
  machinePrefixFilter(prefix: string): string;
  /** Naming attribute of an account. */
  readonly accountName: 'cn' | 'uid';
  personAttributes(person: NewPerson, password: string): Attribute[];
  machineAttributes(machine: NewMachine): Attribute[];
  /** Gives the password and asks for another at the next sign-in. The same password may be given again. */
  givePassword(client: Client, dn: string, password: string): Promise<void>;
  disable(client: Client, dn: string): Promise<void>;
}

const text = (type: string, ...values: string[]): Attribute => new Attribute({ type, values });
const replace = (modification: Attribute): Change => new Change({ operation: 'replace', modification });
const optional = (type: string, value: string | undefined): Attribute[] =>
  value === undefined || value === '' ? [] : [text(type, value)];

/** As Active Directory takes a password: in quotes, UTF-16. */
const unicodePassword = (password: string): Attribute =>
  new Attribute({ type: 'unicodePwd', values: [Buffer.from(`"${password}"`, 'utf16le')] });

/** Bits of userAccountControl. */
const Control = { DISABLED: 0x2, PASSWORD_NOT_REQUIRED: 0x20, NORMAL: 0x200, WORKSTATION: 0x1000 } as const;

function activeDirectory({ domain, markAttribute }: DirectorySettings): Dialect {
  return {
    accountName: 'cn',
    accountFilter: (login) =>
      escapeFilter`(&(objectClass=user)(!(objectClass=computer))(sAMAccountName=${login}))`,
    takenFilter: (name) =>
      escapeFilter`(|(sAMAccountName=${name})(userPrincipalName=${`${name}@${domain}`}))`,
    machineFilter: (name) => escapeFilter`(&(objectClass=computer)(sAMAccountName=${`${name}$`}))`,
    machinePrefixFilter: (prefix) => `(&(objectClass=computer)(cn=${escapeFilter`${prefix}`}*))`,
    personAttributes: ({ login, person, mail, mark }, password) => [
      text('objectClass', 'top', 'person', 'organizationalPerson', 'user'),
      text('sAMAccountName', login),
      text('userPrincipalName', `${login}@${domain}`),
      text('displayName', person.full),
      text('sn', person.last),
      ...optional('givenName', person.first),
      ...optional('mail', mail),
      text(markAttribute, mark),
      unicodePassword(password),
      text('userAccountControl', String(Control.NORMAL)),
      text('pwdLastSet', '0'),
    ],
    machineAttributes: ({ name, inventory, mark }) => [
      text('objectClass', 'top', 'person', 'organizationalPerson', 'user', 'computer'),
      text('sAMAccountName', `${name}$`),
      text('userAccountControl', String(Control.WORKSTATION | Control.PASSWORD_NOT_REQUIRED)),
      ...optional('info', inventory),
      text(markAttribute, mark),
    ],
    givePassword: (client, dn, password) =>
      client.modify(dn, [replace(unicodePassword(password)), replace(text('pwdLastSet', '0'))]),
    async disable(client, dn) {
      const { searchEntries } = await client.search(dn, {
        scope: 'base',
        attributes: ['userAccountControl'],
      });
      const now = Number(searchEntries[0]?.['userAccountControl'] ?? Control.NORMAL);
      await client.modify(dn, replace(text('userAccountControl', String(now | Control.DISABLED))));
    },
  };
}

const passwordModify = '1.3.6.1.4.1.4203.1.11.1';

/** RFC 3062: the server hashes it, so that no clear text is stored. */
function passwordModifyValue(dn: string, password: string): Buffer {
  const writer = new BerWriter();
  writer.startSequence();
  writer.writeString(dn, 0x80);
  writer.writeString(password, 0x82);
  writer.endSequence();
  return writer.buffer;
}

function openLdap({ markAttribute }: DirectorySettings): Dialect {
  return {
    accountName: 'uid',
    accountFilter: (login) => escapeFilter`(&(objectClass=inetOrgPerson)(uid=${login}))`,
    takenFilter: (name) => escapeFilter`(uid=${name})`,
    machineFilter: (name) => escapeFilter`(&(objectClass=device)(cn=${name}))`,
    machinePrefixFilter: (prefix) => `(&(objectClass=device)(cn=${escapeFilter`${prefix}`}*))`,
    // The password follows by its own operation, so that the server hashes it; without one nobody can sign in.
    personAttributes: ({ login, person, mail, mark }) => [
      text('objectClass', 'top', 'person', 'organizationalPerson', 'inetOrgPerson'),
      text('uid', login),
      text('cn', person.full),
      text('displayName', person.full),
      text('sn', person.last),
      ...optional('givenName', person.first),
      ...optional('mail', mail),
      text(markAttribute, mark),
    ],
    machineAttributes: ({ name, inventory, mark }) => [
      text('objectClass', 'top', 'device'),
      text('cn', name),
      ...optional('serialNumber', inventory),
      text(markAttribute, mark),
    ],
    async givePassword(client, dn, password) {
      await client.exop(passwordModify, passwordModifyValue(dn, password));
      await client.modify(dn, replace(text('pwdReset', 'TRUE')));
    },
    // By the overlay ppolicy: locked until somebody unlocks it.
    disable: (client, dn) => client.modify(dn, replace(text('pwdAccountLockedTime', '000001010000Z'))),
  };
}

export const dialectOf = (settings: DirectorySettings): Dialect =>
  settings.kind === DirectoryKind.ACTIVE_DIRECTORY ? activeDirectory(settings) : openLdap(settings);

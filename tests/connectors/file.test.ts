/** What the connectors file may say, and what it is told when it says something else. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readConnectorSettings } from '../../src/connectors/file';

const folder = mkdtempSync(path.join(os.tmpdir(), 'logigramme-connectors-'));
const file = path.join(folder, 'connecteurs.yaml');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (text: string) => {
  writeFileSync(file, text);
  return readConnectorSettings(file);
};

const plan = (lines: string) => `backup:
  folder: /srv/sauvegardes
  plans:
    - name: sydam
      servers: [SYDAM-PROD]
${lines}`;

test('without a file, no connector is configured', () => {
  expect(readConnectorSettings(undefined)).toEqual({});
});

test('a plan of each kind, with what it leaves out filled in', () => {
  const { backup } = read(`${plan('      kind: pg_dump\n      databaseUrlFrom: SYDAM_DATABASE_URL\n')}
    - { name: partages, servers: [Fichiers], kind: directory, source: /srv/partages, limitMinutes: 5 }
    - { name: messagerie, servers: [Messagerie], kind: command, program: /bin/echo, arguments: ['; rm -rf /'] }
`);
  expect(backup?.plans).toMatchObject([
    { kind: 'pg_dump', program: 'pg_dump', limitMinutes: 120 },
    { kind: 'directory', limitMinutes: 5 },
    { kind: 'command', arguments: ['; rm -rf /'], environment: {} },
  ]);
});

test.each([
  ['a key that does not exist', 'sauvegarde: {}', /ligne 1, fichier : .*sauvegarde/],
  ['no YAML', 'backup: [', /ce n’est pas du YAML/],
  [
    'a secret instead of its name',
    plan('      kind: pg_dump\n      databaseUrlFrom: postgresql://a:b@c/d\n'),
    /ligne 7, backup\.plans\.0\.databaseUrlFrom : le nom d’une variable d’environnement est attendu/,
  ],
  [
    'a relative folder',
    'backup: { folder: sauvegardes, plans: [] }',
    /ligne 1, backup\.folder : un chemin absolu est attendu/,
  ],
  [
    'a shell line instead of arguments',
    plan('      kind: command\n      program: /bin/sh\n      arguments: -c "dump"\n'),
    /ligne 8, backup\.plans\.0\.arguments : /,
  ],
  [
    'a plan name that leaves its folder',
    plan('      kind: directory\n      source: /srv\n').replace('sydam', '../sydam'),
    /ligne 4, backup\.plans\.0\.name : des minuscules/,
  ],
  [
    'two plans of one server',
    `${plan('      kind: directory\n      source: /srv\n')}
    - { name: autre, servers: [sydam-prod], kind: directory, source: /srv }`,
    /deux plans sauvegardent « sydam-prod »/,
  ],
])('refuses %s, and says where', (_what, text, message) => {
  expect(() => read(text)).toThrow(message);
  expect(() => read(text)).toThrow(file);
});

const directory = (changes: object) =>
  JSON.stringify({
    directory: {
      kind: 'openldap',
      url: 'ldaps://annuaire.example',
      bindDn: 'cn=logigramme,dc=example',
      passwordFrom: 'ANNUAIRE_PASSWORD',
      baseDn: 'dc=example',
      domain: 'douanes.example',
      accounts: { ou: 'ou=Agents,dc=example' },
      ...changes,
    },
  });
const mailboxes = (changes: object) =>
  JSON.stringify({
    mailboxes: {
      tenant: 'douanes.example',
      clientId: '33333333-3333-4333-8333-333333333333',
      clientSecretFrom: 'GRAPH_SECRET',
      domain: 'douanes.example',
      ...changes,
    },
  });

test('a directory and mailboxes, with what they leave out filled in', () => {
  expect(read(directory({})).directory).toMatchObject({
    markAttribute: 'description',
    accounts: { names: ['{{prenom.0}}{{nom}}', '{{prenom}}.{{nom}}'], longestName: 20 },
  });
  expect(read(directory({ url: 'ldap://annuaire.example', startTls: true })).directory?.startTls).toBe(true);
  expect(read(mailboxes({})).mailboxes?.graphUrl).toBe('https://graph.microsoft.com/v1.0');
});

test.each([
  [
    'a directory without encryption',
    directory({ url: 'ldap://annuaire.example' }),
    /directory\.url : sans chiffrement/,
  ],
  [
    'a directory that is a web page',
    directory({ url: 'https://annuaire.example' }),
    /une adresse ldaps:\/\/serveur est attendue/,
  ],
  [
    'a password instead of its name',
    directory({ passwordFrom: 's3cret!' }),
    /directory\.passwordFrom : le nom d’une variable/,
  ],
  [
    'a place outside the base',
    directory({ accounts: { ou: 'ou=Agents,dc=autre' } }),
    /« ou=Agents,dc=autre » n’est pas sous dc=example/,
  ],
  ['a place that is no name', directory({ accounts: { ou: 'Agents' } }), /un nom distinctif est attendu/],
  [
    'an unknown part of a name',
    directory({ accounts: { ou: 'ou=A,dc=example', names: ['{{matricule}}'] } }),
    /\{\{matricule\}\} est inconnu/,
  ],
  [
    'a sign in a name',
    directory({ accounts: { ou: 'ou=A,dc=example', names: ['{{nom}},ou=x'] } }),
    /« ,ou=x » n’est pas permis/,
  ],
  [
    'a directory of nothing',
    directory({ accounts: undefined }),
    /« accounts » ou « workstations » est attendu/,
  ],
  [
    'Graph without encryption',
    mailboxes({ graphUrl: 'http://graph.example' }),
    /mailboxes\.graphUrl : une adresse https:\/\/ est attendue/,
  ],
  [
    'an application without identifier',
    mailboxes({ clientId: 'logigramme' }),
    /mailboxes\.clientId : l’identifiant \(GUID\)/,
  ],
  ['passwords that are short', JSON.stringify({ passwords: { length: 8 } }), /passwords\.length/],
])('refuses %s', (_what, text, message) => {
  expect(() => read(text)).toThrow(message);
});

test('names a file that cannot be read', () => {
  expect(() => readConnectorSettings('/nulle/part.yaml')).toThrow(
    /\/nulle\/part\.yaml.*\n.*ne peut pas être lu/,
  );
});

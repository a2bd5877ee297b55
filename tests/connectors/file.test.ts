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

test('names a file that cannot be read', () => {
  expect(() => readConnectorSettings('/nulle/part.yaml')).toThrow(
    /\/nulle\/part\.yaml.*\n.*ne peut pas être lu/,
  );
});

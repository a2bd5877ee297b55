/** « Tester » goes where the settings send it, and nowhere else: a missing variable is said, no other server is tried. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { openBackupPlace, type BackupPlace } from './kit';

let place: BackupPlace;
let surroundings: Server;
let tried = 0;
const before = { ...process.env };

beforeAll(async () => {
  place = await openBackupPlace();
  surroundings = createServer((socket) => {
    tried += 1;
    socket.destroy();
  });
  surroundings.listen(0, '127.0.0.1');
  await once(surroundings, 'listening');
  // Where the library would go by itself.
  process.env['PGHOST'] = '127.0.0.1';
  process.env['PGPORT'] = String((surroundings.address() as AddressInfo).port);
});
beforeEach(() => (tried = 0));
afterAll(async () => {
  process.env = before;
  surroundings.close();
  await place.dispose();
});

const plan = {
  name: 'registre',
  servers: ['Registre'],
  kind: 'pg_dump',
  program: process.execPath,
  databaseUrlFrom: 'REGISTRE_URL',
  verify: { databaseUrlFrom: 'REGISTRE_ESSAI_URL', program: process.execPath },
};
const elsewhere = 'postgresql://x@127.0.0.1:1/registre';

test.each([
  [{}, 'REGISTRE_URL, qui est absente'],
  [{ REGISTRE_URL: elsewhere }, 'REGISTRE_ESSAI_URL, qui est absente'],
  [{ REGISTRE_URL: elsewhere, REGISTRE_ESSAI_URL: '' }, 'REGISTRE_ESSAI_URL, qui est absente'],
  [
    { REGISTRE_URL: elsewhere, REGISTRE_ESSAI_URL: 'essai' },
    'REGISTRE_ESSAI_URL du plan « registre » n’est pas',
  ],
  [{ REGISTRE_URL: elsewhere, REGISTRE_ESSAI_URL: 'postgresql:///essai' }, 'ne nomme aucun serveur'],
  [
    { REGISTRE_URL: 'postgresql:///x', REGISTRE_ESSAI_URL: elsewhere },
    'REGISTRE_URL du plan « registre » ne nomme',
  ],
])('%j: %s', async (variables: Record<string, string>, said) => {
  const { ok, findings } = await place.backup([plan], variables).check();
  expect(ok).toBe(false);
  expect(findings.join('\n')).toContain(said);
  expect(tried).toBe(0);
});

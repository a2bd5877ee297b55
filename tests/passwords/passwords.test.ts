/** Default passwords: one a job, sealed in the database, shown once to whom it concerns, gone afterwards. */
import { randomBytes } from 'node:crypto';
import { generatePassword } from '../../src/passwords/generate';
import { createDefaultPasswords, type PasswordRequest, type Viewer } from '../../src/passwords/passwords';
import type { ResetPassword } from '../../src/passwords/renewal';
import { PasswordConnector } from '../../src/passwords/rows';
import { keyFor, PasswordsConfigurationError, seal, unseal } from '../../src/passwords/seal';
import { describeOnEveryDatabase, type TestDatabase } from '../kit/database';

const rules = { length: 16, symbols: '!#%', validityHours: 72 };
const key = randomBytes(32);

test('a password has every kind of character, and no two are the same', () => {
  const made = Array.from({ length: 500 }, () => generatePassword(rules));
  expect(new Set(made).size).toBe(500);
  for (const one of made) {
    expect(one).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*[2-9])(?=.*[!#%])[a-zA-Z2-9!#%]{16}$/u);
    expect(one).not.toMatch(/[lIOi01o]/u);
  }
});

test('what is sealed opens with its key and for its row only', () => {
  const sealed = seal(key, 'secret', 'row 1');
  expect(sealed).not.toContain('secret');
  expect(unseal(key, sealed, 'row 1')).toBe('secret');
  expect(unseal(key, sealed, 'row 2')).toBeNull();
  expect(unseal(randomBytes(32), sealed, 'row 1')).toBeNull();
  expect(unseal(key, `${sealed.slice(0, -4)}AAA=`, 'row 1')).toBeNull();
});

test.each(['', 'court', randomBytes(16).toString('base64')])(
  'the key %j is refused with how to make one',
  (text) => {
    expect(() => keyFor(text, false)).toThrow(PasswordsConfigurationError);
    expect(() => keyFor(text, false)).toThrow('openssl rand -base64 32');
    expect(() => keyFor(undefined, true)).toThrow(PasswordsConfigurationError);
    expect(keyFor(undefined, false)).toBeNull();
  },
);

describeOnEveryDatabase('default passwords', (openDatabase) => {
  let database: TestDatabase;
  let now: Date;
  let lastKey = 0;
  let reset: ResetPassword = () => Promise.reject(new Error('Expected no password to be given, but one is'));
  beforeAll(async () => {
    database = await openDatabase();
  });
  afterAll(() => database.dispose());
  beforeEach(() => {
    now = new Date('2026-11-25T10:00:00Z');
  });

  const open = (sealKey: Buffer = key) =>
    createDefaultPasswords({
      knex: database.knex,
      clock: () => now,
      key: sealKey,
      rules,
      accountsOf: async (mail) =>
        ({ 'awa@douanes.example': ['awa'], 'deux@douanes.example': ['a', 'b'] })[mail] ?? [],
      reset,
    });
  const request = (mail: string | undefined = ' Awa@douanes.example '): PasswordRequest => ({
    jobKey: String((lastKey += 1)),
    processInstanceKey: '9',
    reference: 'L-2026-000001',
    system: 'SYDAM WORLD',
    connector: PasswordConnector.DIRECTORY,
    person: 'Awa Traoré',
    mail,
    groups: ['csa'],
  });
  const awa = { name: 'awa', groups: [] };
  const csa = { name: 'agent', groups: ['csa'] };
  const rowOf = async (jobKey: string) =>
    database.knex('one_time_password').where({ job_key: jobKey }).first();
  const eventsOf = async (id: string): Promise<unknown[]> =>
    database.knex('one_time_password_event').where({ password_id: id }).orderBy('id').select('event', 'by');
  const idOf = async (jobKey: string): Promise<string> => String((await rowOf(jobKey)).id);

  it('gives the same password to each attempt until the account has it, also to attempts at once', async () => {
    const passwords = open();
    const asked = request();
    const given = await Promise.all([1, 2, 3].map(() => passwords.prepare(asked)));
    expect(new Set(given).size).toBe(1);
    expect(await open().prepare(asked)).toBe(given[0]);
    expect((await passwords.of(awa)).waiting.map(({ account }) => account)).not.toContain('atraore');
    await passwords.publish(asked.jobKey, 'atraore');
    expect(await passwords.prepare(asked)).toBeNull();
    expect(JSON.stringify(await rowOf(asked.jobKey))).not.toContain(given[0]);
  });

  it('shows it once, to its holder, then it is gone', async () => {
    const passwords = open();
    const asked = request();
    const password = await passwords.prepare(asked);
    const id = await idOf(asked.jobKey);
    await expect(passwords.show(id, awa)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await passwords.publish(asked.jobKey, 'atraore');
    const again = await passwords.publish(asked.jobKey, 'autre');
    expect(again.expiresAt).toEqual(new Date('2026-11-28T10:00:00Z'));
    for (const stranger of [csa, { name: 'admin', groups: ['admin'] }, { name: 'AWA', groups: [] }]) {
      await expect(passwords.show(id, stranger)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      expect((await passwords.of(stranger)).waiting.filter((one) => one.id === id)).toEqual([]);
    }
    const shown = await Promise.allSettled([1, 2, 3, 4].map(() => passwords.show(id, awa)));
    const seen = shown.filter((one) => one.status === 'fulfilled');
    expect(seen).toHaveLength(1);
    expect(seen[0]?.value).toMatchObject({ password, view: { account: 'atraore', shownTo: 'awa' } });
    await expect(passwords.show(id, awa)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await rowOf(asked.jobKey)).toMatchObject({ state: 'SHOWN', sealed: null, shown_to: 'awa' });
    expect(await eventsOf(id)).toEqual([
      { event: 'REFUSED', by: 'awa' },
      { event: 'READY', by: null },
      { event: 'REFUSED', by: 'agent' },
      { event: 'REFUSED', by: 'admin' },
      { event: 'REFUSED', by: 'AWA' },
      { event: 'SHOWN', by: 'awa' },
    ]);
    expect(JSON.stringify(await passwords.audit())).not.toContain(password);
    expect((await passwords.of(awa)).seen.map((one) => one.id)).toContain(id);
  });

  it.each([undefined, 'inconnue@douanes.example', 'deux@douanes.example'])(
    'without one account of the address %j, those who hand it over may see it',
    async (mail) => {
      const passwords = open();
      const asked = { ...request(), mail };
      const password = await passwords.prepare(asked);
      await passwords.publish(asked.jobKey, 'x');
      const id = await idOf(asked.jobKey);
      await expect(passwords.show(id, awa)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      expect(await passwords.show(id, csa)).toMatchObject({ password });
    },
  );

  it('erases what nobody has seen in time', async () => {
    const passwords = open();
    const [seenLate, neverGiven] = [request(), request()];
    await passwords.prepare(seenLate);
    const first = await passwords.prepare(neverGiven);
    await passwords.publish(seenLate.jobKey, 'x');
    const id = await idOf(seenLate.jobKey);
    now = new Date('2026-11-28T10:00:00Z');
    await expect(passwords.show(id, awa)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await rowOf(seenLate.jobKey)).toMatchObject({ state: 'EXPIRED', sealed: null });
    expect(await passwords.prepare(seenLate)).toBeNull();
    expect(await rowOf(neverGiven.jobKey)).toMatchObject({ state: 'PREPARED', sealed: null });
    const second = await passwords.prepare(neverGiven);
    expect(second).not.toBe(first);
    expect(second).toHaveLength(16);
  });

  it('with another key says so, and makes another for an account that has none yet', async () => {
    const asked = request();
    await open().prepare(asked);
    await open().publish(asked.jobKey, 'x');
    await expect(open(randomBytes(32)).show(await idOf(asked.jobKey), awa)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('PASSWORDS_KEY'),
    });
    const early = request();
    const first = await open().prepare(early);
    expect(await open(randomBytes(32)).prepare(early)).not.toBe(first);
  });

  describe('that expired unseen', () => {
    let given: string[];
    let id: string;
    let account = '';
    const expired = async (asked = request()): Promise<string> => {
      await open().prepare(asked);
      await open().publish(asked.jobKey, account);
      now = new Date(now.getTime() + 72 * 3_600_000);
      return idOf(asked.jobKey);
    };
    const listed = async (viewer: Viewer = awa) => (await open().of(viewer)).expired.map((one) => one.id);
    beforeEach(async () => {
      given = [];
      account = `compte${lastKey}`;
      reset = async (connector, name, password) => {
        given.push(`${connector} ${name} ${password}`);
      };
      id = await expired();
    });

    it('is made anew by whom it concerns, shown once, and kept nowhere', async () => {
      expect(await listed()).toContain(id);
      const { password, view } = await open().renew(id, awa);
      expect(given).toEqual([`directory ${account} ${password}`]);
      expect(view).toMatchObject({ state: 'SHOWN', shownTo: 'awa', account });
      expect(await listed()).not.toContain(id);
      await expect(open().renew(id, awa)).rejects.toMatchObject({ code: 'CONFLICT' });
      await expect(open().show(id, awa)).rejects.toMatchObject({ code: 'CONFLICT' });
      const stored = await database.knex('one_time_password').where({ id }).first();
      expect(JSON.stringify(stored)).not.toContain(password);
      expect((await eventsOf(id)).at(-1)).toEqual({ event: 'RENEWED', by: 'awa' });
    });

    it('is nobody else’s', async () => {
      for (const stranger of [csa, { name: 'admin', groups: ['admin'] }]) {
        expect(await listed(stranger)).not.toContain(id);
        await expect(open().renew(id, stranger)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      }
      expect(given).toEqual([]);
    });

    it('is made once by clicks at once', async () => {
      const made = await Promise.allSettled([1, 2, 3].map(() => open().renew(id, awa)));
      expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(given).toHaveLength(1);
    });

    it('may be asked for again when its system refuses, or the program was killed', async () => {
      reset = () => Promise.reject(new Error('L’annuaire ne répond pas.'));
      await expect(open().renew(id, awa)).rejects.toMatchObject({
        code: 'SYSTEM_UNAVAILABLE',
        message: expect.stringContaining('L’annuaire ne répond pas.'),
      });
      expect(await listed()).toContain(id);
      // Killed: it neither returns nor fails.
      await new Promise<void>((resolve) => {
        reset = () => new Promise(() => resolve());
        void open().renew(id, awa);
      });
      reset = async () => undefined;
      await expect(open().renew(id, awa)).rejects.toMatchObject({ code: 'CONFLICT' });
      now = new Date(now.getTime() + 61_000);
      expect(await open().renew(id, awa)).toMatchObject({ view: { state: 'SHOWN' } });
    });

    it('is left to a request when another was made since, or it is long ago', async () => {
      now = new Date('2026-11-25T11:00:00Z');
      const later = await expired();
      expect(await listed()).not.toContain(id);
      await expect(open().renew(id, awa)).rejects.toMatchObject({ code: 'CONFLICT' });
      now = new Date(now.getTime() + 31 * 86_400_000);
      expect(await listed()).not.toContain(later);
      await expect(open().renew(later, awa)).rejects.toMatchObject({ code: 'CONFLICT' });
      expect(given).toEqual([]);
    });
  });
});

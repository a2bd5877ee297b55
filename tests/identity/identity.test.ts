import { createIdentity, prepareIdentity, type Identity } from '../../src/identity/identity';
import { makeAdministrator } from '../../src/identity/first-administrator';
import { createDirectory } from '../../src/identity/directory';
import { demoAllowed, IdentityConfigurationError } from '../../src/identity/demo';
import { hashPassword, impossibleHash, verifyPassword } from '../../src/identity/password';
import { SESSION_IDLE_MILLIS } from '../../src/identity/sessions';
import { describeOnEveryDatabase, type TestDatabase } from '../kit/database';

const loopback = {
  HOST: '127.0.0.1',
  DEMO: undefined,
  DEMO_PASSWORD: undefined,
  OIDC_ISSUER: undefined,
  DATABASE_URL: undefined,
  PUBLIC_URL: undefined,
};

jest.setTimeout(180_000);

describe('passwords', () => {
  it('should verify only the right password', async () => {
    const hash = await hashPassword('Élève 2026');
    expect(await verifyPassword('Élève 2026', hash)).toBe(true);
    expect(await verifyPassword('Eleve 2026', hash)).toBe(false);
    expect(await verifyPassword('', impossibleHash)).toBe(false);
    expect(await verifyPassword('x', 'not a hash')).toBe(false);
  });
});

describe('demo accounts policy', () => {
  it.each([
    [{}, true],
    [{ HOST: '::1' }, true],
    [{ HOST: 'localhost' }, true],
    [{ HOST: '0.0.0.0', DEMO: true }, true],
    [{ DEMO: false }, false],
    [{ OIDC_ISSUER: 'https://idp.example' }, false],
    [{ DATABASE_URL: 'postgres://db/logigramme' }, false],
    [{ PUBLIC_URL: 'https://logigramme.example.ci' }, false],
    [{ HOST: '0.0.0.0', DATABASE_URL: 'postgres://db/logigramme' }, false],
    [{ DATABASE_URL: 'postgres://db/logigramme', DEMO: true }, true],
    [{ HOST: '0.0.0.0', DEMO: false }, false],
  ])('%j allows them: %s', (change, allowed) => {
    expect(demoAllowed({ ...loopback, ...change })).toBe(allowed);
  });

  it('should refuse to start reachable from elsewhere with no identity', () => {
    expect(() => demoAllowed({ ...loopback, HOST: '0.0.0.0' })).toThrow(IdentityConfigurationError);
  });
});

describeOnEveryDatabase('identity', (open) => {
  let test: TestDatabase;
  let identity: Identity;
  let now = Date.parse('2026-01-05T08:00:00Z');
  const clock = () => now;

  beforeAll(async () => {
    test = await open();
  }, 180_000);
  afterAll(() => test.dispose());

  it('should create the demo accounts once and tell their random password once', async () => {
    const first = await prepareIdentity({
      knex: test.knex,
      environment: loopback,
      groups: ['dsi', 'section-x'],
      now: clock,
      limits: { perName: 3, perCaller: 100 },
    });
    identity = first.identity;
    expect(first.demo?.newPassword).toMatch(/^[a-z2-9]{12}$/);
    const names = (await identity.accounts()).map((account) => account.name);
    expect(names).toEqual(
      expect.arrayContaining(['admin', 'cb-bit', 'dsi', 'gs', 'rssi', 'sdp', 'section-x']),
    );
    expect(await identity.authenticate('cb-bit', first.demo?.newPassword ?? '')).toMatchObject({
      displayName: 'Chef de Bureau Infrastructure et Télécommunication',
      groups: ['cb-bit'],
      roles: ['agent'],
    });
    const second = await prepareIdentity({ knex: test.knex, environment: loopback, now: clock });
    expect(second.demo?.newPassword).toBeNull();
  });

  it('should give every demo account the password of DEMO_PASSWORD', async () => {
    const environment = { ...loopback, DEMO_PASSWORD: 'demonstration' };
    await prepareIdentity({ knex: test.knex, environment, now: clock });
    expect(await identity.authenticate('gs', 'demonstration')).toMatchObject({ name: 'gs' });
    expect(await identity.authenticate('admin', 'demonstration')).toMatchObject({ roles: ['admin'] });
  });

  it('should refuse a wrong password and an unknown name alike', async () => {
    expect(await identity.authenticate('gs', 'wrong')).toBeNull();
    expect(await identity.authenticate('nobody', 'demonstration')).toBeNull();
  });

  it('should stop listening after too many failures of one caller for one name', async () => {
    for (let attempt = 0; attempt < 3; attempt += 1) await identity.authenticate('dsi', 'wrong', '10.0.0.1');
    await expect(identity.authenticate('dsi', 'demonstration', '10.0.0.1')).rejects.toMatchObject({
      code: 'TOO_MANY_ATTEMPTS',
    });
    expect(await identity.authenticate('dsi', 'demonstration', '10.0.0.2')).not.toBeNull();
  });

  it('should prolong a session that is used and end one that is not', async () => {
    const { token } = await identity.openSession('gs');
    now += SESSION_IDLE_MILLIS - 60_000;
    expect(await identity.sessionAccount(token)).toMatchObject({ name: 'gs' });
    now += SESSION_IDLE_MILLIS - 60_000;
    expect(await identity.sessionAccount(token)).toMatchObject({ name: 'gs' });
    now += SESSION_IDLE_MILLIS + 60_000;
    expect(await identity.sessionAccount(token)).toBeNull();
  });

  it('should forget a closed session and store no token in clear', async () => {
    const { token } = await identity.openSession('gs');
    const stored = JSON.stringify(await test.knex('session'));
    expect(stored).not.toContain(token);
    await identity.closeSession(token);
    expect(await identity.sessionAccount(token)).toBeNull();
  });

  it('should accept a personal token until it is revoked', async () => {
    const created = await identity.createToken('gs', 'script', 30);
    expect(await identity.tokenAccount(created.token)).toMatchObject({ name: 'gs' });
    expect(await identity.revokeToken('dsi', created.id)).toBe(false);
    expect(await identity.revokeToken('gs', created.id)).toBe(true);
    expect(await identity.tokenAccount(created.token)).toBeNull();
  });

  it('should shut demo accounts out once they are no longer allowed', async () => {
    const closed = createIdentity({ knex: test.knex, demo: false, now: clock });
    expect(await closed.authenticate('admin', 'demonstration')).toBeNull();
    expect(await closed.accounts()).toEqual([]);
    const prepared = await prepareIdentity({ knex: test.knex, environment: { ...loopback, DEMO: false } });
    expect(prepared).toMatchObject({ demo: null, needsAdministrator: true });
  });

  it('should make the first administrator, once, with the password that is given or made', async () => {
    const at = new Date(now);
    const person = { displayName: 'Aya Koné', email: null, at };
    const first = await makeAdministrator(test.knex, { ...person, name: 'aya.kone', password: null });
    expect(first).toMatchObject({ name: 'aya.kone', isNew: true });
    const prepared = await prepareIdentity({ knex: test.knex, environment: { ...loopback, DEMO: false } });
    expect(prepared.needsAdministrator).toBe(false);
    expect(await prepared.identity.authenticate('aya.kone', first.newPassword ?? '')).toMatchObject({
      displayName: 'Aya Koné',
      roles: ['admin'],
    });
    const { token } = await prepared.identity.openSession('aya.kone');
    const again = await makeAdministrator(test.knex, {
      ...person,
      displayName: null,
      name: 'aya.kone',
      password: 'un autre mot de passe',
    });
    expect(again).toEqual({ name: 'aya.kone', isNew: false, newPassword: null });
    expect(await prepared.identity.sessionAccount(token)).toBeNull();
    expect(await prepared.identity.authenticate('aya.kone', 'un autre mot de passe')).toMatchObject({
      displayName: 'Aya Koné',
    });
    for (const wrong of [
      { name: 'Aya Koné', password: null },
      { name: 'aya.kone', password: 'court' },
    ]) {
      await expect(makeAdministrator(test.knex, { ...person, ...wrong })).rejects.toThrow(/attendu/);
    }
  });

  describe('an account that is deactivated', () => {
    const directory = () => createDirectory(test.knex, () => new Date(now));
    const entry = { displayName: 'Koffi', email: 'koffi@x.ci', roles: [], groups: ['dsi'], superior: null };

    it('should lose every way in, and get them back only by a new sign-in', async () => {
      await directory().create('koffi', entry);
      const password = await directory().givePassword('koffi');
      const session = await identity.openSession('koffi');
      const token = await identity.createToken('koffi', 'script', 30);
      await directory().deactivate('koffi', 'admin');
      expect(await identity.authenticate('koffi', password)).toBeNull();
      expect(await identity.sessionAccount(session.token)).toBeNull();
      expect(await identity.tokenAccount(token.token)).toBeNull();
      expect((await identity.accounts()).map(({ name }) => name)).not.toContain('koffi');
      expect((await identity.deactivated()).map(({ name }) => name)).toContain('koffi');
      await directory().reactivate('koffi');
      expect(await identity.sessionAccount(session.token)).toBeNull();
      expect(await identity.tokenAccount(token.token)).toBeNull();
      expect(await identity.authenticate('koffi', password)).toMatchObject({ name: 'koffi' });
    });

    it('should keep its name from others, as does a case of an account that is gone', async () => {
      await directory().deactivate('koffi', 'admin');
      await expect(directory().create('koffi', entry)).rejects.toMatchObject({ code: 'FORM_INVALID' });
      await test.knex('case_number').insert({
        number: 'B-2020-000001',
        letter: 'B',
        year: 2020,
        sequence: 1,
        account: 'parti',
        bpmn_process_id: 'p',
        allocated_at: new Date(now),
      });
      await expect(directory().create('parti', entry)).rejects.toMatchObject({
        errors: [{ message: expect.stringContaining('a déjà servi') as string }],
      });
    });

    it('should be nobody’s superior', async () => {
      await directory().create('chef', { ...entry, email: null });
      await directory().create('agent', { ...entry, email: null, superior: 'chef' });
      expect(await identity.account('agent')).toMatchObject({ superior: 'chef' });
      await directory().deactivate('chef', 'admin');
      expect(await identity.account('agent')).toMatchObject({ superior: null });
      expect((await identity.accounts()).find(({ name }) => name === 'agent')).toMatchObject({
        superior: null,
      });
    });

    it('should not be the last administrator', async () => {
      const admins = (await identity.accounts()).filter(({ roles }) => roles.includes('admin'));
      const [last, ...others] = admins.map(({ name }) => name);
      for (const name of others) await directory().deactivate(name, 'admin');
      await expect(directory().deactivate(last ?? '', 'admin')).rejects.toMatchObject({
        code: 'FORM_INVALID',
      });
    });

    it('should not come back with the demonstration’s accounts', async () => {
      await directory().deactivate('gs', 'admin');
      const environment = { ...loopback, DEMO_PASSWORD: 'demonstration' };
      const { demo } = await prepareIdentity({ knex: test.knex, environment, now: clock });
      expect(demo?.accounts.map(({ name }) => name)).not.toContain('gs');
      expect(await identity.authenticate('gs', 'demonstration')).toBeNull();
    });
  });

  it('should end sessions and tokens with a new password', async () => {
    const session = await identity.openSession('dsi');
    const token = await identity.createToken('dsi', 'script', 30);
    await createDirectory(test.knex, () => new Date(now)).givePassword('dsi');
    expect(await identity.sessionAccount(session.token)).toBeNull();
    expect(await identity.tokenAccount(token.token)).toBeNull();
  });
});

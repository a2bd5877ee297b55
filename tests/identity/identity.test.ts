import { createIdentity, prepareIdentity, type Identity } from '../../src/identity/identity';
import { demoAllowed, IdentityConfigurationError } from '../../src/identity/demo';
import { hashPassword, impossibleHash, verifyPassword } from '../../src/identity/password';
import { SESSION_IDLE_MILLIS } from '../../src/identity/sessions';
import { describeOnEveryDatabase, type TestDatabase } from '../kit/database';

const loopback = { HOST: '127.0.0.1', DEMO: undefined, DEMO_PASSWORD: undefined, OIDC_ISSUER: undefined };

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
    await expect(
      prepareIdentity({ knex: test.knex, environment: { ...loopback, DEMO: false } }),
    ).rejects.toThrow(IdentityConfigurationError);
  });
});

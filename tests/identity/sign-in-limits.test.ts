import { networkOf, SignInLimits, type AttemptLimits } from '../../src/identity/attempts';

const minute = 60_000;

function setUp(limits: Partial<AttemptLimits> = {}) {
  let now = Date.parse('2026-03-02T09:00:00Z');
  const guard = new SignInLimits(() => now, limits);
  let verified = 0;
  const attempt = async (caller: string, name: string, isRight: boolean) => {
    const verify = async () => {
      verified += 1;
      await new Promise((resolve) => setImmediate(resolve));
      return isRight ? name : null;
    };
    return guard.attempt(caller, name, verify).catch((error: { code: string }) => error.code);
  };
  return {
    attempt,
    verified: () => verified,
    pass: (millis: number) => {
      now += millis;
    },
  };
}

describe('sign-in limits', () => {
  it.each([40, 250, 900])(
    'should verify no more than ten of %d wrong passwords sent at once',
    async (count) => {
      const { attempt, verified } = setUp();
      const outcomes = await Promise.all(
        Array.from({ length: count }, () => attempt('10.0.0.1', 'dsi', false)),
      );
      expect(verified()).toBe(10);
      expect(outcomes.filter((outcome) => outcome === 'TOO_MANY_ATTEMPTS')).toHaveLength(count - 10);
      expect(await attempt('10.0.0.1', 'dsi', true)).toBe('TOO_MANY_ATTEMPTS');
    },
  );

  it('should count names without regard to case', async () => {
    const { attempt, verified } = setUp({ perName: 4 });
    for (const name of ['dsi', 'DSI', 'Dsi', 'dSi', 'dsI']) await attempt('10.0.0.1', name, false);
    expect(verified()).toBe(4);
  });

  it('should let any number of right passwords through at once', async () => {
    const { attempt } = setUp();
    const outcomes = await Promise.all(Array.from({ length: 80 }, () => attempt('10.0.0.1', 'gs', true)));
    expect(new Set(outcomes)).toEqual(new Set(['gs']));
  });

  it('should let in whoever waited behind attempts that were right', async () => {
    const { attempt } = setUp({ perName: 2 });
    const outcomes = await Promise.all([true, false, true, true].map((is) => attempt('10.0.0.1', 'gs', is)));
    expect(outcomes).toEqual(['gs', null, 'gs', 'gs']);
  });

  it('should let others behind the same address sign in, however often it failed', async () => {
    const { attempt } = setUp();
    for (let index = 0; index < 400; index += 1) {
      await attempt('192.0.2.7', `inconnu-${String(index % 150)}`, false);
    }
    expect(await attempt('192.0.2.7', 'awa', true)).toBe('awa');
    expect(await attempt('192.0.2.7', 'kone', false)).toBeNull();
    expect(await attempt('192.0.2.7', 'kone', true)).toBe('kone');
  });

  it('should leave each name few tries at an address that has failed often', async () => {
    const { attempt, verified } = setUp({ perCaller: 20, perNameAtBusyCaller: 2 });
    for (let index = 0; index < 20; index += 1) await attempt('192.0.2.7', `x${String(index)}`, false);
    const before = verified();
    for (let index = 0; index < 9; index += 1) await attempt('192.0.2.7', 'rssi', false);
    expect(verified() - before).toBe(2);
    expect(await attempt('192.0.2.8', 'rssi', true)).toBe('rssi');
  });

  it('should slow down the guessing of one name from many addresses, but not its owner', async () => {
    const { attempt, verified, pass } = setUp({ perNameEverywhere: 30 });
    expect(await attempt('198.51.100.1', 'cb-bit', true)).toBe('cb-bit');
    const addresses = Array.from({ length: 200 }, (_, index) => `203.0.113.${String(index)}`);
    await Promise.all(addresses.map((address) => attempt(address, 'cb-bit', false)));
    expect(verified()).toBe(31);
    expect(await attempt('203.0.113.250', 'cb-bit', true)).toBe('TOO_MANY_ATTEMPTS');
    expect(await attempt('198.51.100.1', 'cb-bit', true)).toBe('cb-bit');
    pass(minute);
    expect(await attempt('203.0.113.250', 'cb-bit', false)).toBeNull();
    expect(await attempt('203.0.113.250', 'cb-bit', false)).toBe('TOO_MANY_ATTEMPTS');
  });

  it('should say how long to wait, and let one in after that', async () => {
    const { attempt, pass } = setUp({ perName: 5 });
    for (let index = 0; index < 5; index += 1) await attempt('10.0.0.1', 'gs', false);
    pass(3 * minute - 1000);
    expect(await attempt('10.0.0.1', 'gs', true)).toBe('TOO_MANY_ATTEMPTS');
    pass(1000);
    expect(await attempt('10.0.0.1', 'gs', true)).toBe('gs');
  });

  it('should count an attempt whose verification broke', async () => {
    const guard = new SignInLimits(() => 0, { perName: 2 });
    const broken = () => guard.attempt('10.0.0.1', 'gs', () => Promise.reject(new Error('no database')));
    await expect(broken()).rejects.toThrow('no database');
    await expect(broken()).rejects.toThrow('no database');
    await expect(broken()).rejects.toMatchObject({ code: 'TOO_MANY_ATTEMPTS', retryAfter: 450 });
  });
});

describe('networkOf', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0db8:1:2::9', '2001:db8:1:2::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['unknown', 'unknown'],
  ])('%s → %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

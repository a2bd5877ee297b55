import { readEnvironment } from '../../src/config/environment';

describe('TRUSTED_PROXIES', () => {
  it.each([
    [undefined, ['loopback']],
    ['none', []],
    ['10.0.0.5', ['10.0.0.5']],
    ['10.1.0.0/16, uniquelocal', ['10.1.0.0/16', 'uniquelocal']],
    ['2001:db8::/32', ['2001:db8::/32']],
  ])('%s → %j', (text, proxies) => {
    expect(readEnvironment({ TRUSTED_PROXIES: text }).TRUSTED_PROXIES).toEqual(proxies);
  });

  it.each(['proxy.example', '10.0.0.0/40', '300.1.1.1', '*', 'true', '::1/200'])('refuses %s', (text) => {
    expect(() => readEnvironment({ TRUSTED_PROXIES: text })).toThrow(/TRUSTED_PROXIES.*such as 10\.0\.0\.5/);
  });
});

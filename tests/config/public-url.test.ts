import { EnvironmentError, readEnvironment } from '../../src/config/environment';

describe('PUBLIC_URL', () => {
  it.each([
    'https://logigramme.example.ci',
    'http://localhost:8080',
    'https://intranet.example.ci/logigramme',
  ])('may be %s', (address) => {
    expect(readEnvironment({ PUBLIC_URL: address }).PUBLIC_URL).toBe(address);
  });

  it.each([
    'https://logigramme.example.ci/',
    'logigramme.example.ci',
    'javascript:alert(1)',
    'ftp://logigramme.example.ci',
    'https://nom:secret@logigramme.example.ci',
    'https://logigramme.example.ci?a=b',
    'https://logigramme.example.ci#a',
    'https://logigramme.example.ci"><script>',
  ])('is refused as %s, with what is expected', (address) => {
    expect(() => readEnvironment({ PUBLIC_URL: address })).toThrow(EnvironmentError);
    expect(() => readEnvironment({ PUBLIC_URL: address })).toThrow(/PUBLIC_URL: .*https:/);
  });

  it('may be absent', () => {
    expect(readEnvironment({ PUBLIC_URL: '' }).PUBLIC_URL).toBeUndefined();
  });
});

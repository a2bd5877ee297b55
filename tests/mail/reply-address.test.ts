import fc from 'fast-check';
import { readMailAddresses, type MailAddressSettings } from '../../src/mail/out/reply-address';

const settings: MailAddressSettings = {
  MAIL_REPLY_ADDRESS: 'dossiers@dsi.example',
  MAIL_BOUNCE_ADDRESS: 'rebonds@dsi.example',
  MAIL_SECRET: 'un secret pour les essais',
};
const addresses = readMailAddresses(settings);
const caseKey = '2251799813685249';
const reply = addresses.replyAddressOf(caseKey) ?? '';

describe('reply address', () => {
  it('carries the key of the case, readable and signed', () => {
    expect(reply).toMatch(/^dossiers\+2251799813685249\.[0-9a-f]{16}@dsi\.example$/);
    expect(addresses.caseOfReplyAddress(reply)).toBe(caseKey);
  });

  it('survives a server that changes the case of letters', () => {
    expect(addresses.caseOfReplyAddress(reply.toUpperCase())).toBe(caseKey);
  });

  it('is the same after a restart, and another with another secret', () => {
    expect(readMailAddresses(settings).replyAddressOf(caseKey)).toBe(reply);
    const other = readMailAddresses({ ...settings, MAIL_SECRET: 'un autre secret, aussi long' });
    expect(other.replyAddressOf(caseKey)).not.toBe(reply);
    expect(other.caseOfReplyAddress(reply)).toBeNull();
  });

  it('takes back every key that it gave, up to the longest', () => {
    const keys = fc.bigInt({ min: 1n, max: 9_223_372_036_854_775_807n }).map(String);
    fc.assert(
      fc.property(keys, (key) => {
        const address = addresses.replyAddressOf(key) ?? '';
        return addresses.caseOfReplyAddress(address) === key && address.indexOf('@') <= 64;
      }),
    );
  });

  it.each([
    ['the bare address', 'dossiers@dsi.example'],
    ['another case under the same signature', reply.replace(caseKey, '2251799813685250')],
    ['no signature', 'dossiers+2251799813685249.@dsi.example'],
    ['a signature cut short', reply.replace(/.@/, '@')],
    ['a signature made longer', reply.replace('@', '0@')],
    ['another domain', reply.replace('dsi.example', 'pirate.example')],
    ['a domain that ends alike', reply.replace('@', '@x.')],
    ['another box', reply.replace('dossiers', 'courrier')],
    ['a display name', `Pirate <${reply}>`],
    ['a second address', `${reply}, pirate@exemple.org`],
    ['the bounce address of the same number', addresses.bounceAddressOf(caseKey) ?? ''],
    ['letters that only look alike', reply.replace('d', 'ԁ')],
    ['a key that is none', 'dossiers+__proto__.0123456789abcdef@dsi.example'],
    ['nothing', ''],
    ['a very long text', `dossiers+${'9'.repeat(100_000)}.0123456789abcdef@dsi.example`],
  ])('does not take %s', (_, address) => {
    expect(addresses.caseOfReplyAddress(address)).toBeNull();
  });

  it('takes no address that somebody makes up', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-f]{16}$/), (signature) => {
        const made = `dossiers+${caseKey}.${signature}@dsi.example`;
        return made === reply || addresses.caseOfReplyAddress(made) === null;
      }),
    );
  });
});

describe('bounce address', () => {
  it('carries the id of the mail', () => {
    const address = addresses.bounceAddressOf('42') ?? '';
    expect(address).toMatch(/^rebonds\+42\.[0-9a-f]{16}@dsi\.example$/);
    expect(addresses.mailOfBounceAddress(address)).toBe('42');
    expect(addresses.caseOfReplyAddress(address)).toBeNull();
  });

  it('is not taken for that of another mail, nor where the same box takes both', () => {
    const one = readMailAddresses({ ...settings, MAIL_BOUNCE_ADDRESS: settings.MAIL_REPLY_ADDRESS });
    const address = one.bounceAddressOf('42') ?? '';
    expect(one.mailOfBounceAddress(address.replace('42', '43'))).toBeNull();
    expect(one.caseOfReplyAddress(address)).toBeNull();
    expect(one.mailOfBounceAddress(one.replyAddressOf('42') ?? '')).toBeNull();
  });
});

describe('settings', () => {
  it('unset: no address is made, none is taken', () => {
    const none = readMailAddresses({
      MAIL_REPLY_ADDRESS: undefined,
      MAIL_BOUNCE_ADDRESS: undefined,
      MAIL_SECRET: undefined,
    });
    expect(none.replyAddressOf(caseKey)).toBeNull();
    expect(none.bounceAddressOf('42')).toBeNull();
    expect(none.caseOfReplyAddress(reply)).toBeNull();
  });

  it.each<[string, Partial<MailAddressSettings>, string]>([
    ['no secret', { MAIL_SECRET: undefined }, 'Réglage MAIL_SECRET : un secret d’au moins 16 caractères'],
    ['a short secret', { MAIL_SECRET: 'court' }, 'mais il n’en a que 5.'],
    ['a name', { MAIL_REPLY_ADDRESS: 'DSI <dossiers@dsi.example>' }, 'Réglage MAIL_REPLY_ADDRESS'],
    ['no domain', { MAIL_BOUNCE_ADDRESS: 'rebonds' }, 'Réglage MAIL_BOUNCE_ADDRESS'],
    ['a plus sign', { MAIL_REPLY_ADDRESS: 'a+b@dsi.example' }, 'une adresse simple est attendue'],
    [
      'a line break',
      { MAIL_REPLY_ADDRESS: 'a@dsi.example\r\nBcc: x@y.z' },
      'une adresse simple est attendue',
    ],
    ['a long local part', { MAIL_REPLY_ADDRESS: `${'a'.repeat(28)}@dsi.example` }, 'au plus 27 caractères'],
  ])('refuses %s', (_, wrong, message) => {
    expect(() => readMailAddresses({ ...settings, ...wrong })).toThrow(message);
  });

  it('does not repeat the secret in its message', () => {
    expect(() => readMailAddresses({ ...settings, MAIL_SECRET: 'motdepasse' })).not.toThrow('motdepasse');
  });
});

/**
 * Addresses that carry a key, signed so that an outsider cannot make one up:
 *
 *     dossiers+2251799813685249.0f1e2d3c4b5a6978@dsi.example   reply address: the instance that sent the mail
 *     rebonds+42.8796a5b4c3d2e1f0@dsi.example                  envelope sender: the mail, for bounces (VERP)
 *
 * Letter case does not matter, as servers on the way may change it. Settings are checked by `readMailAddresses`.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Environment } from '../../config/environment';
import { MailConfigurationError } from './errors';

export interface MailAddresses {
  /** Null when MAIL_REPLY_ADDRESS is unset. */
  replyAddressOf(processInstanceKey: string): string | null;
  /** Key of the instance that sent the mail: the case, or what it called. Null when we did not make the address. */
  caseOfReplyAddress(address: string): string | null;
  /** Null when MAIL_BOUNCE_ADDRESS is unset. */
  bounceAddressOf(mailId: string): string | null;
  /** Id of the mail in the outbox; null when we did not make the address. */
  mailOfBounceAddress(address: string): string | null;
}

export type MailAddressSettings = Pick<
  Environment,
  'MAIL_REPLY_ADDRESS' | 'MAIL_BOUNCE_ADDRESS' | 'MAIL_SECRET'
>;

const signatureLength = 16;
const shortestSecret = 16;
/** Keys of the engine and ids of the outbox are at most 19 digits long. */
const longestLocalPart = 64 - '+'.length - 19 - '.'.length - signatureLength;

/** Throws `MailConfigurationError` naming the setting that is wrong. */
export function readMailAddresses(settings: MailAddressSettings): MailAddresses {
  const { MAIL_REPLY_ADDRESS, MAIL_BOUNCE_ADDRESS, MAIL_SECRET = '' } = settings;
  if ((MAIL_REPLY_ADDRESS ?? MAIL_BOUNCE_ADDRESS) !== undefined && MAIL_SECRET.length < shortestSecret) {
    throw new MailConfigurationError(
      'MAIL_SECRET',
      `un secret d’au moins ${shortestSecret} caractères est attendu pour signer les adresses de réponse et de retour, ` +
        (MAIL_SECRET === '' ? 'mais il est absent' : `mais il n’en a que ${MAIL_SECRET.length}`),
    );
  }
  const reply = signedAddress('MAIL_REPLY_ADDRESS', MAIL_REPLY_ADDRESS, MAIL_SECRET);
  const bounce = signedAddress('MAIL_BOUNCE_ADDRESS', MAIL_BOUNCE_ADDRESS, MAIL_SECRET);
  return {
    replyAddressOf: reply.make,
    caseOfReplyAddress: reply.read,
    bounceAddressOf: bounce.make,
    mailOfBounceAddress: bounce.read,
  };
}

interface SignedAddress {
  make(key: string): string | null;
  read(address: string): string | null;
}

function signedAddress(name: string, base: string | undefined, secret: string): SignedAddress {
  if (base === undefined) return { make: () => null, read: () => null };
  const { local, domain } = partsOf(name, base);
  const sign = (key: string): string =>
    createHmac('sha256', secret).update(`${name} ${key}`).digest('hex').slice(0, signatureLength);
  const [prefix, suffix] = [`${local}+`.toLowerCase(), `@${domain}`.toLowerCase()];
  return {
    make: (key) => `${local}+${key}.${sign(key)}@${domain}`,
    read(address) {
      const given = address.toLowerCase();
      if (!given.startsWith(prefix) || !given.endsWith(suffix)) return null;
      const tag = /^(?<key>\d{1,19})\.(?<signature>[0-9a-f]+)$/.exec(
        given.slice(prefix.length, -suffix.length),
      );
      const { key = '', signature = '' } = tag?.groups ?? {};
      if (signature.length !== signatureLength) return null;
      return timingSafeEqual(Buffer.from(signature), Buffer.from(sign(key))) ? key : null;
    },
  };
}

function partsOf(name: string, address: string): { local: string; domain: string } {
  const { local, domain } =
    /^(?<local>[A-Za-z0-9._-]+)@(?<domain>[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*)$/.exec(address)?.groups ?? {};
  if (local !== undefined && domain !== undefined && local.length <= longestLocalPart) {
    return { local, domain };
  }
  throw new MailConfigurationError(
    name,
    `une adresse simple est attendue (par exemple dossiers@dsi.example ; lettres, chiffres, points et tirets, ` +
      `au plus ${longestLocalPart} caractères avant « @ »), mais la valeur est « ${address.slice(0, 100)} »`,
  );
}

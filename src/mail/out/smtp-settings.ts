/** The settings of the mail server, checked at start, as nodemailer takes them. Messages are French, for who starts. */
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Environment } from '../../config/environment';
import { MailConfigurationError } from './errors';

export type SmtpSettings = Pick<
  Environment,
  | 'SMTP_URL'
  | 'SMTP_STARTTLS'
  | 'SMTP_CA_FILE'
  | 'SMTP_CONNECTIONS'
  | 'MAIL_FROM'
  | 'MAIL_DKIM_DOMAIN'
  | 'MAIL_DKIM_SELECTOR'
  | 'MAIL_DKIM_KEY_FILE'
>;

export interface SmtpServer {
  readonly host: string;
  readonly port?: number;
  readonly secure: boolean;
  readonly auth?: { readonly user: string; readonly pass: string };
  /** Sends nothing, the password included, before the connection is encrypted. */
  readonly requireTLS: boolean;
  readonly tls?: { readonly ca: string };
}

export interface Dkim {
  readonly domainName: string;
  readonly keySelector: string;
  readonly privateKey: string;
}

/** Null when SMTP_URL is unset. Throws `MailConfigurationError`. */
export function smtpServer(settings: SmtpSettings): SmtpServer | null {
  const { SMTP_URL, SMTP_CA_FILE } = settings;
  const ca = SMTP_CA_FILE === undefined ? undefined : certificatesIn(SMTP_CA_FILE);
  if (SMTP_URL === undefined) return null;
  const url = URL.canParse(SMTP_URL) ? new URL(SMTP_URL) : null;
  if (url === null || !/^smtps?:$/.test(url.protocol) || url.hostname === '' || url.search !== '') {
    throw new MailConfigurationError(
      'SMTP_URL',
      'une adresse comme smtp://serveur:587, smtps://serveur:465 ou smtps://identifiant:motdepasse@serveur est ' +
        'attendue, sans option après « ? » (le chiffrement se règle par SMTP_STARTTLS et SMTP_CA_FILE)',
    );
  }
  const { username, password } = url;
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    ...(url.port !== '' && { port: Number(url.port) }),
    secure: url.protocol === 'smtps:',
    ...(username !== '' && { auth: { user: decoded(username), pass: decoded(password) } }),
    requireTLS: settings.SMTP_STARTTLS && url.protocol === 'smtp:',
    ...(ca !== undefined && { tls: { ca } }),
  };
}

/** Null when mails are not signed. Throws `MailConfigurationError`. */
export function dkimOf(settings: SmtpSettings): Dkim | null {
  const given = {
    MAIL_DKIM_DOMAIN: settings.MAIL_DKIM_DOMAIN,
    MAIL_DKIM_SELECTOR: settings.MAIL_DKIM_SELECTOR,
    MAIL_DKIM_KEY_FILE: settings.MAIL_DKIM_KEY_FILE,
  };
  const { MAIL_DKIM_DOMAIN: domain, MAIL_DKIM_SELECTOR: selector, MAIL_DKIM_KEY_FILE: file } = given;
  if (domain === undefined && selector === undefined && file === undefined) return null;
  if (domain === undefined || selector === undefined || file === undefined) {
    const missing = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [name] : []));
    throw new MailConfigurationError(
      missing.join(', '),
      'la signature DKIM demande à la fois un domaine, un sélecteur et un fichier de clé, mais ce réglage est absent',
    );
  }
  checkDnsName('MAIL_DKIM_DOMAIN', domain, 'dsi.example');
  checkDnsName('MAIL_DKIM_SELECTOR', selector, 'logigramme2026');
  return { domainName: domain, keySelector: selector, privateKey: privateKeyIn(file) };
}

/** `Nom <a@exemple.org>` → `a@exemple.org`. Throws `MailConfigurationError`. */
export function senderAddress({ MAIL_FROM }: Pick<SmtpSettings, 'MAIL_FROM'>): string {
  const { named, bare } =
    /^(?:[^<>\p{C}]*<(?<named>[^\s@<>]+@[^\s@<>]+)>|(?<bare>[^\s@<>]+@[^\s@<>]+))$/u.exec(MAIL_FROM.trim())
      ?.groups ?? {};
  const address = named ?? bare;
  if (address !== undefined) return address;
  throw new MailConfigurationError(
    'MAIL_FROM',
    `une adresse comme « Logigramme <logigramme@dsi.example> » est attendue, mais la valeur est « ${MAIL_FROM.slice(0, 100)} »`,
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function readSetting(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new MailConfigurationError(name, `le fichier « ${file} » ne peut pas être lu`, { cause: error });
  }
}

function certificatesIn(file: string): string {
  const pem = readSetting('SMTP_CA_FILE', file);
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^]+?-----END CERTIFICATE-----/g) ?? [];
  try {
    if (blocks.length === 0) throw new Error('no certificate');
    blocks.forEach((block) => new X509Certificate(block));
  } catch (error) {
    throw new MailConfigurationError(
      'SMTP_CA_FILE',
      `le fichier « ${file} » doit contenir un ou plusieurs certificats d’autorité au format PEM, mais aucun n’y est lisible`,
      { cause: error },
    );
  }
  return pem;
}

function privateKeyIn(file: string): string {
  const pem = readSetting('MAIL_DKIM_KEY_FILE', file);
  const key = keyOf(pem);
  if (key?.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 1024) return pem;
  throw new MailConfigurationError(
    'MAIL_DKIM_KEY_FILE',
    `le fichier « ${file} » doit contenir une clé privée RSA d’au moins 1024 bits, au format PEM et sans mot de passe`,
  );
}

function keyOf(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}

function checkDnsName(setting: string, name: string, example: string): void {
  if (/^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/.test(name))
    return;
  throw new MailConfigurationError(
    setting,
    `un nom de domaine est attendu (par exemple ${example}), mais la valeur est « ${name.slice(0, 100)} »`,
  );
}

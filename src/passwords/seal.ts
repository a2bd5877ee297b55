/** AES-256-GCM with the key of `PASSWORDS_KEY`: what the database holds of a password that nobody has seen yet. */
import { StartError } from '../errors/start-error';
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
const keyBytes = 32;

export class PasswordsConfigurationError extends StartError {
  override readonly name = 'PasswordsConfigurationError';
}

/**
 * `text`: the environment's PASSWORDS_KEY, 32 bytes in base64; null when it is unset and nothing needs it. Throws
 * `PasswordsConfigurationError`.
 */
export function keyFor(text: string | undefined, needed: boolean): Buffer | null {
  if (text === undefined && !needed) return null;
  const key = Buffer.from(text ?? '', 'base64');
  if (key.length === keyBytes) return key;
  throw new PasswordsConfigurationError(
    `PASSWORDS_KEY : ${keyBytes} octets en base64 sont attendus pour garder les mots de passe par défaut des comptes ` +
      `créés, mais ${key.length} sont là. Faites-en une avec : openssl rand -base64 32`,
  );
}

const keyName = (key: Buffer): string => createHash('sha256').update(key).digest('hex').slice(0, 8);

/** `about` is bound to it: a sealed password copied to another row does not open. */
export function seal(key: Buffer, clear: string, about: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(about, 'utf8'));
  const bytes = Buffer.concat([nonce, cipher.update(clear, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${keyName(key)}:${bytes.toString('base64')}`;
}

/** Null: it was sealed with another key, or altered. */
export function unseal(key: Buffer, sealed: string, about: string): string | null {
  const [name, text = ''] = sealed.split(':');
  if (name !== keyName(key)) return null;
  const bytes = Buffer.from(text, 'base64');
  try {
    const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(Buffer.from(about, 'utf8'));
    decipher.setAuthTag(bytes.subarray(-tagBytes));
    const clear = Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
    return clear.toString('utf8');
  } catch {
    return null;
  }
}

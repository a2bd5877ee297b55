/** The gateway's own bearer tokens: signed with their client's secret, so a new secret ends the old tokens. */
import { createHmac } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';

const ISSUER = 'logigramme';
const AUDIENCE = 'logigramme-gateway';
const ALGORITHM = 'HS256';
export const TOKEN_SECONDS = 3600;

const keyOf = (secret: string): Uint8Array =>
  createHmac('sha256', secret).update('token of the gateway').digest();

export function tokenOfClient(name: string, secret: string): Promise<string> {
  return new SignJWT({})
    .setProtectedHeader({ alg: ALGORITHM, kid: name })
    .setSubject(name)
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(`${String(TOKEN_SECONDS)}s`)
    .sign(keyOf(secret));
}

/** Null: expired, or not ours. */
export async function clientOfToken(
  token: string,
  clients: ReadonlyMap<string, string>,
): Promise<string | null> {
  try {
    const { kid = '' } = decodeProtectedHeader(token);
    const secret = clients.get(kid);
    if (secret === undefined) return null;
    const { payload } = await jwtVerify(token, keyOf(secret), {
      issuer: ISSUER,
      audience: AUDIENCE,
      subject: kid,
      algorithms: [ALGORITHM],
    });
    return payload.sub ?? null;
  } catch {
    return null;
  }
}

/** Who may call the gateway, by the header `authorization` that Zeebe's clients send: Basic, or a bearer token. */
import { createRemoteJWKSet, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { basicAuthorization, isSame } from '../kit/http-server';
import { clientOfToken } from './client-tokens';

export interface CallerOptions {
  /** Secrets by name. */
  readonly clients: ReadonlyMap<string, string>;
  /** An authorization server whose tokens are taken. */
  readonly issuer: { readonly url: string; readonly audience: string } | null;
}

export interface Callers {
  /** Who calls. @throws UnknownCallerError */
  identify(authorization: string | undefined): Promise<string>;
}

/** `message` tells what was expected and what came, but nothing about why a token is refused beyond that. */
export class UnknownCallerError extends Error {
  override readonly name = 'UnknownCallerError';
}

const EXPECTED = "Expected a bearer token or basic credentials in the header 'authorization'";
const discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });

/** The keys of the issuer, looked up at the first token and kept by jose as long as they fit. */
function keysOf(issuer: string): () => Promise<JWTVerifyGetKey> {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  async function discover(): Promise<JWTVerifyGetKey> {
    const address = `${issuer.replace(/\/$/u, '')}/.well-known/openid-configuration`;
    const response = await fetch(address, { signal: AbortSignal.timeout(10_000) });
    if (!response.ok) throw new Error(`Expected ${address} to answer, but got ${String(response.status)}`);
    return createRemoteJWKSet(new URL(discovery.parse(await response.json()).jwks_uri));
  }
  return () => {
    keys ??= discover().catch((error: unknown) => {
      keys = undefined;
      throw error;
    });
    return keys;
  };
}

export function createCallers({ clients, issuer }: CallerOptions): Callers {
  const foreign = issuer === null ? null : { ...issuer, keys: keysOf(issuer.url) };

  function byBasic(header: string): string {
    for (const [username, password] of clients) {
      if (isSame(header, basicAuthorization({ username, password }))) return username;
    }
    throw new UnknownCallerError(`${EXPECTED}, but got a name and secret that GATEWAY_CLIENTS does not hold`);
  }

  async function byToken(token: string): Promise<string> {
    const own = await clientOfToken(token, clients);
    if (own !== null) return own;
    if (foreign !== null) {
      const { url, audience, keys } = foreign;
      const verified = await jwtVerify(token, await keys(), {
        issuer: [url, url.replace(/\/$/u, '')],
        audience,
        algorithms: [
          'RS256',
          'RS384',
          'RS512',
          'PS256',
          'PS384',
          'PS512',
          'ES256',
          'ES384',
          'ES512',
          'EdDSA',
        ],
      }).catch(() => null);
      if (verified !== null) return verified.payload.sub ?? 'unnamed';
    }
    throw new UnknownCallerError(
      `${EXPECTED}, but the token is expired, or not one that this gateway or its issuer made. Fetch a new one.`,
    );
  }

  return {
    async identify(authorization) {
      if (authorization === undefined || authorization === '') {
        throw new UnknownCallerError(`${EXPECTED}, but found nothing. Give the client its name and secret.`);
      }
      const [, scheme = '', value = ''] = /^(\w+) +(\S+)$/u.exec(authorization.trim()) ?? [];
      if (scheme.toLowerCase() === 'basic') return byBasic(`Basic ${value}`);
      if (scheme.toLowerCase() === 'bearer') return byToken(value);
      throw new UnknownCallerError(`${EXPECTED}, but got something else`);
    },
  };
}

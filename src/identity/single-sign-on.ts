/** Sign-in by an OpenID Connect provider: authorization code with PKCE, state and nonce (openid-client). */
import * as client from 'openid-client';
import { z } from 'zod';
import { isLoopback } from '../config/loopback';
import { DomainError } from '../errors/catalogue';
import type { ExternalPerson } from './external-accounts';

export interface SingleSignOnSettings {
  readonly issuer: string;
  readonly clientId: string;
  /** Undefined: a public client. */
  readonly clientSecret: string | undefined;
  /** Claim that holds the groups. */
  readonly groupsClaim: string;
}

/** What the browser keeps between leaving and coming back. */
export const pendingSignIn = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  next: z.string(),
});
export type PendingSignIn = z.infer<typeof pendingSignIn>;

export interface SingleSignOn {
  /** Of the provider: forms of ours may lead there. */
  readonly origin: string;
  begin(
    redirectUri: string,
    next: string,
  ): Promise<{ readonly url: string; readonly pending: PendingSignIn }>;
  /** `current`: the address that the provider sent the browser back to. */
  finish(
    current: URL,
    pending: PendingSignIn,
  ): Promise<{ readonly person: ExternalPerson; readonly idToken: string | null }>;
  /** Where the session ends at the provider; null when it has no such place. */
  endUrl(idToken: string, back: string): Promise<string | null>;
}

const texts = z.array(z.string());
const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null;

/** Keycloak writes groups as paths: « /dsi ». */
function groupsOf(value: unknown): readonly string[] | null {
  if (value === undefined) return null;
  const groups = texts.safeParse(typeof value === 'string' ? [value] : value);
  return groups.success ? groups.data.map((group) => group.replace(/^\//u, '').toLowerCase()) : [];
}

const unavailable = (cause: unknown) =>
  new DomainError(
    'SYSTEM_UNAVAILABLE',
    'Le fournisseur d’identité ne répond pas, ou pas comme attendu. Réessayez dans un moment ; si cela dure, prévenez l’administrateur.',
    { cause },
  );

const refused = (cause: unknown) =>
  new DomainError(
    'WRONG_CREDENTIALS',
    'Le fournisseur d’identité n’a pas confirmé qui vous êtes. Recommencez la connexion.',
    { cause },
  );

export function createSingleSignOn(settings: SingleSignOnSettings): SingleSignOn {
  const { issuer, clientId, clientSecret, groupsClaim } = settings;
  const server = new URL(issuer);
  const execute = isLoopback(server.hostname) ? [client.allowInsecureRequests] : [];
  let known: Promise<client.Configuration> | undefined;

  /** Looked up at the first sign-in, and again after a failure. */
  function configuration(): Promise<client.Configuration> {
    const authentication =
      clientSecret === undefined ? client.None() : client.ClientSecretBasic(clientSecret);
    known ??= client
      .discovery(server, clientId, clientSecret, authentication, { execute })
      .catch((error: unknown) => {
        known = undefined;
        throw unavailable(error);
      });
    return known;
  }

  return {
    origin: server.origin,

    async begin(redirectUri, next) {
      const config = await configuration();
      const pending = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
        next,
      };
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: ['openid', 'profile', 'email', ...(offersGroups(config) ? ['groups'] : [])].join(' '),
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(pending.verifier),
        code_challenge_method: 'S256',
      });
      return { url: url.href, pending };
    },

    async finish(current, pending) {
      const config = await configuration();
      const tokens = await client
        .authorizationCodeGrant(config, current, {
          pkceCodeVerifier: pending.verifier,
          expectedState: pending.state,
          expectedNonce: pending.nonce,
          idTokenExpected: true,
        })
        .catch((error: unknown) => {
          throw refused(error);
        });
      const told = tokens.claims();
      if (told === undefined) throw refused(new Error('Expected an ID token, but got none'));
      const info =
        config.serverMetadata().userinfo_endpoint === undefined
          ? {}
          : await client.fetchUserInfo(config, tokens.access_token, told.sub).catch((error: unknown) => {
              throw unavailable(error);
            });
      const claims: Readonly<Record<string, unknown>> = { ...told, ...info };
      return {
        idToken: tokens.id_token ?? null,
        person: {
          issuer: told.iss,
          subject: told.sub,
          username: textOf(claims['preferred_username']),
          displayName: textOf(claims['name']),
          email: textOf(claims['email']),
          groups: groupsOf(claims[groupsClaim]),
        },
      };
    },

    async endUrl(idToken, back) {
      const config = await configuration();
      if (config.serverMetadata().end_session_endpoint === undefined) return null;
      return client.buildEndSessionUrl(config, { id_token_hint: idToken, post_logout_redirect_uri: back })
        .href;
    },
  };
}

/** Some providers refuse a scope that they do not know. */
function offersGroups(config: client.Configuration): boolean {
  return config.serverMetadata().scopes_supported?.includes('groups') === true;
}

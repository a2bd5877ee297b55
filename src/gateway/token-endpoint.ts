/** `POST /oauth/token`: client credentials (RFC 6749, 4.4) become a bearer token, as Zeebe's clients ask for it. */
import express, { Router, type Request } from 'express';
import { isSame } from '../kit/http-server';
import { TOKEN_SECONDS, tokenOfClient } from './client-tokens';

interface ClientCredentials {
  readonly name: string;
  readonly secret: string;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** In the header or in the body (2.3.1). */
function credentialsOf(request: Request): ClientCredentials {
  const [, encoded] = /^basic +(\S+)$/iu.exec(request.get('authorization') ?? '') ?? [];
  if (encoded !== undefined) {
    const [name = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
    return { name: decoded(name), secret: decoded(rest.join(':')) };
  }
  const body = (request.body ?? {}) as Readonly<Record<string, unknown>>;
  return { name: String(body['client_id'] ?? ''), secret: String(body['client_secret'] ?? '') };
}

export function tokenEndpoint(clients: ReadonlyMap<string, string>): Router {
  const router = Router();
  router.post(
    '/oauth/token',
    express.urlencoded({ extended: false }),
    express.json(),
    async (request, response) => {
      response.set('Cache-Control', 'no-store');
      const refuse = (status: number, error: string, error_description: string): void => {
        response.status(status).json({ error, error_description });
      };
      const { grant_type: grant } = (request.body ?? {}) as Readonly<Record<string, unknown>>;
      if (grant !== 'client_credentials') {
        refuse(400, 'unsupported_grant_type', "Expected the grant_type 'client_credentials'");
        return;
      }
      const { name, secret } = credentialsOf(request);
      const expected = clients.get(name);
      if (expected === undefined || !isSame(secret, expected)) {
        response.set('WWW-Authenticate', 'Basic realm="gateway"');
        refuse(401, 'invalid_client', 'Expected the name and secret of a client of GATEWAY_CLIENTS');
        return;
      }
      response.json({
        access_token: await tokenOfClient(name, expected),
        token_type: 'Bearer',
        expires_in: TOKEN_SECONDS,
      });
    },
  );
  return router;
}

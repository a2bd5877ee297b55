/** Who calls the API: HTTP Basic, a bearer token, or the session of the page that calls. */
import type { Request, RequestHandler } from 'express';
import type { Account } from '../../identity/account';
import { DomainError } from '../errors';
import type { WebServices } from '../services';
import { currentUser, setCurrentUser } from '../session';

interface BasicCredentials {
  readonly name: string;
  readonly password: string;
}

function basicCredentials(encoded: string): BasicCredentials | null {
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? null : { name: text.slice(0, colon), password: text.slice(colon + 1) };
}

async function fromHeader(
  identity: WebServices['identity'],
  request: Request,
  header: string,
): Promise<Account | null> {
  const [scheme = '', value = ''] = header.split(' ', 2);
  if (scheme.toLowerCase() === 'bearer') return identity.tokenAccount(value);
  const credentials = scheme.toLowerCase() === 'basic' ? basicCredentials(value) : null;
  if (!credentials) return null;
  return identity.authenticate(credentials.name, credentials.password, request.ip ?? 'unknown');
}

const byToken = new WeakSet<Request>();

/** A token acts, but makes no further ones: whoever found it loses it with its end. */
export const isByToken = (request: Request): boolean => byToken.has(request);

export function authenticate({ identity }: Pick<WebServices, 'identity'>): RequestHandler {
  return async (request, response, next) => {
    const header = request.get('authorization');
    if (header === undefined && currentUser(request)) {
      next();
      return;
    }
    const account = header === undefined ? null : await fromHeader(identity, request, header);
    if (account) {
      if (/^bearer /i.test(header ?? '')) byToken.add(request);
      setCurrentUser(request, account);
      next();
      return;
    }
    // In a page's own calls the challenge would open the browser's password dialog.
    if (request.get('sec-fetch-mode') === undefined || request.get('sec-fetch-mode') === 'navigate') {
      response.set('WWW-Authenticate', 'Basic realm="Logigramme", charset="UTF-8"');
    }
    throw header === undefined
      ? new DomainError(
          'UNAUTHENTICATED',
          'Identifiez-vous : HTTP Basic avec un compte local, ou un jeton « Bearer ».',
        )
      : new DomainError('WRONG_CREDENTIALS', 'L’identifiant, le mot de passe ou le jeton n’est pas le bon.');
  };
}

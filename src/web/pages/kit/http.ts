/** Small pieces that pages share: query texts, JSON answers to islands, addresses. */
import type { Request, Response } from 'express';
import { asDomainError, logUnexpected, setRetryAfter, toProblem } from '../../problem';
import { DomainError } from '../../errors';
import type { Account } from '../../../identity/account';
import { currentUser } from '../../session';
import type { PageKit } from './renderer';

/** A query or body field as trimmed text; '' when absent or repeated. */
export function text(source: unknown, name: string): string {
  const value =
    typeof source === 'object' && source !== null ? (source as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value.trim() : '';
}

/** A path parameter. */
export function parameter(req: Request, name: string): string {
  const value = req.params[name];
  return typeof value === 'string' ? value : '';
}

/** The signed-in account behind `requireUser`. */
export function signedIn(req: Request): Account {
  const user = currentUser(req);
  if (user === null) throw new DomainError('UNAUTHENTICATED', 'Connectez-vous pour continuer.');
  return user;
}

/** `path?name=value&…`, without empty values. */
export function href(path: string, query: Readonly<Record<string, string | undefined | null>>): string {
  const pairs = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs).toString()}`;
}

/** The variables of an island's JSON body. Throws `DomainError` BAD_REQUEST. */
export function submittedVariables(req: Request): Record<string, unknown> {
  const body: unknown = req.body;
  const variables =
    typeof body === 'object' && body !== null ? (body as { variables?: unknown }).variables : undefined;
  if (typeof variables === 'object' && variables !== null && !Array.isArray(variables)) {
    return variables as Record<string, unknown>;
  }
  throw new DomainError(
    'BAD_REQUEST',
    'Un objet « variables » est attendu. Rechargez la page, puis réessayez.',
  );
}

/**
 * Runs an island's command and answers JSON: what it gives, such as `{next}` where to go, or a problem document (RFC 9457) with the wrong
 * fields in `errors`.
 */
export async function answerIsland(
  { services }: Pick<PageKit, 'services'>,
  req: Request,
  res: Response,
  command: () => Promise<object>,
): Promise<void> {
  try {
    res.json(await command());
  } catch (caught) {
    const error = asDomainError(caught);
    logUnexpected(services.logger, error, req.path);
    setRetryAfter(res, error);
    res.status(error.status).type('application/problem+json').json(toProblem(error, req.path));
  }
}

/** A number of bytes as « 12 ko ». */
export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${String(bytes)} o`;
  if (bytes < 1024 * 1024) return `${String(Math.round(bytes / 1024))} ko`;
  return `${(bytes / 1024 / 1024).toFixed(1).replace('.', ',')} Mo`;
}

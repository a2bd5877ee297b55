/** Which language a request is answered in: `?lang`, else the cookie it left, else Accept-Language, else French. */
import { parseCookie } from 'cookie';
import type { NextFunction, Request, Response } from 'express';
import { isLanguage, languages, type Language } from '../../../text/catalogue';

const cookieName = 'lang';
const oneYearMillis = 365 * 24 * 60 * 60 * 1000;

const cookieLanguage = (req: Request): unknown => parseCookie(req.headers.cookie ?? '')[cookieName];

/** Remembers a `?lang` choice in a cookie. */
export function rememberLanguage(req: Request, res: Response, next: NextFunction): void {
  const chosen = req.query.lang;
  if (isLanguage(chosen)) {
    res.cookie(cookieName, chosen, { maxAge: oneYearMillis, sameSite: 'lax', httpOnly: true, path: '/' });
  }
  res.vary('Accept-Language');
  next();
}

export function requestLanguage(req: Request): Language {
  const chosen = req.query.lang;
  if (isLanguage(chosen)) return chosen;
  const remembered = cookieLanguage(req);
  if (isLanguage(remembered)) return remembered;
  const accepted = req.acceptsLanguages(...languages);
  return isLanguage(accepted) ? accepted : 'fr';
}

/** The same page in the other language. */
export function otherLanguagePath(req: Request, code: string): string {
  const query = Object.entries(req.query).filter(
    (entry): entry is [string, string] => entry[0] !== 'lang' && typeof entry[1] === 'string',
  );
  const path = req.method === 'GET' ? req.path : '/';
  return `${path}?${new URLSearchParams([...query, ['lang', code]]).toString()}`;
}

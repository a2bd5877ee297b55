/** The URL of a call: below the host's base URL, whatever the path and the parameters are. */
import { HttpCallError } from './errors';

/** Text of which the parts between « / » are segments, or the segments: each is escaped whole. */
export type Path = string | readonly string[];
type Scalar = string | number | boolean;
export type Query = Readonly<Record<string, Scalar | readonly Scalar[]>>;

const longestUrl = 8_000;
/** Control characters, and halves of surrogate pairs. */
const forbidden = /[\p{Cc}\p{Cs}]/u;

const refused = (host: string, what: string): HttpCallError =>
  new HttpCallError(`L’appel au service « ${host} » n’est pas possible : ${what}.`, false);

function segmentsOf(host: string, path: Path): string[] {
  const text = typeof path === 'string' ? path.replace(/^\//, '') : path;
  const segments = typeof text === 'string' ? (text === '' ? [] : text.split('/')) : [...text];
  segments.forEach((segment, index) => {
    // « a/ » is another resource than « a » for many servers.
    const trailing = typeof path === 'string' && segment === '' && index > 0 && index === segments.length - 1;
    if (segment === '.' || segment === '..' || (segment === '' && !trailing))
      throw refused(host, `le chemin contient « ${segment} » entre deux « / »`);
    if (forbidden.test(segment)) throw refused(host, 'le chemin contient un caractère interdit');
  });
  return segments;
}

/** Throws `HttpCallError`. */
export function targetOf(host: string, baseUrl: string, path: Path, query: Query): URL {
  const url = new URL(baseUrl + segmentsOf(host, path).map(encodeURIComponent).join('/'));
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? (value as readonly Scalar[]) : [value])
      url.searchParams.append(name, String(one));
  }
  if (!isBelow(url, baseUrl)) throw refused(host, 'le chemin sort de son adresse de base');
  if (url.href.length > longestUrl) throw refused(host, 'son adresse serait trop longue');
  return url;
}

export function isBelow(url: URL, baseUrl: string): boolean {
  const base = new URL(baseUrl);
  return url.origin === base.origin && url.username === '' && url.pathname.startsWith(base.pathname);
}

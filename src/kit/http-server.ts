/** HTTP listeners of programs, not of people: TLS or none, HTTP Basic, no browsers. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';

/** PEM. */
export interface Certificate {
  readonly cert: Buffer;
  readonly key: Buffer;
}

export function createHttpServer(tls: Certificate | null, listener: RequestListener): Server {
  return tls === null
    ? createServer(listener)
    : createSecureServer({ cert: tls.cert, key: tls.key, minVersion: 'TLSv1.2' }, listener);
}

/** `https://host:port` */
export function urlOf(tls: Certificate | null, host: string, port: number): string {
  return `${tls === null ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Takes as long however much of it is right. */
export function isSame(text: string, expected: string): boolean {
  return timingSafeEqual(digest(text), digest(expected));
}

/** The header of HTTP Basic. */
export function basicAuthorization({ username, password }: { username: string; password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/**
 * What only browsers send, whatever page makes them: programs that deliver records never do. Node's own fetch sends
 * `sec-fetch-mode: cors`, and nothing else of the kind.
 */
export function isFromBrowser(headers: IncomingHttpHeaders): boolean {
  const told = Object.keys(headers).filter((name) => name.startsWith('sec-fetch-'));
  const isOfNode = told.length === 0 || (told.length === 1 && headers['sec-fetch-mode'] === 'cors');
  return headers.origin !== undefined || !isOfNode;
}

/** A page of another site makes a browser call: an address typed by a person is none. */
export function isFromOtherSite(method: string | undefined, headers: IncomingHttpHeaders): boolean {
  const isRead = method === 'GET' || method === 'HEAD';
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return !(isRead && (site === 'none' || site === 'same-origin'));
  return headers.origin !== undefined;
}

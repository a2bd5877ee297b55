/** JSON of requests and answers, whose numbers keep their value. */
import express, { type Request, type RequestHandler, type Response } from 'express';
import { parseJson, printJson } from '../json';
import { DomainError } from './errors';

const utf8 = new TextDecoder('utf-8', { fatal: true });

const malformed = (): DomainError =>
  new DomainError(
    'MALFORMED_JSON',
    'Le corps de la requête n’est pas du JSON valide (texte en UTF-8, sans caractère nul). Corrigez-le et renvoyez-le.',
  );

function read(bytes: Buffer): unknown {
  if (bytes.length === 0) return {};
  let body: unknown;
  try {
    body = parseJson(utf8.decode(bytes));
  } catch {
    throw malformed();
  }
  // As `express.json` does: no request of ours is a single value.
  if (typeof body !== 'object' || body === null || hasNul(body)) throw malformed();
  return body;
}

/** PostgreSQL's text cannot hold U+0000. */
function hasNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, entry]) => name.includes('\0') || hasNul(entry));
}

function parse(request: Request, _response: Response, next: () => void): void {
  if (Buffer.isBuffer(request.body)) {
    const charset = /;\s*charset="?([^";\s]+)/i.exec(request.get('content-type') ?? '')?.[1] ?? 'utf-8';
    if (!/^utf-?8$/i.test(charset))
      throw new DomainError('UNSUPPORTED_MEDIA_TYPE', 'Envoyez du JSON en UTF-8.');
    request.body = read(request.body);
  }
  next();
}

/** As `express.json`. @param limit of the body, such as `3mb` */
export function readJsonBody(limit: string | number): RequestHandler[] {
  return [express.raw({ type: ['json', '+json'], limit }), parse];
}

/** As `response.json`. */
export function sendJson(response: Response, body: unknown): void {
  response.type('application/json').send(printJson(body));
}

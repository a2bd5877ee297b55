/** A body that says how large it is can be refused before it is read. */
import type { Request } from 'express';
import { tooLarge } from '../procedures/deployment-size';
import type { DomainError } from './errors';

/** Names and boundaries of as many files as are taken at once. */
const ENVELOPE_BYTES = 256 * 1024;

/**
 * The refusal of a multipart body too large for a deployment, or null. The rest of the body is let pass unread:
 * most clients read an answer only when they have sent all.
 */
export function announcedTooLarge(request: Request, largest: number): DomainError | null {
  const bytes = Number(request.get('content-length') ?? 0);
  if (!request.is('multipart/form-data') || bytes <= largest + ENVELOPE_BYTES) return null;
  request.resume();
  return tooLarge(bytes, largest);
}

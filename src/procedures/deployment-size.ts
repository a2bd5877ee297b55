/**
 * How much one deployment may hold. It travels as one message of the gateway, so that one setting
 * (MAX_MESSAGE_MEGABYTES) bounds both: what is too much is said before anything is sent.
 */
import { DomainError } from '../errors/catalogue';
import type { Resource } from '../zeebe';

export const MEGABYTE = 1024 * 1024;
/** Of a Zeebe, when nobody says otherwise. */
const DEFAULT_MESSAGE_BYTES = 4 * MEGABYTE;
/** What a message takes beside the files: names, lengths, the tenant. */
const ENVELOPE_BYTES = 64 * 1024;

/** Bytes of all files together. */
export function largestDeployment(messageBytes: number = DEFAULT_MESSAGE_BYTES): number {
  return messageBytes - ENVELOPE_BYTES;
}

/** `3,9 Mo`: never more than there is room for. */
export function megabytes(bytes: number): string {
  return `${(Math.floor((bytes * 10) / MEGABYTE) / 10).toFixed(1).replace('.', ',')} Mo`;
}

/** @param bytes null: more than is allowed, and nobody counted */
export function tooLarge(bytes: number | null, largest: number): DomainError {
  // Rounded up: what came never reads as what is allowed.
  const came = bytes === null ? 'davantage' : megabytes(bytes + MEGABYTE / 10);
  return new DomainError(
    'TOO_LARGE',
    `Un déploiement prend ${megabytes(largest)} au plus, tous les fichiers ensemble, mais ceux-ci font ${came}. ` +
      'Déployez-les en plusieurs fois, une procédure avec ses formulaires à chaque fois.',
  );
}

/** @throws DomainError TOO_LARGE */
export function expectDeployable(resources: readonly Resource[], largest: number): void {
  const bytes = resources.reduce(
    (sum, { name, content }) => sum + Buffer.byteLength(name) + Buffer.byteLength(content),
    0,
  );
  if (bytes > largest) throw tooLarge(bytes, largest);
}

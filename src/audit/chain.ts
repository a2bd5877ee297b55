/**
 * How entries hang together: the hash of one covers the hash of the one before it and its own text, so that nobody
 * changes, removes or inserts one without changing all later hashes.
 */
import { createHash } from 'node:crypto';
import type { NewAuditEntry } from './entry';

/** Before the first entry. */
export const GENESIS = '0'.repeat(64);

/** The text of an entry: JSON with its members in this order, details by name. */
export function contentOf(position: bigint, at: Date, entry: NewAuditEntry): string {
  const details = Object.entries(entry.details ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify({
    position: String(position),
    at: at.toISOString(),
    actor: entry.actor,
    action: entry.action,
    outcome: entry.outcome,
    subject: entry.subject ?? null,
    processInstanceKey: entry.processInstanceKey ?? null,
    details: Object.fromEntries(details),
  });
}

/** SHA-256, as 64 hexadecimal digits. */
export function hashOf(previousHash: string, content: string): string {
  return createHash('sha256').update(`${previousHash}\n${content}`).digest('hex');
}

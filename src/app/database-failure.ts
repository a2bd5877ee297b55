/** The database is out of reach or out of room: that passes, and is nobody's mistake. */
import { DomainError } from '../errors/catalogue';

const RETRY_AFTER_SECONDS = 5;

/** SQLSTATE classes: connection, resources (a full disk), intervention of an operator (a restart). */
const SQL_STATE = /^(08|53|57P)/;
const SYSTEM_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOSPC',
]);
/** What pg, knex and the embedded database say where they give no code. */
const WORDS =
  /^(Connection terminated|Client has encountered a connection error|timeout expired|Query read timeout|Unable to acquire a connection)/;
const NAMES = new Set(['KnexTimeoutError', 'DatabaseClosedError', 'EngineLockLostError']);

interface Failure {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly syscall?: unknown;
}

function isOutage({ name, message, code, syscall }: Failure): boolean {
  if (typeof name === 'string' && NAMES.has(name)) return true;
  // The socket of a server that is starting is not there yet.
  if (code === 'ENOENT') return syscall === 'connect';
  if (typeof code === 'string') return SQL_STATE.test(code) || SYSTEM_CODES.has(code);
  return typeof message === 'string' && WORDS.test(message);
}

/** Null when the error is another. */
export function databaseFailure(error: unknown): DomainError | null {
  if (typeof error !== 'object' || error === null || !isOutage(error)) return null;
  return new DomainError(
    'DATABASE_UNAVAILABLE',
    'La base de données ne répond pas, ou son disque est plein. Ce qui est enregistré n’est pas perdu : réessayez dans quelques instants ; si cela dure, prévenez l’exploitant.',
    { retryAfter: RETRY_AFTER_SECONDS, cause: error },
  );
}

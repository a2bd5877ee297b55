/** Passwords that the program makes, and how long those must be that people choose. */
import { randomInt } from 'node:crypto';

export const MIN_PASSWORD = 12;
const alphabet = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 14;

/** Letters and digits that are hard to confuse. */
export function randomPassword(): string {
  return Array.from({ length: LENGTH }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** Default passwords: random, by configured rules, of characters that nobody takes for one another. */
import { randomInt } from 'node:crypto';

export interface PasswordRules {
  readonly length: number;
  /** Signs that are neither letters nor digits; one of them at least is used. */
  readonly symbols: string;
  /** How long a password waits to be seen. */
  readonly validityHours: number;
}

const letters = 'abcdefghjkmnpqrstuvwxyz';
const capitals = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const digits = '23456789';

const pick = (from: string): string => from.charAt(randomInt(from.length));

/** One small letter, capital, digit and sign at least. */
export function generatePassword({ length, symbols }: PasswordRules): string {
  const kinds = [letters, capitals, digits, symbols];
  const chosen = [
    ...kinds.map(pick),
    ...Array.from({ length: length - kinds.length }, () => pick(kinds.join(''))),
  ];
  for (let last = chosen.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    [chosen[last], chosen[other]] = [chosen[other] ?? '', chosen[last] ?? ''];
  }
  return chosen.join('');
}

/** Settings that name the environment variable of a secret. */
import { z } from 'zod';
import type { ReadVariable } from '../../kit/connector';
import { refused } from './error';

export const environmentVariable = (example: string) =>
  z
    .string()
    .regex(
      /^[A-Z_][A-Z0-9_]*$/u,
      `le nom d’une variable d’environnement est attendu, par exemple ${example}`,
    );

/** Throws `AccountError`. */
export function readSecret(read: ReadVariable, name: string, what: string): string {
  const value = read(name);
  if (value !== undefined && value !== '') return value;
  throw refused(
    `${what} a besoin de la variable d’environnement ${name}, qui est absente. ` +
      'L’administrateur doit la définir, puis redémarrer le programme.',
  );
}

/** The key `passwords` of the connectors file: default passwords of the accounts that are made. */
import { z } from 'zod';

export const passwordRules = z.strictObject({
  length: z.int().min(12).max(64).default(16),
  /** Signs that are neither letters nor digits. */
  symbols: z
    .string()
    .regex(/^[!#$%&*+./:;=?@_-]+$/u, 'des signes parmi ! # $ % & * + . / : ; = ? @ _ - sont attendus')
    .default('!#%+-=?@'),
  /** How long a password waits to be seen. */
  validityHours: z
    .number()
    .positive()
    .max(30 * 24)
    .default(72),
});

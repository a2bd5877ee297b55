/** Tables one_time_password and one_time_password_event. */
import type { Knex } from 'knex';
import { z } from 'zod';

export const PasswordState = {
  /** Sealed, and given to an account perhaps; nobody may see it yet. */
  PREPARED: 'PREPARED',
  /** May be seen. */
  READY: 'READY',
  SHOWN: 'SHOWN',
  EXPIRED: 'EXPIRED',
} as const;
export type PasswordState = (typeof PasswordState)[keyof typeof PasswordState];

export const PasswordEvent = {
  READY: 'READY',
  SHOWN: 'SHOWN',
  REFUSED: 'REFUSED',
  /** Another was made in its place, and shown. */
  RENEWED: 'RENEWED',
  EXPIRED: 'EXPIRED',
} as const;
export type PasswordEvent = (typeof PasswordEvent)[keyof typeof PasswordEvent];

/** What gives accounts their passwords. */
export const PasswordConnector = { DIRECTORY: 'directory', MAILBOXES: 'mailboxes' } as const;
export type PasswordConnector = (typeof PasswordConnector)[keyof typeof PasswordConnector];

const row = z.object({
  id: z.string(),
  job_key: z.string(),
  process_instance_key: z.string(),
  reference: z.string(),
  system: z.string(),
  connector: z.enum(PasswordConnector).nullable(),
  account: z.string(),
  person: z.string(),
  holder: z.string().nullable(),
  holder_groups: z.array(z.string()),
  state: z.enum(PasswordState),
  sealed: z.string().nullable(),
  prepared_at: z.coerce.date(),
  expires_at: z.coerce.date(),
  shown_at: z.coerce.date().nullable(),
  shown_to: z.string().nullable(),
});
export type PasswordRow = z.output<typeof row>;

export const readRow = (found: unknown): PasswordRow | null =>
  found === undefined ? null : row.parse(found);
export const readRows = (found: unknown): PasswordRow[] => z.array(row).parse(found);

export async function note(
  knex: Knex,
  passwordId: string,
  event: PasswordEvent,
  by: string | null,
  at: Date,
): Promise<void> {
  await knex('one_time_password_event').insert({ password_id: passwordId, event, by, at });
}

/** The key `tickets` of the connectors file. */
import { z } from 'zod';

const variableName = z
  .string()
  .regex(/^[A-Z_][A-Z0-9_]*$/, 'le nom d’une variable d’environnement est attendu');

export const ticketSettings = z.strictObject({
  /** Of MantisBT, without api/rest. */
  url: z.url({ protocol: /^https?$/, error: 'une adresse http(s) est attendue' }),
  /** Names the variable that holds the API token. */
  tokenFrom: variableName,
  /** Name of the project in which tickets are made. */
  project: z.string().trim().min(1).max(128),
  category: z.string().trim().min(1).max(128).default('General'),
  /** A ticket whose status has at least this number is corrected (MantisBT: 80 resolved, 90 closed). */
  correctedFrom: z.number().int().min(1).max(90).default(80),
  /** Name of the status that closes. */
  closedStatus: z.string().min(1).max(64).default('closed'),
  /** Pause between two looks at the open tickets. */
  followEverySeconds: z.number().int().min(5).max(86_400).default(60),
});

export type TicketSettings = z.output<typeof ticketSettings>;

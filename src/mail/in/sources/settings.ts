/** The key `mailIn` of the connectors file. */
import path from 'node:path';
import { z } from 'zod';
import { spacedAddressPattern } from '../../../text/address';

const MEGABYTE = 1024 * 1024;

const address = z
  .email({ pattern: spacedAddressPattern, error: 'une adresse de courriel est attendue' })
  .trim()
  .toLowerCase();
const absolutePath = z
  .string()
  .refine((text) => path.isAbsolute(text) && !text.includes('\0'), 'un chemin absolu est attendu');
const port = z.number().int().min(0).max(65535);
const variableName = z
  .string()
  .regex(
    /^[A-Z_][A-Z0-9_]*$/,
    'le nom d’une variable d’environnement est attendu, par exemple IMAP_PASSWORD',
  );
const domain = z
  .string()
  .regex(/^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/, 'un nom de domaine est attendu, par exemple douanes.ci')
  .transform((text) => text.toLowerCase());

const imap = z.strictObject({
  host: z.string().trim().min(1),
  port: port.optional(),
  /** `starttls`: begins in clear, and goes on only encrypted. */
  tls: z.enum(['tls', 'starttls', 'none']).default('tls'),
  user: z.string().min(1),
  passwordFrom: variableName,
  mailbox: z.string().min(1).default('INBOX'),
  /** Where mails go once they are kept; unset: they stay, marked as read. */
  moveTo: z.string().min(1).optional(),
  /** How often to look, besides what the server tells by itself. */
  pollSeconds: z.number().int().min(5).max(3600).default(60),
});

const smtp = z
  .strictObject({
    address: z.string().trim().min(1).default('127.0.0.1'),
    port,
    /** Mails to other domains are refused. */
    domains: z.array(domain).min(1),
    certificate: absolutePath.optional(),
    key: absolutePath.optional(),
  })
  .refine(
    (one) => (one.certificate === undefined) === (one.key === undefined),
    'certificate et key vont ensemble',
  );

/** Who must be in copy: named addresses, the accounts of a group, or the sender's own superior. */
const copy = z
  .strictObject({
    name: z.string().trim().min(1).max(60),
    addresses: z.array(address).min(1).optional(),
    group: z.string().min(1).optional(),
    superior: z.literal(true).optional(),
  })
  .refine(
    ({ addresses, group, superior }) =>
      [addresses, group, superior].filter((one) => one !== undefined).length === 1,
    'un seul de addresses, group ou superior est attendu',
  );

const start = z.strictObject({
  address,
  /** Its diagram has a start event for the message `courriel-<process>`. */
  process: z.string().min(1),
  copies: z
    .array(copy)
    .default([])
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'deux copies ont le même nom'),
});

export const mailInSettings = z
  .strictObject({
    imap: imap.optional(),
    smtp: smtp.optional(),
    /** Larger mails are not read. */
    maxMegabytes: z.number().positive().max(100).default(25),
    /** More mails from one sender within an hour are kept, and nothing is done with them. */
    senderPerHour: z.number().int().min(1).max(10_000).default(30),
    addresses: z
      .array(start)
      .default([])
      .refine(
        (all) => new Set(all.map((one) => one.address)).size === all.length,
        'deux entrées ont la même adresse',
      ),
  })
  .refine((one) => one.imap !== undefined || one.smtp !== undefined, 'imap ou smtp est attendu');

export type MailInSettings = z.output<typeof mailInSettings>;
export type ImapSettings = z.output<typeof imap>;
export type SmtpSettings = z.output<typeof smtp>;
export type StartAddress = z.output<typeof start>;
export type RequiredCopy = z.output<typeof copy>;

export const largestMail = (settings: MailInSettings): number => Math.floor(settings.maxMegabytes * MEGABYTE);

/** The key `backup` of the connectors file. */
import path from 'node:path';
import { z } from 'zod';

export const SUPPORTS = ['Bande magnétique', 'Disque dur externe'] as const;

const absolutePath = z
  .string()
  .refine((text) => path.isAbsolute(text) && !text.includes('\0'), 'un chemin absolu est attendu');
const variableName = z
  .string()
  .regex(
    /^[A-Z_][A-Z0-9_]*$/,
    'le nom d’une variable d’environnement est attendu, par exemple SYDAM_DATABASE_URL',
  );

const common = {
  /** Part of file names. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'des minuscules, chiffres et tirets sont attendus'),
  /** What requests call it (`serveur`), without regard to case. */
  servers: z.array(z.string().trim().min(1)).min(1),
  limitMinutes: z
    .number()
    .positive()
    .max(7 * 24 * 60)
    .default(120),
};

const plan = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('pg_dump'),
    /** Names the variable that holds postgresql://user:password@host/database. */
    databaseUrlFrom: variableName,
    program: z.string().min(1).default('pg_dump'),
  }),
  z.strictObject({ ...common, kind: z.literal('directory'), source: absolutePath }),
  z.strictObject({
    ...common,
    kind: z.literal('command'),
    /** What it writes on its standard output is the backup; what it writes on standard error, the report. */
    program: absolutePath,
    arguments: z.array(
      z.string().refine((text) => !text.includes('\0'), 'un texte sans octet nul est attendu'),
    ),
    /** Variables that it gets, each from the variable of ours that is named. */
    environment: z.record(variableName, variableName).default({}),
  }),
]);

export const backupSettings = z
  .strictObject({
    /** Where backups are written. */
    folder: absolutePath,
    /** Where they are copied for externalisation; absent: people copy them. */
    external: z
      .strictObject({
        folder: absolutePath,
        support: z.enum(SUPPORTS).default('Disque dur externe'),
        /** Label of the medium, as people know it. */
        reference: z.string().trim().min(1).max(200),
      })
      .optional(),
    plans: z.array(plan).min(1),
  })
  .superRefine(({ plans }, context) => {
    const twice = (values: readonly string[]) =>
      values.find((value, index) => values.indexOf(value) !== index);
    const name = twice(plans.map((one) => one.name));
    if (name !== undefined) context.addIssue(`deux plans s’appellent « ${name} »`);
    const server = twice(plans.flatMap(({ servers }) => servers.map((one) => one.toLowerCase())));
    if (server !== undefined) context.addIssue(`deux plans sauvegardent « ${server} »`);
  });

export type BackupSettings = z.output<typeof backupSettings>;
export type BackupPlan = BackupSettings['plans'][number];
export type Support = (typeof SUPPORTS)[number];

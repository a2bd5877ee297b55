/** The key `backup` of the connectors file. */
import path from 'node:path';
import { z } from 'zod';

/** The guide's two, and what an object store is to people. */
export const SUPPORTS = ['Bande magnétique', 'Disque dur externe', 'Stockage distant'] as const;

const LONGEST_LIMIT_MINUTES = 7 * 24 * 60;
/** A plan's limit holds for the backup and for its trial restore. */
export const LONGEST_STEP_MILLIS = 2 * LONGEST_LIMIT_MINUTES * 60_000;

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
  limitMinutes: z.number().positive().max(LONGEST_LIMIT_MINUTES).default(120),
};

const argumentList = z.array(
  z.string().refine((text) => !text.includes('\0'), 'un texte sans octet nul est attendu'),
);

/** `verify`: how each backup is restored to see that it can be; absent: it is not. */
const plan = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('pg_dump'),
    /** Names the variable that holds postgresql://user:password@host/database. */
    databaseUrlFrom: variableName,
    program: z.string().min(1).default('pg_dump'),
    verify: z
      .strictObject({
        /** Names the variable of a server whose user may create databases: it restores into one and drops it. */
        databaseUrlFrom: variableName,
        program: z.string().min(1).default('pg_restore'),
      })
      .optional(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('directory'),
    source: absolutePath,
    /** Restores into a folder of its own in this one, compares with the source, and removes it. */
    verify: z.strictObject({ folder: absolutePath }).optional(),
  }),
  z.strictObject({
    ...common,
    /** This program's own, where it is the embedded one; on PostgreSQL it is a plan of pg_dump with DATABASE_URL. */
    kind: z.literal('own-database'),
    /** Restores into a folder of its own in this one, opens it, and removes it. */
    verify: z.strictObject({ folder: absolutePath }).optional(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('restic'),
    source: absolutePath,
    /** Made beforehand (`restic init`). */
    repository: z
      .string()
      .refine(
        (text) => path.isAbsolute(text) || /^(?:s3|sftp|rest|swift|azure|gs|b2|rclone):./u.test(text),
        'un chemin absolu ou une adresse de restic (s3:…, sftp:…, rest:…) est attendu',
      )
      .refine((text) => !text.includes('\0'), 'un texte sans octet nul est attendu'),
    /** Names the variable that holds the repository's password. */
    passwordFrom: variableName,
    /** Variables that restic gets besides (keys of an object store), each from the variable of ours that is named. */
    environment: z.record(variableName, variableName).default({}),
    program: z.string().min(1).default('restic'),
    /** Restores into a folder of its own in this one, compares with the source, and removes it. */
    verify: z.strictObject({ folder: absolutePath }).optional(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('command'),
    /** What it writes on its standard output is the backup; what it writes on standard error, the report. */
    program: absolutePath,
    arguments: argumentList,
    /** Variables that it gets, each from the variable of ours that is named. */
    environment: z.record(variableName, variableName).default({}),
    /** Reads the backup on its standard input, gets the same variables; its code 0 says that it is good. */
    verify: z.strictObject({ program: absolutePath, arguments: argumentList }).optional(),
  }),
]);

const s3Settings = z.strictObject({
  /** https://s3.example.ci, without the bucket. */
  endpoint: z.url({ protocol: /^https?$/, error: 'une adresse http(s) est attendue' }),
  region: z.string().min(1).default('us-east-1'),
  bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'un nom de compartiment S3 est attendu'),
  /** Before each object's name. */
  prefix: z
    .string()
    .regex(/^([A-Za-z0-9_-]+\/)*$/, 'un préfixe de la forme « sauvegardes/ » est attendu')
    .default(''),
  /** Name the variables that hold the two keys. */
  accessKeyFrom: variableName,
  secretKeyFrom: variableName,
  /** `false`: the bucket is part of the host's name. */
  pathStyle: z.boolean().default(true),
  /** Greater files go in parts. */
  partMegabytes: z.number().int().min(5).max(512).default(16),
  limitMinutes: z.number().positive().max(LONGEST_LIMIT_MINUTES).default(120),
});

export const backupSettings = z
  .strictObject({
    /** Where backups are written. */
    folder: absolutePath,
    /** Where they are copied for externalisation; absent: people copy them. */
    external: z
      .strictObject({
        folder: absolutePath.optional(),
        s3: s3Settings.optional(),
        /** What the folder is on. */
        support: z.enum(SUPPORTS).default('Disque dur externe'),
        /** Label of the medium, as people know it. */
        reference: z.string().trim().min(1).max(200),
      })
      .refine(
        ({ folder, s3 }) => folder !== undefined || s3 !== undefined,
        'un dossier (folder) ou un stockage (s3) est attendu',
      )
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
export type ExternalSettings = NonNullable<BackupSettings['external']>;
export type S3Settings = z.output<typeof s3Settings>;
export type Support = (typeof SUPPORTS)[number];

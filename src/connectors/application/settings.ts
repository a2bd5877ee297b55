/** The key `applications` of the connectors file. */
import path from 'node:path';
import { z } from 'zod';

const variableName = z
  .string()
  .regex(/^[A-Z_][A-Z0-9_]*$/, 'le nom d’une variable d’environnement est attendu');
const text = z.string().refine((value) => !value.includes('\0'), 'un texte sans octet nul est attendu');
const longestLimitMinutes = 4 * 60;
const minutes = z.number().positive().max(longestLimitMinutes);

/** Longest that a step can take: the command, and a look before it. */
export const LONGEST_STEP_MILLIS = 3 * longestLimitMinutes * 60_000;

/** A program on this machine with its arguments, or ssh with those of the other machine. */
const command = z.strictObject({
  program: text.refine((value) => path.isAbsolute(value), 'un chemin absolu est attendu'),
  arguments: z.array(text).default([]),
  /** Variables that it gets, each from the variable of ours that is named. */
  environment: z.record(variableName, variableName).default({}),
  limitMinutes: minutes.default(10),
});

export const applicationSettings = z
  .array(
    z.strictObject({
      /** What the cases call it, without regard to case. */
      name: z.string().trim().min(1).max(100),
      stop: command,
      start: command,
      /** Code 0: somebody can connect. */
      test: command,
      /** How long it may take to be there once started. */
      readyWithinMinutes: minutes.default(5),
    }),
  )
  .min(1)
  .superRefine((applications, context) => {
    const names = applications.map(({ name }) => name.toLowerCase());
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) context.addIssue(`deux applications s’appellent « ${twice} »`);
  });

export type ApplicationSettings = z.output<typeof applicationSettings>;
export type Application = ApplicationSettings[number];
export type ApplicationCommand = z.output<typeof command>;

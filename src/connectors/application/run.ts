/** One command of an application: what it told, and how it ended. */
import { randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { ReadVariable } from '../../kit/connector';
import { inherited, runCommand, type ChildGroup, type CommandEnd } from '../run-command';
import { ApplicationError } from './errors';
import type { ApplicationCommand } from './settings';

const longestSaid = 2_000;

/**
 * An application goes on after the command that started it, and after us: what it tells goes to a file, for a pipe
 * would keep us waiting, or end it when we go.
 */
export async function runApplicationCommand(
  application: string,
  command: ApplicationCommand,
  read: ReadVariable,
  onStarted: (child: ChildGroup) => Promise<void>,
): Promise<CommandEnd> {
  const file = path.join(os.tmpdir(), `logigramme-application-${randomUUID()}`);
  const output = await open(file, 'wx+', 0o600);
  try {
    const end = await runCommand(
      { ...command, environment: environmentOf(application, command, read) },
      {
        outputDescriptor: output.fd,
        errorDescriptor: output.fd,
        limitMillis: command.limitMinutes * 60_000,
        onStarted,
      },
    );
    const { size } = await output.stat();
    const start = Math.max(0, size - longestSaid);
    const { buffer, bytesRead } = await output.read(Buffer.alloc(longestSaid), 0, longestSaid, start);
    return { ...end, said: buffer.subarray(0, bytesRead).toString('utf8').trim() };
  } catch (error) {
    if (!isSpawnError(error)) throw error;
    throw new ApplicationError(
      `Le programme « ${command.program} » de l’application « ${application} » est introuvable ou ne peut pas être ` +
        'exécuté sur ce serveur. L’administrateur doit corriger le fichier des connecteurs, puis relancer l’étape.',
      { cause: error },
    );
  } finally {
    await output.close();
    await rm(file, { force: true });
  }
}

const isSpawnError = (error: unknown): boolean =>
  error instanceof Error && 'syscall' in error && String(error.syscall).startsWith('spawn');

/** Throws `ApplicationError` naming the variable that is missing. */
export function environmentOf(
  application: string,
  { environment }: ApplicationCommand,
  read: ReadVariable,
): Record<string, string> {
  const own = Object.entries(environment).map(([name, from]) => {
    const value = read(from);
    if (value !== undefined && value !== '') return [name, value] as const;
    throw new ApplicationError(
      `L’application « ${application} » a besoin de la variable d’environnement ${from}, qui est absente. ` +
        'L’administrateur doit la définir, puis redémarrer le programme.',
    );
  });
  return { ...inherited(read), ...Object.fromEntries(own) };
}

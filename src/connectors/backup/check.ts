/** What is wrong with the backup's settings on this machine, in words that say where to correct it. */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';
import { checkOf, type ConnectorCheck, type ReadVariable } from '../../kit/connector';
import { inherited, runCommand } from '../run-command';
import {
  BackupSettingsError,
  commandOf,
  postgresqlVariables,
  requiredVariable,
  type BackupCommand,
} from './command';
import { BackupError } from './errors';
import type { ObjectStore } from './s3-store';
import type { BackupPlan, BackupSettings } from './settings';

const connectMillis = 10_000;
const repositoryMillis = 30_000;

const reachable = (file: string, mode: number): Promise<boolean> =>
  access(file, mode).then(
    () => true,
    () => false,
  );

async function folderProblems(what: string, folder: string, mode: number): Promise<string[]> {
  const found = await stat(folder).catch(() => null);
  if (found === null) return [`${what} : le dossier ${folder} n’existe pas.`];
  if (!found.isDirectory()) return [`${what} : ${folder} n’est pas un dossier.`];
  if (await reachable(folder, mode)) return [];
  const right = mode === constants.W_OK ? 'écrire' : 'lire';
  return [`${what} : le programme n’a pas le droit de ${right} dans ${folder}.`];
}

async function programProblems(
  what: string,
  { program, environment }: Pick<BackupCommand, 'program' | 'environment'>,
): Promise<string[]> {
  const folders = (environment['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const candidates = path.isAbsolute(program)
    ? [program]
    : folders.map((folder) => path.join(folder, program));
  for (const candidate of candidates) if (await reachable(candidate, constants.X_OK)) return [];
  return [`${what} : le programme « ${program} » est introuvable ou ne peut pas être exécuté.`];
}

/** Only at the address that the variable gives: without one, the library would take another from its surroundings. */
async function databaseProblems(
  what: string,
  plan: string,
  variable: string,
  read: ReadVariable,
): Promise<string[]> {
  let url: string;
  try {
    url = requiredVariable(read, variable, plan);
    postgresqlVariables(url, plan, variable);
  } catch (error) {
    if (error instanceof BackupSettingsError) return [error.message];
    throw error;
  }
  const client = new Client({ connectionString: url, connectionTimeoutMillis: connectMillis });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return [];
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return [`${what} : la base de données ne répond pas ou refuse l’accès (« ${said} »).`];
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function repositoryProblems(what: string, command: BackupCommand): Promise<string[]> {
  try {
    const end = await runCommand(
      { ...command, arguments: ['cat', 'config', '--quiet', '--no-lock'] },
      { limitMillis: repositoryMillis, onStarted: async () => undefined },
    );
    if (end.code === 0) return [];
    const said = end.said.replace(/\s+/gu, ' ').slice(0, 300);
    return [
      `${what} : le dépôt restic ne s’ouvre pas (« ${said} »). Est-il créé (restic init), son mot de passe est-il juste ?`,
    ];
  } catch {
    // The program itself: told already.
    return [];
  }
}

async function planProblems(
  plan: BackupPlan,
  read: ReadVariable,
  ownFolder: string | null,
): Promise<string[]> {
  const what = `Plan « ${plan.name} »`;
  let command: BackupCommand;
  try {
    command = commandOf(plan, read, ownFolder);
  } catch (error) {
    if (error instanceof BackupSettingsError) return [error.message];
    throw error;
  }
  const program = await programProblems(what, command);
  const place = await placeProblems(what, plan, read);
  return [...program, ...place, ...(await verifyProblems(`${what}, restauration d’essai`, plan, read))];
}

async function placeProblems(what: string, plan: BackupPlan, read: ReadVariable): Promise<string[]> {
  if (plan.kind === 'directory') return folderProblems(what, plan.source, constants.R_OK);
  if (plan.kind === 'restic') {
    const source = await folderProblems(what, plan.source, constants.R_OK);
    return [...source, ...(await repositoryProblems(what, commandOf(plan, read)))];
  }
  if (plan.kind === 'pg_dump') return databaseProblems(what, plan.name, plan.databaseUrlFrom, read);
  return [];
}

async function verifyProblems(what: string, plan: BackupPlan, read: ReadVariable): Promise<string[]> {
  if (plan.verify === undefined) return [];
  const environment = inherited(read);
  switch (plan.kind) {
    case 'directory':
    case 'restic':
    case 'own-database':
      return folderProblems(what, plan.verify.folder, constants.W_OK);
    case 'command':
      return programProblems(what, { program: plan.verify.program, environment });
    case 'pg_dump':
      return [
        ...(await programProblems(what, { program: plan.verify.program, environment })),
        ...(await databaseProblems(what, plan.name, plan.verify.databaseUrlFrom, read)),
      ];
  }
}

async function storeProblems(store: ObjectStore | null): Promise<string[]> {
  try {
    await store?.look();
    return [];
  } catch (error) {
    if (error instanceof BackupError || error instanceof BackupSettingsError) return [error.message];
    return [`Le stockage distant ne peut pas être utilisé (« ${String(error)} »).`];
  }
}

export async function checkBackup(
  settings: BackupSettings,
  read: ReadVariable,
  store: ObjectStore | null,
  ownFolder: string | null,
): Promise<ConnectorCheck> {
  const { external } = settings;
  const problems = await Promise.all([
    folderProblems('Dossier des sauvegardes', settings.folder, constants.W_OK),
    external?.folder === undefined
      ? []
      : folderProblems(`Support externe « ${external.reference} »`, external.folder, constants.W_OK),
    storeProblems(store),
    ...settings.plans.map((plan) => planProblems(plan, read, ownFolder)),
  ]);
  return checkOf(problems.flat(), `${settings.plans.length} plan(s) de sauvegarde prêt(s).`);
}

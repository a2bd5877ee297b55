/** The program that a plan runs: never a shell, and nothing of the case. Secrets go by its environment. */
import type { ReadVariable } from '../../kit/connector';
import { inherited, type Command } from '../run-command';
import type { BackupPlan } from './settings';

export interface BackupCommand extends Command {
  /** Of the backup's file. */
  readonly extension: string;
}

/** `message` is French, for people. */
export class BackupSettingsError extends Error {
  override readonly name = 'BackupSettingsError';
}

export function requiredVariable(read: ReadVariable, name: string, plan: string): string {
  const value = read(name);
  if (value !== undefined && value !== '') return value;
  throw new BackupSettingsError(
    `Le plan de sauvegarde « ${plan} » a besoin de la variable d’environnement ${name}, qui est absente. ` +
      'L’administrateur doit la définir, puis redémarrer le programme.',
  );
}

/** By variables rather than arguments: the machine's process list shows arguments to everyone. */
export function postgresqlVariables(url: string, plan: string, from: string): Record<string, string> {
  if (!URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol)) {
    throw new BackupSettingsError(
      `La variable d’environnement ${from} du plan « ${plan} » n’est pas une adresse de la forme ` +
        'postgresql://utilisateur@serveur/base.',
    );
  }
  const host = new URL(url).searchParams.get('host') ?? new URL(url).hostname;
  if (host === '') {
    throw new BackupSettingsError(
      `La variable d’environnement ${from} du plan « ${plan} » ne nomme aucun serveur. Une adresse de la forme ` +
        'postgresql://utilisateur@serveur/base est attendue.',
    );
  }
  const { port, username, password, pathname, searchParams } = new URL(url);
  const values = {
    PGHOST: decodeURIComponent(host),
    PGPORT: searchParams.get('port') ?? port,
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
    PGSSLMODE: searchParams.get('sslmode') ?? '',
    PGCONNECT_TIMEOUT: '30',
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
}

/** `ownFolder`: of the embedded database; null: there is none. Throws `BackupSettingsError`. */
export function commandOf(
  plan: BackupPlan,
  read: ReadVariable,
  ownFolder: string | null = null,
): BackupCommand {
  const base = inherited(read);
  switch (plan.kind) {
    case 'pg_dump': {
      const url = requiredVariable(read, plan.databaseUrlFrom, plan.name);
      return {
        program: plan.program,
        arguments: ['--format=custom', '--no-password'],
        environment: { ...base, ...postgresqlVariables(url, plan.name, plan.databaseUrlFrom) },
        extension: 'dump',
      };
    }
    case 'directory':
      return tarOf(plan.source, base);
    case 'own-database': {
      if (ownFolder !== null) return tarOf(ownFolder, base);
      throw new BackupSettingsError(
        `Le plan de sauvegarde « ${plan.name} » est celui de la base embarquée, mais ce programme est sur PostgreSQL. ` +
          'L’administrateur doit en faire un plan « pg_dump » avec « databaseUrlFrom: DATABASE_URL ».',
      );
    }
    case 'restic':
      return {
        program: plan.program,
        arguments: [],
        environment: {
          ...base,
          ...named(plan, read),
          RESTIC_REPOSITORY: plan.repository,
          RESTIC_PASSWORD: requiredVariable(read, plan.passwordFrom, plan.name),
        },
        extension: 'restic.json',
      };
    case 'command':
      return {
        program: plan.program,
        arguments: plan.arguments,
        environment: { ...base, ...named(plan, read) },
        extension: 'sauvegarde',
      };
  }
}

const tarOf = (folder: string, environment: BackupCommand['environment']): BackupCommand => ({
  program: 'tar',
  arguments: ['-c', '-f', '-', '-C', folder, '.'],
  environment,
  extension: 'tar',
});

/** The variables of ours that the plan hands on. */
function named(
  { name, environment }: Pick<Extract<BackupPlan, { kind: 'command' | 'restic' }>, 'name' | 'environment'>,
  read: ReadVariable,
): Record<string, string> {
  const entries = Object.entries(environment);
  return Object.fromEntries(entries.map(([own, from]) => [own, requiredVariable(read, from, name)]));
}

/** The connectors that are configured. */
import type { Knex } from 'knex';
import { createApplications, type Applications } from './application/applications';
import { createBackup, type Backup } from './backup/backup';
import type { Connector, ReadVariable } from './connector';
import { readConnectorSettings } from './file';
import { createHttpCalls, type HttpCalls } from './http/http';

export interface ConnectorParts {
  /** Path of the connectors file; unset: none is configured. */
  readonly file: string | undefined;
  readonly read: ReadVariable;
  readonly knex: Knex;
  readonly clock: () => Date;
  readonly timeZone: string;
}

export interface Connectors {
  readonly all: readonly Connector[];
  readonly backup: Backup | null;
  readonly applications: Applications | null;
  readonly http: HttpCalls | null;
}

/** Throws `ConnectorsConfigurationError`. */
export function createConnectors({ file, ...parts }: ConnectorParts): Connectors {
  const settings = readConnectorSettings(file);
  const backup = settings.backup === undefined ? null : createBackup({ ...parts, settings: settings.backup });
  const applications =
    settings.applications === undefined
      ? null
      : createApplications({ ...parts, settings: settings.applications });
  const http = settings.http === undefined ? null : createHttpCalls({ ...parts, settings: settings.http });
  const all = [backup, applications, http].filter((one) => one !== null);
  return { all, backup, applications, http };
}

/** The connectors that are configured. */
import type { Knex } from 'knex';
import { createApplications, type Applications } from './application/applications';
import type { z } from 'zod';
import { createAccountDirectory, type AccountDirectory } from './accounts/directory/directory';
import { createMailboxes, type Mailboxes } from './accounts/graph/mailboxes';
import { passwordRules } from './accounts/password-rules';
import { createBackup, type Backup } from './backup/backup';
import type { Connector, ReadVariable } from '../kit/connector';
import { readConnectorSettings } from './file';
import { createHttpCalls, type HttpCalls } from './http/http';
import { proceduresOf, type ProceduresByConnector } from './procedures';
import { createTickets, type Tickets } from './tickets/tickets';
import { createMailIn, type MailIn } from '../mail/in/sources/mail-in';

export interface ConnectorParts {
  /** Path of the connectors file; unset: none is configured. */
  readonly file: string | undefined;
  readonly read: ReadVariable;
  readonly knex: Knex;
  readonly clock: () => Date;
  readonly timeZone: string;
  /** Folder of the embedded database; null: the program is on PostgreSQL. */
  readonly ownFolder: string | null;
}

export interface Connectors {
  readonly all: readonly Connector[];
  readonly backup: Backup | null;
  readonly applications: Applications | null;
  readonly http: HttpCalls | null;
  readonly directory: AccountDirectory | null;
  readonly mailboxes: Mailboxes | null;
  /** Of the default passwords of new accounts. */
  readonly passwordRules: z.output<typeof passwordRules>;
  /** Whether any connector gives accounts a default password. */
  readonly makesPasswords: boolean;
  readonly tickets: Tickets | null;
  readonly mailIn: MailIn | null;
  /** Those that may use each connector. */
  readonly procedures: ProceduresByConnector;
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
  const mailIn = settings.mailIn === undefined ? null : createMailIn(settings.mailIn, parts.read);
  const directory =
    settings.directory === undefined
      ? null
      : createAccountDirectory({ ...parts, settings: settings.directory });
  const mailboxes =
    settings.mailboxes === undefined ? null : createMailboxes({ ...parts, settings: settings.mailboxes });
  const tickets =
    settings.tickets === undefined ? null : createTickets({ ...parts, settings: settings.tickets });
  return {
    all: [backup, applications, http, directory, mailboxes, tickets, mailIn].filter((one) => one !== null),
    backup,
    applications,
    http,
    directory,
    mailboxes,
    tickets,
    mailIn,
    procedures: proceduresOf(settings.procedures),
    passwordRules: settings.passwords ?? passwordRules.parse({}),
    makesPasswords: (directory?.people ?? mailboxes) !== null,
  };
}

/** Which procedures may use which connector: a connector acts outside, so that its key is given by name only. */
import { z } from 'zod';

export const ConnectorName = {
  BACKUP: 'backup',
  APPLICATIONS: 'applications',
  HTTP: 'http',
  DIRECTORY: 'directory',
  MAILBOXES: 'mailboxes',
  TICKETS: 'tickets',
} as const;
export type ConnectorName = (typeof ConnectorName)[keyof typeof ConnectorName];

/** The shipped procedures that use the connector, and those that call them. An owner's own one is never among them. */
export const SHIPPED_PROCEDURES: Readonly<Record<ConnectorName, readonly string[]>> = {
  backup: ['sauvegarde-base-sydam-world', 'sauvegarde-serveurs'],
  applications: [
    'arret-application-sydam-world',
    'demande-changement-cab',
    'developpement-applications',
    'gestion-anomalies',
    'gestion-projets',
    'integration-sources-sydam-world',
    'mise-a-jour-tarif-selectivite',
  ],
  http: [],
  directory: ['gestion-comptes-utilisateurs', 'jonction-postes-domaine'],
  mailboxes: ['creation-compte-mail', 'gestion-comptes-systeme-decisionnel'],
  tickets: ['demande-assistance-3-niveaux'],
};

const named = z.array(z.string().trim().min(1)).optional();

/** Key `procedures` of the connectors file: by connector, `bpmnProcessId`s. */
export const procedureSettings = z.strictObject({
  backup: named,
  applications: named,
  http: named,
  directory: named,
  mailboxes: named,
  tickets: named,
});

export type ProceduresByConnector = Readonly<Record<ConnectorName, readonly string[]>>;

export function proceduresOf(settings: z.output<typeof procedureSettings> = {}): ProceduresByConnector {
  return {
    backup: settings.backup ?? SHIPPED_PROCEDURES.backup,
    applications: settings.applications ?? SHIPPED_PROCEDURES.applications,
    http: settings.http ?? SHIPPED_PROCEDURES.http,
    directory: settings.directory ?? SHIPPED_PROCEDURES.directory,
    mailboxes: settings.mailboxes ?? SHIPPED_PROCEDURES.mailboxes,
    tickets: settings.tickets ?? SHIPPED_PROCEDURES.tickets,
  };
}

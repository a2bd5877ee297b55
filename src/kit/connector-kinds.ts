/** Every connector that there is: its key in the connectors file, and its French title. */
export const CONNECTOR_TITLES = {
  mailOut: 'Courriels envoyés',
  mailIn: 'Courriels reçus',
  directory: 'Annuaire',
  mailboxes: 'Messagerie (Microsoft 365)',
  backup: 'Sauvegardes',
  applications: 'Applications',
  tickets: 'MantisBT',
  http: 'Appels HTTP',
} as const;

/** `mailOut` alone has no key in the file: the environment names its server (SMTP_URL). */
export type ConnectorKind = keyof typeof CONNECTOR_TITLES;
export const CONNECTOR_KINDS = Object.keys(CONNECTOR_TITLES) as readonly ConnectorKind[];

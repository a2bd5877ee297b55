/** What is wrong with the settings of mail in, in words that say where to correct it. */
import { connect } from 'node:net';
import { ImapFlow } from 'imapflow';
import { z } from 'zod';
import { checkOf, type ConnectorCheck } from '../../../kit/connector';
import { imapOptions } from './imap';
import type { ImapSettings, MailInSettings, SmtpSettings, StartAddress } from './settings';

/** What the rest of the program knows of the settings. */
export interface MailInLookups {
  /** Addresses of the accounts of a group. */
  groupAddresses(group: string): Promise<readonly string[]>;
  /** Null when no such procedure is deployed. */
  startsByMail(bpmnProcessId: string): Promise<boolean | null>;
}

const answerMillis = 5_000;

const failure = z.object({
  message: z.string().catch(''),
  code: z.string().optional().catch(undefined),
  authenticationFailed: z.boolean().optional().catch(undefined),
  responseText: z.string().optional().catch(undefined),
});

function imapFailure({ host, user }: ImapSettings, error: unknown): string {
  const read = failure.safeParse(error);
  const { message = String(error), authenticationFailed, responseText } = read.success ? read.data : {};
  if (authenticationFailed === true)
    return `Boîte aux lettres : le serveur ${host} refuse l’identifiant « ${user} » ou son mot de passe.`;
  return `Boîte aux lettres : le serveur ${host} ne répond pas comme attendu (« ${(responseText ?? message).slice(0, 200)} »).`;
}

async function imapProblems(settings: ImapSettings, password: string | undefined): Promise<string[]> {
  if (password === undefined)
    return [`Boîte aux lettres : la variable ${settings.passwordFrom} (mot de passe) n’est pas définie.`];
  const client = new ImapFlow({ ...imapOptions(settings, password), disableAutoIdle: true });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const folders = (await client.list()).map(({ path }) => path);
    const wanted = settings.mailbox.toUpperCase() === 'INBOX' ? 'INBOX' : settings.mailbox;
    return folders.includes(wanted)
      ? []
      : [`Boîte aux lettres : le dossier « ${wanted} » n’existe pas. Dossiers : ${folders.join(', ')}.`];
  } catch (error) {
    return [imapFailure(settings, error)];
  } finally {
    client.close();
  }
}

function smtpProblems({ address, port }: SmtpSettings): Promise<string[]> {
  return new Promise((resolve) => {
    const where = `Écoute SMTP : ${address}:${port}`;
    const socket = connect({ host: address, port });
    const end = (problems: string[]): void => {
      socket.destroy();
      resolve(problems);
    };
    socket.setTimeout(answerMillis, () => end([`${where} ne répond pas.`]));
    socket.once('error', (error) => end([`${where} ne répond pas (« ${error.message} »).`]));
    socket.once('data', (greeting) =>
      end(greeting.toString('latin1').startsWith('220') ? [] : [`${where} est pris par un autre programme.`]),
    );
  });
}

async function addressProblems(start: StartAddress, lookups: MailInLookups): Promise<string[]> {
  const what = `Adresse ${start.address}`;
  const starts = await lookups.startsByMail(start.process);
  const process =
    starts === null
      ? [`${what} : aucune procédure déployée ne porte l’identifiant « ${start.process} ».`]
      : starts
        ? []
        : [`${what} : la procédure « ${start.process} » n’a pas d’évènement de début par courriel.`];
  const copies = await Promise.all(
    start.copies.map(async ({ name, group }) => {
      if (group === undefined || (await lookups.groupAddresses(group)).length > 0) return [];
      return [`${what}, copie « ${name} » : aucun compte du groupe « ${group} » n’a d’adresse.`];
    }),
  );
  return [...process, ...copies.flat()];
}

export interface MailInToCheck {
  readonly settings: MailInSettings;
  readonly password: string | undefined;
  /** Where the listener listens; null when it could not start. */
  readonly smtpPort: number | null;
  readonly lookups: MailInLookups;
}

export async function checkMailIn({
  settings,
  password,
  smtpPort,
  lookups,
}: MailInToCheck): Promise<ConnectorCheck> {
  const { imap, smtp, addresses } = settings;
  const problems = await Promise.all([
    imap === undefined ? [] : imapProblems(imap, password),
    smtp === undefined ? [] : smtpProblems({ ...smtp, port: smtpPort ?? smtp.port }),
    ...addresses.map((start) => addressProblems(start, lookups)),
  ]);
  const sources = [
    ...(imap === undefined ? [] : [`boîte ${imap.user}`]),
    ...(smtp === undefined ? [] : [`écoute SMTP ${smtp.address}:${smtpPort ?? smtp.port}`]),
  ];
  return checkOf(
    problems.flat(),
    `Réception prête : ${sources.join(', ')} ; ${addresses.length} adresse(s).`,
  );
}

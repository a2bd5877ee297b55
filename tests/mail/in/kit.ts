/** The whole program with mail in, people who have addresses, and somebody who writes to it over SMTP. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { insertAccounts } from '../../../src/identity/accounts';
import { hashPassword } from '../../../src/identity/password';
import { openDatabase } from '../../../src/store/open';
import { fillDataDir } from '../../kit/database';
import { freePort } from '../../kit/ports';
import { eventually, PASSWORD, startTestProgram, type TestProgram } from '../../kit/program';

export const DATA_CENTER = 'datacenter.dsi@douanes.example.ci';

/** Who must be in copy, by the guide. */
export const COPIES = {
  n1: 'yao.n1@douanes.example.ci',
  sdis: 'sdis@douanes.example.ci',
  cbgc: 'cbgc@douanes.example.ci',
  rssi: 'rssi@douanes.example.ci',
  csdc: 'csdc@douanes.example.ci',
} as const;
export const KOFFI = 'koffi.brou@douanes.example.ci';

export const startAddresses = [
  {
    address: DATA_CENTER,
    process: 'acces-data-center',
    copies: [
      { name: 'N+1', superior: true },
      { name: 'SDIS', addresses: [COPIES.sdis] },
      { name: 'CBGC', addresses: [COPIES.cbgc] },
      { name: 'RSSI', group: 'rssi' },
      { name: 'CSDC', group: 'csdc' },
    ],
  },
];

const people = [
  { name: 'yao', displayName: 'Yao N’Guessan', email: COPIES.n1, groups: ['n-plus-1'] },
  { name: 'koffi', displayName: 'Koffi Brou', email: KOFFI, groups: ['agent-dsi'] },
  { name: 'responsable-securite', displayName: 'RSSI', email: COPIES.rssi, groups: ['rssi'] },
  { name: 'chef-data-center', displayName: 'CSDC', email: COPIES.csdc, groups: ['csdc'] },
] as const;

/** A data folder in which the people of H have accounts with addresses; Yao is Koffi's superior. */
export async function dataDirWithPeople(dataDir: string): Promise<void> {
  await fillDataDir(dataDir);
  const database = await openDatabase({ dataDir });
  const passwordHash = await hashPassword(PASSWORD);
  await insertAccounts(
    database.knex,
    people.map((one) => ({ ...one, roles: ['agent'] as const, isDemo: false, passwordHash })),
    new Date(),
  );
  await database.knex('account').where({ name: 'koffi' }).update({ superior: 'yao' });
  await database.close();
}

export interface ReceivedMail {
  readonly id: string;
  readonly messageId: string;
  readonly state: string;
  readonly reason: string;
  readonly sender: string;
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly { readonly name: string; readonly size: number }[];
  readonly processInstanceKey: string | null;
  readonly caseNumber: string | null;
  readonly answeredAt: string | null;
}

export interface AnsweredMail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

export interface MailInPlace {
  readonly program: TestProgram;
  readonly smtpPort: number;
  send(mail: SendMailOptions): Promise<void>;
  /** Once the mail with this Message-ID is decided, and answered if an answer is due. */
  decided(messageId: string): Promise<ReceivedMail>;
  received(): Promise<readonly ReceivedMail[]>;
  /** What left the program, oldest first. */
  sent(): Promise<readonly AnsweredMail[]>;
  stop(): Promise<void>;
}

export interface PlaceOptions {
  readonly mailIn?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
}

export async function openMailInPlace(options: PlaceOptions = {}): Promise<MailInPlace> {
  const root = mkdtempSync(path.join(os.tmpdir(), 'logigramme-mail-in-'));
  const dataDir = path.join(root, 'data');
  const file = path.join(root, 'connecteurs.yaml');
  const smtpPort = await freePort();
  const smtp = { port: smtpPort, domains: ['douanes.example.ci'] };
  writeFileSync(file, JSON.stringify({ mailIn: { smtp, addresses: startAddresses, ...options.mailIn } }));
  await dataDirWithPeople(dataDir);
  const program = await startTestProgram({ CONNECTORS_FILE: file, ...options.environment }, dataDir);
  const transport = createTransport({ host: '127.0.0.1', port: smtpPort, ignoreTLS: true });
  const admin = program.as('admin');

  async function received(): Promise<readonly ReceivedMail[]> {
    const { body } = await admin.get<{ items: readonly ReceivedMail[] }>('/received-mails?limit=200');
    return body.items;
  }

  return {
    program,
    smtpPort,
    received,
    async send(mail) {
      await transport.sendMail({ disableFileAccess: true, ...mail });
    },
    async decided(messageId) {
      const found = await eventually(received, (mails) =>
        mails.some((mail) => mail.messageId === messageId && mail.state !== 'RECEIVED'),
      );
      const mail = found.find((one) => one.messageId === messageId);
      if (mail === undefined) throw new Error('unreachable');
      return mail;
    },
    async sent() {
      const { body } = await admin.get<{ items: readonly AnsweredMail[] }>('/mailbox');
      return [...body.items].reverse();
    },
    async stop() {
      transport.close();
      await program.stop();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

let mails = 0;

/** A request to enter the data centre as the guide wants it. */
export function request(changes: SendMailOptions = {}): SendMailOptions & { messageId: string } {
  mails += 1;
  return {
    from: `Koffi Brou <${KOFFI}>`,
    to: DATA_CENTER,
    cc: Object.values(COPIES),
    subject: 'Accès au Data Center',
    text: 'Remplacer un disque de la baie 3.',
    messageId: `<demande-${mails}@douanes.example.ci>`,
    ...changes,
  } as SendMailOptions & { messageId: string };
}

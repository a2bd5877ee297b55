/** A mailbox read by IMAP: from a server of npm, and from Dovecot where it is installed. */
import type { Socket } from 'node:net';
import hoodiecrow from 'hoodiecrow-imap';
import pino from 'pino';
import { checkMailIn } from '../../../src/mail/in/sources/check';
import { startImapSource } from '../../../src/mail/in/sources/imap';
import { mailInSettings, type ImapSettings } from '../../../src/mail/in/sources/settings';
import type { ReceivedMail, RunningSource } from '../../../src/mail/in/sources/source';
import { freePort } from '../../kit/ports';
import { eventually } from '../../kit/program';
import { dovecotMissing, startDovecot, type Dovecot } from './dovecot';

jest.setTimeout(60_000);

const logger = pino({ level: 'silent' });
const mailOf = (id: number, text = 'Bonjour') =>
  `From: Koffi <koffi@douanes.example.ci>\r\nTo: datacenter.dsi@douanes.example.ci\r\n` +
  `Message-ID: <imap-${id}@douanes.example.ci>\r\nSubject: Courriel ${id}\r\n\r\n${text}\r\n`;

const running: RunningSource[] = [];
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
  for (const close of closing.splice(0)) await close();
});

interface Read {
  readonly mails: ReceivedMail[];
}

function read(
  settings: ImapSettings,
  refuse: (count: number) => boolean = () => false,
  maxBytes = 1_000_000,
): Read {
  const mails: ReceivedMail[] = [];
  let count = 0;
  running.push(
    startImapSource({
      settings,
      password: 'secret',
      maxBytes,
      logger,
      shortestPauseMillis: 20,
      async receive(mail) {
        count += 1;
        if (refuse(count)) throw new Error('the database is away');
        mails.push(mail);
      },
    }),
  );
  return { mails };
}

const subjects = ({ mails }: Read): string[] =>
  mails.map(({ raw }) => /Subject: (.*)\r/.exec(raw.toString())?.[1] ?? '');

describe('a server of npm', () => {
  async function serve(plugins: readonly string[], inbox: readonly string[] = []) {
    const port = await freePort();
    const sockets = new Set<Socket>();
    const server = hoodiecrow({
      plugins,
      users: { dsi: { password: 'secret' } },
      storage: { INBOX: { messages: inbox.map((raw) => ({ raw })) }, '': { separator: '/', folders: {} } },
    });
    server.server.on('connection', (socket: Socket) => sockets.add(socket));
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const cut = (): void => sockets.forEach((socket) => socket.destroy());
    closing.push(async () => {
      cut();
      await new Promise<void>((resolve) => server.close(resolve));
    });
    const settings = (changes: Partial<ImapSettings> = {}): ImapSettings => ({
      host: '127.0.0.1',
      port,
      tls: 'none',
      user: 'dsi',
      passwordFrom: 'IMAP_PASSWORD',
      mailbox: 'INBOX',
      pollSeconds: 3600,
      ...changes,
    });
    const folder = (name: string) => server.folderCache[name]?.messages ?? [];
    const deliver = (id: number) => server.appendMessage('INBOX', [], false, mailOf(id));
    return { settings, folder, deliver, cut };
  }

  const complete = ['IDLE', 'UIDPLUS', 'MOVE', 'AUTH-PLAIN'];

  test('unread mails are taken, marked as read and moved, into a folder that is made for them', async () => {
    const { settings, folder } = await serve(complete, [mailOf(1), mailOf(2)]);
    const found = read(settings({ moveTo: 'Logigramme' }));
    await eventually(
      async () => folder('Logigramme'),
      (messages) => messages.length === 2,
    );
    expect(subjects(found)).toEqual(['Courriel 1', 'Courriel 2']);
    expect(folder('Logigramme').every(({ flags }) => flags.includes('\\Seen'))).toBe(true);
    expect(folder('INBOX')).toEqual([]);
  });

  test('a mail that arrives later is told by the server', async () => {
    const { settings, folder, deliver } = await serve(complete, [mailOf(1)]);
    const found = read(settings());
    const seen = (count: number) =>
      eventually(
        async () => folder('INBOX').filter(({ flags }) => flags.includes('\\Seen')),
        (messages) => messages.length === count,
      );
    await seen(1);
    deliver(2);
    await seen(2);
    expect(subjects(found)).toEqual(['Courriel 1', 'Courriel 2']);
  });

  test('a server that tells nothing is asked', async () => {
    const { settings, deliver } = await serve(['AUTH-PLAIN'], [mailOf(1)]);
    const found = read(settings({ pollSeconds: 1 }));
    await eventually(
      async () => found.mails.length,
      (count) => count === 1,
    );
    deliver(2);
    await eventually(
      async () => found.mails.length,
      (count) => count === 2,
    );
    expect(subjects(found)).toEqual(['Courriel 1', 'Courriel 2']);
  });

  test('a connection that breaks is made anew', async () => {
    const { settings, folder, deliver, cut } = await serve(complete, [mailOf(1)]);
    const found = read(settings());
    await eventually(
      async () => folder('INBOX').filter(({ flags }) => flags.includes('\\Seen')),
      (seen) => seen.length === 1,
    );
    cut();
    deliver(2);
    await eventually(
      async () => found.mails.length,
      (count) => count === 2,
    );
    expect(subjects(found)).toEqual(['Courriel 1', 'Courriel 2']);
  });

  test('a mail that could not be kept stays unread and is taken later; the others are not held up', async () => {
    const { settings, folder, deliver } = await serve(complete, [mailOf(1), mailOf(2)]);
    const found = read(settings(), (count) => count === 1);
    await eventually(
      async () => found.mails.length,
      (count) => count === 1,
    );
    expect(subjects(found)).toEqual(['Courriel 2']);
    deliver(3);
    await eventually(
      async () => found.mails.length,
      (count) => count === 3,
    );
    expect(subjects(found).sort()).toEqual(['Courriel 1', 'Courriel 2', 'Courriel 3']);
    await eventually(
      async () => folder('INBOX').filter(({ flags }) => flags.includes('\\Seen')).length,
      (count) => count === 3,
    );
  });

  test('of a mail that is too large only the head is read', async () => {
    const { settings } = await serve(complete, [mailOf(1, 'x'.repeat(200_000))]);
    const found = read(settings(), undefined, 100_000);
    await eventually(
      async () => found.mails.length,
      (count) => count === 1,
    );
    expect(found.mails[0]?.raw.length).toBeLessThan(100_000);
    expect(found.mails[0]?.size).toBeGreaterThan(200_000);
  });

  test.each([
    ['secret', {}, []],
    ['faux', {}, [/refuse l’identifiant « dsi » ou son mot de passe/]],
    [undefined, {}, [/la variable IMAP_PASSWORD \(mot de passe\) n’est pas définie/]],
    ['secret', { mailbox: 'Demandes' }, [/le dossier « Demandes » n’existe pas\. Dossiers : INBOX/]],
    ['secret', { port: 1 }, [/ne répond pas comme attendu/]],
    ['secret', { tls: 'starttls' as const }, [/ne répond pas comme attendu/]],
  ])(
    'the test of the settings with password %s and %j says what is wrong',
    async (password, changes, problems) => {
      const { settings } = await serve(complete);
      const lookups = { groupAddresses: async () => [], startsByMail: async () => true };
      const parsed = mailInSettings.parse({ imap: settings(changes) });
      const check = await checkMailIn({ settings: parsed, password, smtpPort: null, lookups });
      expect(check.ok).toBe(problems.length === 0);
      if (problems.length > 0)
        expect(check.findings).toEqual(problems.map((one) => expect.stringMatching(one)));
    },
  );
});

const missing = dovecotMissing();
(missing === undefined ? describe : describe.skip)(
  `Dovecot${missing === undefined ? '' : ` (${missing})`}`,
  () => {
    let dovecot: Dovecot;
    beforeAll(async () => {
      dovecot = await startDovecot();
    });
    afterAll(() => dovecot?.stop());

    test('unread mails are taken, marked as read and moved; later ones are told; a restart is survived', async () => {
      const settings: ImapSettings = {
        host: '127.0.0.1',
        port: dovecot.port,
        tls: 'none',
        user: 'dsi',
        passwordFrom: 'IMAP_PASSWORD',
        mailbox: 'INBOX',
        moveTo: 'Logigramme',
        pollSeconds: 3600,
      };
      await dovecot.deliver(mailOf(1));
      const found = read(settings);
      await eventually(
        () => dovecot.mails('Logigramme'),
        (mails) => mails.length === 1,
      );
      await dovecot.deliver(mailOf(2, 'é'.repeat(1000)));
      await eventually(
        () => dovecot.mails('Logigramme'),
        (mails) => mails.length === 2,
      );
      await dovecot.restart();
      await dovecot.deliver(mailOf(3));
      await eventually(
        () => dovecot.mails('Logigramme'),
        (mails) => mails.length === 3,
      );
      expect(subjects(found)).toEqual(['Courriel 1', 'Courriel 2', 'Courriel 3']);
      expect(found.mails[1]?.raw.toString()).toBe(mailOf(2, 'é'.repeat(1000)));
      const names = await dovecot.mails('Logigramme');
      expect(names.every((name) => /:2,.*S/.test(name))).toBe(true);
      // Dovecot moves by copying first: the copy is in its folder before the original is gone.
      await eventually(
        () => dovecot.mails(''),
        (mails) => mails.length === 0,
      );
    });
  },
);

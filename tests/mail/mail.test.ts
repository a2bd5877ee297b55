import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createTransport } from 'nodemailer';
import pino from 'pino';
import { SMTPServer } from 'smtp-server';
import { listMailbox, readMail } from '../../src/mail/out/mailbox';
import { createMailer, type JobMailRequest, type Mailer } from '../../src/mail/out/mailer';
import { createOutbox, domainOf } from '../../src/mail/out/outbox';
import { readEnvironment } from '../../src/config/environment';
import { readMailAddresses } from '../../src/mail/out/reply-address';
import { startMailSink, type MailSink } from '../../src/mail/out/sink';
import { loadMailTemplates } from '../../src/mail/out/template';
import { mailTransport, type MailTransport } from '../../src/mail/out/transport';
import { describeOnEveryDatabase, type TestDatabase } from '../kit/database';

const now = new Date('2026-03-16T08:00:00Z');
const clock = () => now;
const logger = pino({ level: 'silent' });
const templates = loadMailTemplates({ administration: 'Direction générale des Douanes' });
const MAIL_FROM = 'Logigramme <logigramme@douanes.example>';

const addresses = readMailAddresses({
  MAIL_REPLY_ADDRESS: 'dossiers@dsi.example',
  MAIL_BOUNCE_ADDRESS: 'rebonds@dsi.example',
  MAIL_SECRET: 'un secret pour les essais',
});

let lastJob = 0;
function requestOf(changes: Partial<JobMailRequest> = {}): JobMailRequest {
  lastJob += 1;
  return {
    jobKey: `22517998136${lastJob}`,
    processInstanceKey: '2251799813685249',
    template: 'rejet-demande',
    to: 'requerant@douanes.example',
    data: {
      numeroDossier: 'B-2026-000012',
      requerant: 'Aïssatou Ouédraogo',
      article: 'ordinateur-portable',
      motifRejet: 'Déjà équipée.',
    },
    ...changes,
  };
}

describeOnEveryDatabase('mail', (open) => {
  let database: TestDatabase;
  let transport: MailTransport;

  const mailerWith = (used: MailTransport): Mailer =>
    createMailer({
      outbox: createOutbox({ knex: database.knex, clock, domain: domainOf(MAIL_FROM) }),
      templates,
      transport: used,
      domain: domainOf(MAIL_FROM),
      addresses,
      onQueued: () => undefined,
    });
  const received = async (request: JobMailRequest) =>
    (await listMailbox(database.knex)).filter(({ messageId }) =>
      new RegExp(`^<job-${request.jobKey}\\.r[0-9a-f]{16}@douanes\\.example>$`).test(messageId ?? ''),
    );
  const outboxOf = async (request: JobMailRequest) =>
    database.knex('mail_outbox').where({ job_key: request.jobKey }).first();
  const transportTo = (url: string) =>
    mailTransport({
      environment: readEnvironment({ SMTP_URL: url, MAIL_FROM }),
      knex: database.knex,
      clock,
      logger,
    });

  beforeAll(async () => {
    database = await open();
    transport = await mailTransport({
      environment: readEnvironment({ MAIL_FROM }),
      knex: database.knex,
      clock,
      logger,
    });
  }, 180_000);
  afterAll(async () => {
    await transport.close();
    await database.dispose();
  });

  it('sends a mail that the mailbox shows whole', async () => {
    const request = requestOf({
      attachments: [
        { documentId: 'd', name: 'é"\r\nX: y.pdf', mediaType: 'application/pdf', bytes: Buffer.from('%PDF') },
      ],
    });
    expect(await mailerWith(transport).sendOnce(request)).toEqual({ sentNow: true });
    const [mail] = await received(request);
    expect(mail).toMatchObject({
      from: '"Logigramme" <logigramme@douanes.example>',
      to: ['requerant@douanes.example'],
      subject: 'Dossier B-2026-000012\u00a0: votre demande de matériel informatique n’a pas été retenue',
      date: now.toISOString(),
      attachments: [{ mediaType: 'application/pdf', size: 4 }],
    });
    expect(mail!.html).toContain('Aïssatou Ouédraogo');
    expect(mail!.text).toContain('Déjà équipée.');
    expect(await readMail(database.knex, mail!.id)).toEqual(mail);
    expect(await outboxOf(request)).toMatchObject({ state: 'SENT', attempts: 1, error: null });
  });

  it('says which case an answer is for, which conversation it belongs to and where a refusal goes', async () => {
    const request = requestOf({ processInstanceKey: '2251799813685777', cc: ['copie@douanes.example'] });
    const envelopes: unknown[] = [];
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, session, done) {
        const { mailFrom, rcptTo } = session.envelope;
        const raw: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => raw.push(chunk));
        stream.on('end', () => {
          envelopes.push({
            from: mailFrom === false ? '' : mailFrom.address,
            to: rcptTo.map(({ address }) => address),
            headers: Buffer.concat(raw).toString('utf8').split('\r\n\r\n')[0],
          });
          done();
        });
      },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.server.address() as AddressInfo;
    const real = await transportTo(`smtp://127.0.0.1:${port}`);
    await mailerWith(real).sendOnce(request);
    await real.close();
    await new Promise<void>((resolve) => server.close(resolve));

    const { id } = (await outboxOf(request)) as { id: string };
    expect(envelopes).toHaveLength(1);
    const [envelope] = envelopes as [{ from: string; to: string[]; headers: string }];
    expect(addresses.mailOfBounceAddress(envelope.from)).toBe(String(id));
    expect(envelope.to).toEqual(['requerant@douanes.example', 'copie@douanes.example']);
    expect(envelope.headers).toContain('References: <dossier-2251799813685777@douanes.example>');
    expect(envelope.headers).toContain('Auto-Submitted: auto-generated');
    const replyTo = /^Reply-To: (?<address>\S+)$/m.exec(envelope.headers)?.groups?.['address'] ?? '';
    expect(addresses.caseOfReplyAddress(replyTo)).toBe('2251799813685777');
  });

  it.each(['0', '-1', 'x', '1; drop table mailbox', '9'.repeat(30)])('has no mail %s', async (id) => {
    expect(await readMail(database.knex, id)).toBeNull();
  });

  it('sends nothing the second time', async () => {
    const request = requestOf();
    await mailerWith(transport).sendOnce(request);
    const silent: MailTransport = { ...transport, send: () => Promise.reject(new Error('sent twice')) };
    expect(await mailerWith(silent).sendOnce(request)).toMatchObject({ sentNow: false });
    expect(await received(request)).toHaveLength(1);
  });

  it('sends again under the same Message-ID after a kill before the server answered', async () => {
    const request = requestOf();
    let reached: () => void = () => undefined;
    const reachedServer = new Promise<void>((resolve) => (reached = resolve));
    const killed: MailTransport = {
      ...transport,
      send: () => {
        reached();
        return new Promise(() => undefined);
      },
    };
    void mailerWith(killed).sendOnce(request);
    await reachedServer;
    expect(await outboxOf(request)).toMatchObject({ state: 'SENDING' });
    await mailerWith(transport).sendOnce(request);
    expect(await received(request)).toHaveLength(1);
    expect(await outboxOf(request)).toMatchObject({ state: 'SENT', attempts: 2 });
  });

  it('shows one mail after a kill between the acceptance and our commit', async () => {
    const request = requestOf();
    let accepted: () => void = () => undefined;
    const acceptedByServer = new Promise<void>((resolve) => (accepted = resolve));
    const killed: MailTransport = {
      ...transport,
      send: async (mail) => {
        await transport.send(mail);
        accepted();
        return new Promise(() => undefined);
      },
    };
    void mailerWith(killed).sendOnce(request);
    await acceptedByServer;
    expect(await received(request)).toHaveLength(1);
    await mailerWith(transport).sendOnce(request);
    expect(await received(request)).toHaveLength(1);
    expect(await outboxOf(request)).toMatchObject({ state: 'SENT', attempts: 2 });
  });

  it('says what the server answered, and sends the corrected mail on the next try', async () => {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo: (address, _session, done) => {
        const error = Object.assign(new Error('no such user'), { responseCode: 550 });
        done(address.address.startsWith('inconnu') ? error : null);
      },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const port = (server.server.address() as AddressInfo).port;
    const refusing = await transportTo(`smtp://127.0.0.1:${port}`);
    const request = requestOf({ to: 'inconnu@douanes.example' });
    await expect(mailerWith(refusing).sendOnce(request)).rejects.toMatchObject({
      message: expect.stringContaining('refuse l’adresse « inconnu@douanes.example »'),
      retryable: false,
    });
    expect(await outboxOf(request)).toMatchObject({
      state: 'FAILED',
      error: expect.stringContaining('no such user'),
    });
    await mailerWith(transport).sendOnce({ ...request, to: 'connu@douanes.example' });
    expect(await received(request)).toMatchObject([{ to: ['connu@douanes.example'] }]);
    await refusing.close();
    await new Promise<void>((resolve) => server.close(resolve));
  });

  it('says that the server does not answer, and may try again', async () => {
    const away = await transportTo(`smtp://127.0.0.1:${await freePort()}`);
    await expect(mailerWith(away).sendOnce(requestOf())).rejects.toMatchObject({
      message: expect.stringContaining('le serveur de messagerie ne répond pas'),
      retryable: true,
    });
    await away.close();
  });

  it.each([
    '',
    'sans-arobase',
    'a@b, c@d',
    'a@b>\r\nRCPT TO:<victime@exemple.org',
    'a@b\nBcc: c@d',
    '"a b"@c',
    'Nom <a@b>',
    `${'a'.repeat(300)}@b`,
    'a@b\u0000',
  ])('refuses the address %j before it reaches a server', async (to) => {
    const request = requestOf({ to });
    await expect(mailerWith(transport).sendOnce(request)).rejects.toThrow(
      'Une adresse de courriel est attendue',
    );
    expect(await outboxOf(request)).toBeUndefined();
  });

  it('keeps ten jobs that send at once apart', async () => {
    const requests = Array.from({ length: 10 }, () => requestOf());
    await Promise.all(requests.map((request) => mailerWith(transport).sendOnce(request)));
    for (const request of requests) expect(await received(request)).toHaveLength(1);
  });

  describe('the sink', () => {
    let sink: MailSink;
    beforeAll(async () => {
      sink = await startMailSink({ knex: database.knex, clock, logger });
    });
    afterAll(() => sink.close());

    it('listens on the loopback interface only', () => {
      expect(sink.url).toMatch(/^smtp:\/\/127\.0\.0\.1:\d+$/);
    });

    it('keeps a mail that has no Message-ID, subject or body', async () => {
      const sender = createTransport(sink.url);
      await sender.sendMail({
        envelope: { from: 'a@b.example', to: 'c@d.example' },
        raw: 'From: a@b.example\r\n\r\n',
      });
      sender.close();
      const [newest] = await listMailbox(database.knex, 1);
      expect(newest).toMatchObject({
        from: 'a@b.example',
        to: ['c@d.example'],
        subject: '',
        text: '',
        html: null,
      });
    });
  });
});

it.each([
  ['Logigramme <a@b.example>', 'b.example'],
  ['a@b.example', 'b.example'],
  ['nobody', 'localhost'],
])('takes the domain of %s', (from, domain) => {
  expect(domainOf(from)).toBe(domain);
});

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

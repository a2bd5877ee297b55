/**
 * The outbox: each address gets each mail once, whatever stops in between; nothing is lost, nothing is hidden.
 * Longer than other files because all of it shares one database of each kind and one SMTP server.
 */
import pino from 'pino';
import { SMTPServer } from 'smtp-server';
import type { AddressInfo } from 'node:net';
import { readEnvironment } from '../../src/config/environment';
import { MailError } from '../../src/mail/out/errors';
import { startMail, type Mail } from '../../src/mail/out/mail';
import type { JobMailRequest } from '../../src/mail/out/mailer';
import { describeOnEveryDatabase, type TestDatabase } from '../kit/database';

const MINUTE = 60_000;

interface Received {
  readonly to: readonly string[];
  readonly messageId: string;
}

/** A server whose answers a test chooses: per address, and after the data. */
async function startServer() {
  const refusals = new Map<string, number>();
  const received: Received[] = [];
  let port = 0;
  let server: SMTPServer | undefined;
  let onMail: (mail: Received) => void = () => undefined;

  async function start(): Promise<void> {
    server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo({ address }, _session, done) {
        const responseCode = refusals.get(address);
        done(
          responseCode === undefined
            ? null
            : Object.assign(new Error(responseCode < 500 ? 'try later' : 'no such user'), { responseCode }),
        );
      },
      onData(stream, session, done) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const mail = {
            to: session.envelope.rcptTo.map(({ address }) => address),
            messageId: /^Message-ID: (?<id>\S+)/im.exec(text)?.groups?.['id'] ?? '',
          };
          received.push(mail);
          onMail(mail);
          done();
        });
      },
    });
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));
    port = (server.server.address() as AddressInfo).port;
  }

  await start();
  return {
    refusals,
    received,
    url: () => `smtp://127.0.0.1:${port}`,
    start,
    stop: () => new Promise<void>((resolve) => server?.close(() => resolve())),
    next: () => new Promise<Received>((resolve) => (onMail = resolve)),
  };
}

type Server = Awaited<ReturnType<typeof startServer>>;

/** What a server reports of a recipient. */
function notification(action: string, status: string, recipient = 'copie@douanes.example'): Buffer {
  return Buffer.from(
    [
      'Content-Type: multipart/report; report-type=delivery-status; boundary=x',
      '',
      '--x',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.douanes.example',
      '',
      `Final-Recipient: rfc822; ${recipient}`,
      `Action: ${action}`,
      `Status: ${status}`,
      '',
      '--x--',
      '',
    ].join('\r\n'),
  );
}

describeOnEveryDatabase('outbox', (open) => {
  let database: TestDatabase;
  let server: Server;
  let mail: Mail;
  let now: Date;
  let lastJob = 0;

  const pass = (millis: number) => (now = new Date(now.getTime() + millis));
  const start = () =>
    startMail({
      environment: readEnvironment({
        SMTP_URL: server.url(),
        MAIL_FROM: 'Logigramme <logigramme@dsi.example>',
      }),
      knex: database.knex,
      clock: () => now,
      logger: pino({ level: 'silent' }),
      attachment: async (id) =>
        id === 'gone' ? null : { name: 'pv.pdf', mediaType: 'application/pdf', bytes: Buffer.from('%PDF') },
    });
  const restart = async () => {
    await mail.close();
    mail = await start();
  };
  const requestOf = (changes: Partial<JobMailRequest> = {}): JobMailRequest => ({
    jobKey: `22517998136${(lastJob += 1)}`,
    processInstanceKey: '2251799813685249',
    template: 'rejet-demande',
    to: 'requerant@douanes.example',
    data: { numeroDossier: 'B-1', requerant: 'Awa', article: 'imprimante', motifRejet: 'Déjà équipée.' },
    ...changes,
  });
  const shown = async ({ jobKey }: Pick<JobMailRequest, 'jobKey'>) => {
    const { items } = await mail.outgoing.list({ limit: 200 });
    return items.find(({ key }) => key === jobKey)!;
  };
  const failure = async (request: JobMailRequest): Promise<MailError> => {
    const error: unknown = await mail.sendOnce(request).catch((thrown: unknown) => thrown);
    if (error instanceof MailError) return error;
    throw new Error(`Expected a MailError, but got ${String(error)}`);
  };

  beforeAll(async () => {
    database = await open();
    server = await startServer();
  }, 180_000);
  beforeEach(async () => {
    now = new Date('2026-03-16T08:00:00Z');
    server.received.length = 0;
    server.refusals.clear();
    mail = await start();
  });
  afterEach(() => mail.close());
  afterAll(async () => {
    await server.stop();
    await database.dispose();
  });

  describe('the server is away', () => {
    it('should keep the mail, say so, and send it once it is back', async () => {
      const request = requestOf();
      await server.stop();
      const first = await failure(request);
      expect(first).toMatchObject({ retryable: true, retryAfterMillis: MINUTE });
      expect(await shown(request)).toMatchObject({
        state: 'QUEUED',
        attempts: 1,
        nextAttemptAt: '2026-03-16T08:01:00.000Z',
        error: expect.stringContaining('le serveur de messagerie ne répond pas'),
      });
      pass(MINUTE);
      expect(await failure(request)).toMatchObject({ retryAfterMillis: 4 * MINUTE });
      pass(4 * MINUTE);
      // The last attempt of its job too: nobody is to be asked for what passes by itself.
      const last = await failure({ ...request, lastAttempt: true });
      expect(last).toMatchObject({ outage: true, retryAfterMillis: 5 * MINUTE });
      expect(await shown(request)).toMatchObject({ state: 'QUEUED', attempts: 3 });
      await server.start();
      pass(5 * MINUTE);
      expect(await mail.sendOnce(request)).toMatchObject({ sentNow: true });
      expect(await shown(request)).toMatchObject({ state: 'SENT', error: null, attempts: 4 });
      expect(server.received).toHaveLength(1);
    });

    it('should send what no job waits for by itself, after a restart too', async () => {
      await server.stop();
      const request = requestOf();
      await mail.queue(request);
      await mail.queue(request);
      await mail.idle();
      expect(await shown(request)).toMatchObject({ state: 'QUEUED', attempts: 1 });
      await server.start();
      await restart();
      await mail.idle();
      expect(server.received).toHaveLength(0);
      pass(MINUTE);
      await restart();
      await mail.idle();
      expect(await shown(request)).toMatchObject({ state: 'SENT', attempts: 2 });
      expect(server.received).toHaveLength(1);
    });

    it('should go on for as long as that lasts, and send once when it is over', async () => {
      await server.stop();
      const request = requestOf();
      await mail.queue(request);
      await mail.idle();
      for (const minutes of [1, 4, 5, 5, 5, 5, 5]) {
        pass(minutes * MINUTE);
        await restart();
        await mail.idle();
      }
      expect(await shown(request)).toMatchObject({ state: 'QUEUED', attempts: 8 });
      await server.start();
      pass(5 * MINUTE);
      await restart();
      await mail.idle();
      expect(await shown(request)).toMatchObject({ state: 'SENT', attempts: 9 });
      expect(server.received).toHaveLength(1);
    });

    it('should give up after five attempts where the server answers, and go on when somebody asks', async () => {
      const request = requestOf();
      server.refusals.set(request.to, 451);
      await mail.queue(request);
      await mail.idle();
      for (const minutes of [1, 4, 16, 60]) {
        expect((await shown(request)).state).toBe('QUEUED');
        pass(minutes * MINUTE);
        await restart();
        await mail.idle();
      }
      const failed = await shown(request);
      expect(failed).toMatchObject({ state: 'FAILED', attempts: 5 });
      server.refusals.clear();
      expect(await mail.outgoing.resend(failed.id, 'responsable')).toBe(true);
      await mail.idle();
      expect(await shown(request)).toMatchObject({ state: 'SENT', attempts: 1, requestedBy: 'responsable' });
      expect(server.received).toHaveLength(1);
    });
  });

  describe('the server refuses an address', () => {
    it('should name it, say why, and not try again', async () => {
      server.refusals.set('inconnu@douanes.example', 550);
      const request = requestOf({ to: 'inconnu@douanes.example' });
      const error = await failure(request);
      expect(error).toMatchObject({ retryable: false, retryAfterMillis: undefined });
      expect(error.message).toBe(
        'Le serveur de messagerie refuse l’adresse « inconnu@douanes.example » : « 550 no such user ». ' +
          'Corrigez l’adresse dans le dossier, puis relancez l’étape.',
      );
      expect(await shown(request)).toMatchObject({ state: 'FAILED', error: error.message });
      expect(server.received).toEqual([]);
    });

    it('should send to the corrected address only, when a copy had it already', async () => {
      server.refusals.set('inconnu@douanes.example', 550);
      const request = requestOf({ to: 'inconnu@douanes.example', cc: ['copie@douanes.example'] });
      expect(await failure(request)).toMatchObject({ retryable: false });
      await mail.sendOnce({ ...request, to: 'connu@douanes.example' });
      expect(server.received.map(({ to }) => to)).toEqual([
        ['copie@douanes.example'],
        ['connu@douanes.example'],
      ]);
      expect(await shown(request)).toMatchObject({ state: 'SENT', to: 'connu@douanes.example' });
    });

    it('should not hold up the case for a copy, but show that it came back', async () => {
      server.refusals.set('inconnu@douanes.example', 550);
      const request = requestOf({ cc: ['inconnu@douanes.example'] });
      expect(await mail.sendOnce(request)).toMatchObject({ sentNow: true });
      const bounced = await shown(request);
      expect(bounced).toMatchObject({
        state: 'BOUNCED',
        error:
          'Le serveur de messagerie refuse l’adresse « inconnu@douanes.example » : « 550 no such user ».',
      });
      server.refusals.clear();
      await mail.outgoing.resend(bounced.id, 'admin');
      await mail.idle();
      expect(server.received.map(({ to }) => to)).toEqual([
        ['requerant@douanes.example'],
        ['inconnu@douanes.example'],
      ]);
    });

    it('should try again for one that it does not take yet, and leave out who has the mail', async () => {
      server.refusals.set('plus-tard@douanes.example', 451);
      const request = requestOf({ cc: ['plus-tard@douanes.example'] });
      const error = await failure(request);
      expect(error).toMatchObject({ retryable: true, retryAfterMillis: MINUTE });
      expect(error.message).toContain('ne prend pas encore l’adresse « plus-tard@douanes.example »');
      server.refusals.clear();
      await mail.sendOnce(request);
      expect(server.received.map(({ to }) => to)).toEqual([
        ['requerant@douanes.example'],
        ['plus-tard@douanes.example'],
      ]);
    });
  });

  describe('killed', () => {
    it.each(['QUEUED', 'SENDING'] as const)(
      'while %s: should send once more, and then never',
      async (state) => {
        const request = requestOf();
        await mail.sendOnce(request);
        await database
          .knex('mail_outbox')
          .where({ job_key: request.jobKey })
          .update({ state, accepted: '[]' });
        expect(await mail.sendOnce(request)).toMatchObject({ sentNow: true });
        expect(await mail.sendOnce(request)).toMatchObject({ sentNow: false });
        expect(new Set(server.received.map(({ messageId }) => messageId)).size).toBe(1);
        expect(server.received).toHaveLength(2);
      },
    );

    it('should leave to the dispatcher of another process what it has in hand', async () => {
      const request = requestOf();
      await mail.queue(request);
      await mail.idle();
      server.received.length = 0;
      await database
        .knex('mail_outbox')
        .where({ job_key: request.jobKey })
        .update({ state: 'SENDING', accepted: '[]', attempted_at: now });
      await restart();
      await mail.idle();
      expect(await failure(request)).toMatchObject({ retryable: true, retryAfterMillis: MINUTE });
      expect(server.received).toHaveLength(0);
      pass(2 * MINUTE);
      await restart();
      await mail.idle();
      expect(server.received).toHaveLength(1);
      expect((await shown(request)).state).toBe('SENT');
    });
  });

  describe('sent again', () => {
    it('should not be possible for what has left or waits', async () => {
      const request = requestOf();
      await mail.sendOnce(request);
      expect(await mail.outgoing.resend((await shown(request)).id, 'admin')).toBe(false);
      expect(await mail.outgoing.resend('999999', 'admin')).toBe(false);
      expect(await mail.outgoing.resend("1' or '1'='1", 'admin')).toBe(false);
    });

    it('should go under another Message-ID after it came back, with its attachments', async () => {
      const request = requestOf({
        attachments: [
          { documentId: 'pv', name: 'pv.pdf', mediaType: 'application/pdf', bytes: Buffer.from('%') },
        ],
      });
      await mail.sendOnce(request);
      const { id } = await shown(request);
      expect(await mail.takeBounce(id, notification('failed', '5.2.2', request.to))).toBe(true);
      expect(await shown(request)).toMatchObject({
        state: 'BOUNCED',
        error: expect.stringContaining('la boîte du destinataire est pleine'),
      });
      expect(await mail.sendOnce(request)).toMatchObject({ sentNow: false });
      for (const _ of [1, 2]) {
        await mail.outgoing.resend(id, 'admin');
        await mail.idle();
        await mail.takeBounce(id, notification('failed', '5.2.2', request.to));
      }
      const sent = server.received.map(({ messageId }) => messageId);
      const random = /\.r[0-9a-f]{16}/.exec(sent[0] ?? '')?.[0] ?? 'none';
      expect(sent).toEqual(
        ['', '.1', '.2'].map((time) => `<job-${request.jobKey}${random}${time}@dsi.example>`),
      );
    });

    it('should say that an attachment is gone', async () => {
      const request = requestOf({
        attachments: [
          { documentId: 'gone', name: 'pv.pdf', mediaType: 'application/pdf', bytes: Buffer.from('%') },
        ],
      });
      await mail.sendOnce(request);
      const { id } = await shown(request);
      await mail.takeBounce(id, notification('failed', '5.2.2', request.to));
      await mail.outgoing.resend(id, 'admin');
      await mail.idle();
      expect(await shown(request)).toMatchObject({
        state: 'FAILED',
        error: 'Une pièce jointe de ce courriel n’existe plus : il ne peut pas repartir.',
      });
    });
  });

  describe('came back', () => {
    it('should go again to those only who did not get it', async () => {
      const request = requestOf({ cc: ['Copie@douanes.example'] });
      await mail.sendOnce(request);
      const { id } = await shown(request);
      await mail.takeBounce(id, notification('failed', '5.1.1'));
      await mail.outgoing.resend(id, 'admin');
      await mail.idle();
      expect(server.received.map(({ to }) => to)).toEqual([
        ['requerant@douanes.example', 'Copie@douanes.example'],
        ['Copie@douanes.example'],
      ]);
    });

    it('should be found by its Message-ID, also by an earlier one', async () => {
      const request = requestOf();
      await mail.sendOnce(request);
      const messageId = server.received[0]?.messageId ?? '';
      const bounced = notification('failed', '5.1.1', request.to);
      const before = await mail.answeredMail(messageId);
      expect(await mail.takeBounce(before?.id ?? '', bounced)).toBe(true);
      await mail.outgoing.resend((await shown(request)).id, 'admin');
      await mail.idle();
      expect((await shown(request)).state).toBe('SENT');
      expect((await mail.answeredMail(messageId))?.id).toBe(before?.id);
      expect(await mail.takeBounce(before?.id ?? '', bounced)).toBe(true);
      expect((await shown(request)).state).toBe('BOUNCED');
      const guesses = [
        `<job-${request.jobKey}@dsi.example>`,
        `<job-${request.jobKey}.1@dsi.example>`,
        `<job-${request.jobKey}.r0123456789abcdef@dsi.example>`,
      ];
      for (const unknown of ['<x@y>', '<job-0@dsi.example>', '', "<job-' or 1=1@dsi.example>", ...guesses])
        expect([unknown, await mail.answeredMail(unknown)]).toEqual([unknown, null]);
    });

    it('should be found by the Message-ID of before, which had no random part', async () => {
      const request = requestOf();
      await mail.sendOnce(request);
      const old = `<job-${request.jobKey}@dsi.example>`;
      await database.knex('mail_outbox').where({ job_key: request.jobKey }).update({ message_id: old });
      expect((await mail.answeredMail(old))?.id).toBe((await shown(request)).id);
    });

    it('should tell a failure from a delay, and name who did not get it', async () => {
      const request = requestOf({ cc: ['copie@douanes.example'] });
      await mail.sendOnce(request);
      const { id } = await shown(request);
      expect(await mail.takeBounce(id, notification('delayed', '4.4.1'))).toBe(false);
      expect((await shown(request)).state).toBe('SENT');
      expect(await mail.takeBounce(id, notification('failed', '5.1.1'))).toBe(true);
      expect(await shown(request)).toMatchObject({
        state: 'BOUNCED',
        error: expect.stringContaining('l’adresse n’existe pas ou n’existe plus'),
      });
      await mail.outgoing.resend(id, 'admin');
      await mail.idle();
      expect(server.received.at(-1)?.to).toEqual(['copie@douanes.example']);
      const sorry = 'Subject: Undelivered\r\n\r\nSorry.';
      expect(await mail.takeBounce(id, Buffer.from(`From: awa@douanes.example\r\n${sorry}`))).toBe(false);
      expect(await mail.takeBounce(id, Buffer.from(`From: mailer-daemon@mx.example\r\n${sorry}`))).toBe(true);
    });

    it('should keep each reason once', async () => {
      const request = requestOf();
      await mail.sendOnce(request);
      const { id } = await shown(request);
      for (const status of ['5.2.2', '5.1.1', '5.2.2'])
        await mail.takeBounce(id, notification('failed', status, request.to));
      expect((await shown(request)).error).toBe(
        'Courriel non remis : la boîte du destinataire est pleine. Réponse du serveur : « 5.2.2 ».\n' +
          'Courriel non remis : l’adresse n’existe pas ou n’existe plus. Réponse du serveur : « 5.1.1 ».',
      );
      expect(await mail.takeBounce('999999', notification('failed', '5.1.1'))).toBe(false);
    });
  });

  it('should list by state, page by page, newest first', async () => {
    const before = await mail.outgoing.counts();
    for (let n = 0; n < 5; n += 1) await mail.sendOnce(requestOf({ to: `n${n}@douanes.example` }));
    const first = await mail.outgoing.list({ state: 'SENT', limit: 3 });
    expect(first.items.map(({ to }) => to)).toEqual(
      ['n4', 'n3', 'n2'].map((name) => `${name}@douanes.example`),
    );
    const second = await mail.outgoing.list({ state: 'SENT', limit: 2, cursor: first.nextCursor ?? '' });
    expect(second.items.map(({ to }) => to)).toEqual(['n1', 'n0'].map((name) => `${name}@douanes.example`));
    expect(await mail.outgoing.list({ cursor: 'x' })).toEqual({ items: [], nextCursor: null });
    expect((await mail.outgoing.counts()).SENT).toBe((before.SENT ?? 0) + 5);
    expect(await mail.outgoing.read('x')).toBeNull();
  });
});

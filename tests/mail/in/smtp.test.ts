/** The SMTP listener by itself: size, encryption, and mails that cannot be kept. */
import path from 'node:path';
import { createTransport, type SendMailOptions } from 'nodemailer';
import pino from 'pino';
import { startSmtpListener, type SmtpListener } from '../../../src/mail/in/sources/smtp';
import type { ReceivedMail } from '../../../src/mail/in/sources/source';
import { projectRoot } from '../../../src/config/root';

/** Of the IMAP server that the tests use. */
const certificates = path.join(projectRoot, 'node_modules/hoodiecrow-imap/cert');

let listener: SmtpListener | undefined;
afterEach(() => listener?.stop());

async function listen(encrypted: boolean, keep: (mail: ReceivedMail) => void): Promise<SmtpListener> {
  listener = await startSmtpListener({
    settings: {
      address: '127.0.0.1',
      port: 0,
      domains: ['douanes.example.ci'],
      ...(encrypted && {
        certificate: path.join(certificates, 'server.crt'),
        key: path.join(certificates, 'server.key'),
      }),
    },
    maxBytes: 50_000,
    receive: async (mail) => keep(mail),
    logger: pino({ level: 'silent' }),
  });
  return listener;
}

async function send({ port }: SmtpListener, mail: SendMailOptions, requireTLS = false): Promise<void> {
  const transport = createTransport({
    host: '127.0.0.1',
    port,
    requireTLS,
    ignoreTLS: !requireTLS,
    tls: { rejectUnauthorized: false, minVersion: 'TLSv1' },
  });
  try {
    await transport.sendMail({ from: 'a@ailleurs.example', to: 'dc@douanes.example.ci', text: 'x', ...mail });
  } finally {
    transport.close();
  }
}

test('a mail larger than the limit is refused, and nothing of it is kept', async () => {
  const kept: ReceivedMail[] = [];
  const where = await listen(false, (mail) => kept.push(mail));
  await expect(send(where, { text: 'é'.repeat(200_000) })).rejects.toMatchObject({ responseCode: 552 });
  await send(where, { text: 'court' });
  expect(kept).toHaveLength(1);
});

test('a mail that could not be kept is to be sent again', async () => {
  const where = await listen(false, () => {
    throw new Error('the database is away');
  });
  await expect(send(where, {})).rejects.toMatchObject({ responseCode: 451 });
});

test('with a certificate the connection can be encrypted; without, encryption is not offered', async () => {
  const kept: ReceivedMail[] = [];
  await send(await listen(true, (mail) => kept.push(mail)), { subject: 'chiffré' }, true);
  expect(kept).toHaveLength(1);
  await listener?.stop();
  await expect(send(await listen(false, () => undefined), {}, true)).rejects.toThrow(/STARTTLS/);
});

/** The connection to a real mail server: encrypted or not at all, identified, pooled, its mails signed. */
import { createHash, createVerify, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Knex } from 'knex';
import pino from 'pino';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { readEnvironment } from '../../src/config/environment';
import { checkMailServer } from '../../src/mail/out/check';
import { explainTransportError } from '../../src/mail/out/errors';
import { mailTransport, type MailTransport, type OutgoingMail } from '../../src/mail/out/transport';
import { certificateAuthority } from '../kit/certificates';

const folder = mkdtempSync(path.join(os.tmpdir(), 'logigramme-smtp-'));
const file = (name: string, content: string): string => {
  const at = path.join(folder, name);
  writeFileSync(at, content);
  return at;
};
const authority = certificateAuthority('Autorité de la DSI');
const certificate = authority.issue();
const caFile = file('ca.pem', authority.cert);
const otherCaFile = file('autre.pem', certificateAuthority('Une autre autorité').cert);

const mail: OutgoingMail = {
  messageId: '<job-1@dsi.example>',
  thread: '<dossier-1@dsi.example>',
  replyTo: 'dossiers+1.0123456789abcdef@dsi.example',
  returnPath: null,
  to: 'requerant@douanes.example',
  copies: [],
  recipients: ['requerant@douanes.example'],
  subject:
    'Dossier B-1 : votre demande n’a pas été retenue, et l’objet est assez long pour être plié en deux lignes',
  html: '<p>Bonjour,</p>\n<p>été</p>',
  text: 'Bonjour,\n\nété  \n.\n\n\n',
  date: new Date('2026-03-16T08:00:00Z'),
  attachments: [],
};

interface Session {
  readonly secure: boolean;
  readonly user: string | undefined;
  readonly raw: string;
}
interface TestServer {
  readonly port: number;
  readonly sessions: readonly Session[];
  readonly passwords: readonly string[];
  readonly connections: () => number;
  close(): Promise<void>;
}

async function startServer(options: SMTPServerOptions): Promise<TestServer> {
  const sessions: Session[] = [];
  const passwords: string[] = [];
  let connections = 0;
  const server = new SMTPServer({
    authOptional: true,
    closeTimeout: 100,
    ...certificate,
    onConnect(_session, done) {
      connections += 1;
      done();
    },
    onAuth({ username, password }, _session, done) {
      passwords.push(password ?? '');
      if (password === 'mot de passe:/@') done(null, { user: username });
      else done(new Error('535 5.7.8 wrong'));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('latin1');
        sessions.push({ secure: session.secure, user: session.user as string | undefined, raw });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    sessions,
    passwords,
    connections: () => connections,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const open: (() => Promise<unknown>)[] = [];
async function serve(options: SMTPServerOptions): Promise<TestServer> {
  const server = await startServer(options);
  open.push(() => server.close());
  return server;
}
async function connect(settings: Record<string, string>): Promise<MailTransport> {
  const transport = await mailTransport({
    environment: readEnvironment({ MAIL_FROM: 'Logigramme <logigramme@dsi.example>', ...settings }),
    knex: undefined as unknown as Knex,
    clock: () => new Date(),
    logger: pino({ level: 'silent' }),
  });
  open.push(() => transport.close());
  return transport;
}
const failure = async (sending: Promise<unknown>) =>
  sending.then(
    () => {
      throw new Error('Expected the mail not to leave, but it did');
    },
    (error: unknown) => explainTransportError(error, mail.to),
  );

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('encryption', () => {
  it('should speak TLS from the start to smtps, and know the server by our authority', async () => {
    const server = await serve({ secure: true });
    const transport = await connect({ SMTP_URL: `smtps://127.0.0.1:${server.port}`, SMTP_CA_FILE: caFile });
    expect(await transport.send(mail)).toEqual([]);
    expect(server.sessions).toMatchObject([{ secure: true }]);
  });

  it('should start TLS, and only then say the password', async () => {
    const server = await serve({});
    const transport = await connect({
      SMTP_URL: `smtp://${encodeURIComponent('logi@dsi')}:${encodeURIComponent('mot de passe:/@')}@127.0.0.1:${server.port}`,
      SMTP_STARTTLS: 'true',
      SMTP_CA_FILE: caFile,
    });
    expect(await transport.send(mail)).toEqual([]);
    expect(server.sessions).toMatchObject([{ secure: true, user: 'logi@dsi' }]);
  });

  it('should send nothing, the password least, where STARTTLS is required and not offered', async () => {
    const server = await serve({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true });
    const transport = await connect({
      SMTP_URL: `smtp://logi:secret@127.0.0.1:${server.port}`,
      SMTP_STARTTLS: 'true',
      SMTP_CA_FILE: caFile,
    });
    const { message, retryable } = await failure(transport.send(mail));
    expect(message).toContain('La connexion chiffrée au serveur de messagerie a échoué');
    expect(retryable).toBe(true);
    expect(server.passwords).toEqual([]);
    expect(server.sessions).toEqual([]);
  });

  it.each([
    ['another authority', { SMTP_CA_FILE: otherCaFile }],
    ['those of the system', {}],
  ])('should not trust a server by %s', async (_, settings: Record<string, string>) => {
    const server = await serve({ secure: true });
    const transport = await connect({ SMTP_URL: `smtps://a:b@127.0.0.1:${server.port}`, ...settings });
    expect((await failure(transport.send(mail))).message).toContain('SMTP_CA_FILE');
    expect(server.passwords).toEqual([]);
  });

  it('should say that the password is wrong, and not repeat it', async () => {
    const server = await serve({ secure: true });
    const transport = await connect({
      SMTP_URL: `smtps://logi:faux-secret@127.0.0.1:${server.port}`,
      SMTP_CA_FILE: caFile,
    });
    const { message, retryable } = await failure(transport.send(mail));
    expect(message).toContain('refuse l’identifiant ou le mot de passe configurés (SMTP_URL)');
    expect(message).not.toContain('faux-secret');
    expect(retryable).toBe(false);
  });
});

describe('the test of the settings', () => {
  const check = async (url: string, settings: Record<string, string> = {}) => {
    const environment = readEnvironment({ SMTP_URL: url, SMTP_CA_FILE: caFile, ...settings });
    return checkMailServer(await connect({ SMTP_URL: url, SMTP_CA_FILE: caFile, ...settings }), environment);
  };

  it('should connect, sign in and send nothing', async () => {
    const server = await serve({ secure: true });
    const url = `smtps://logi:${encodeURIComponent('mot de passe:/@')}@127.0.0.1:${server.port}`;
    const said = await check(url, { MAIL_FROM: 'Logigramme <logigramme@dsi.example>' });
    expect(said.ok).toBe(true);
    expect(said.findings).toEqual([
      expect.stringContaining('partent de Logigramme <logigramme@dsi.example>'),
    ]);
    expect(server.sessions).toEqual([]);
  });

  it.each([
    ['a wrong password', 'logi:faux-secret@', {}, /refuse l’identifiant ou le mot de passe configurés/],
    ['another authority', '', { SMTP_CA_FILE: otherCaFile }, /connexion chiffrée .* a échoué .*SMTP_CA_FILE/],
  ])('should say what is wrong: %s', async (_, user, settings: Record<string, string>, said) => {
    const server = await serve({ secure: true });
    const found = await check(`smtps://${user}127.0.0.1:${server.port}`, settings);
    expect(found).toEqual({ ok: false, findings: [expect.stringMatching(said)] });
    expect(found.findings.join()).not.toContain('faux-secret');
  });

  it('should say that nothing answers', async () => {
    const found = await check('smtp://127.0.0.1:1');
    expect(found).toEqual({
      ok: false,
      findings: [expect.stringMatching(/SMTP_URL ne répond pas comme attendu/)],
    });
  });
});

describe('pool', () => {
  it('should send many mails by few connections', async () => {
    const server = await serve({ secure: true });
    const transport = await connect({
      SMTP_URL: `smtps://127.0.0.1:${server.port}`,
      SMTP_CA_FILE: caFile,
      SMTP_CONNECTIONS: '3',
    });
    await Promise.all(Array.from({ length: 60 }, () => transport.send(mail)));
    expect(server.sessions).toHaveLength(60);
    expect(server.connections()).toBeLessThanOrEqual(3);
  });
});

describe('DKIM', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const settings = {
    MAIL_DKIM_DOMAIN: 'dsi.example',
    MAIL_DKIM_SELECTOR: 'logi2026',
    MAIL_DKIM_KEY_FILE: file('dkim.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()),
  };

  async function signed(changes: Partial<OutgoingMail> = {}): Promise<string> {
    const server = await serve({ disabledCommands: ['STARTTLS'] });
    const transport = await connect({ SMTP_URL: `smtp://127.0.0.1:${server.port}`, ...settings });
    await transport.send({ ...mail, ...changes });
    return server.sessions[0]?.raw ?? '';
  }

  it('should sign what a receiver can check with the public key', async () => {
    const raw = await signed({
      attachments: [{ name: 'pv é.pdf', mediaType: 'application/pdf', bytes: Buffer.alloc(5_000, 7) }],
    });
    expect(dkimVerdict(raw, publicKey)).toEqual({
      domain: 'dsi.example',
      selector: 'logi2026',
      body: true,
      headers: true,
    });
    for (const name of ['from', 'to', 'subject', 'date', 'message-id', 'reply-to'])
      expect(signedHeaders(raw)).toContain(name);
  });

  it('should not hold once a word, the subject or the sender is changed', async () => {
    const raw = await signed();
    expect(dkimVerdict(raw.replace('Bonjour', 'Bonsoir'), publicKey).body).toBe(false);
    expect(dkimVerdict(raw.replace('Subject: ', 'Subject: =?UTF-8?Q?x?= '), publicKey).headers).toBe(false);
    expect(dkimVerdict(raw.replace('logigramme@dsi', 'pirate@dsi'), publicKey).headers).toBe(false);
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
    expect(dkimVerdict(raw, other).headers).toBe(false);
  });

  it('should leave mails unsigned without the settings', async () => {
    const server = await serve({ disabledCommands: ['STARTTLS'] });
    await (await connect({ SMTP_URL: `smtp://127.0.0.1:${server.port}` })).send(mail);
    expect(server.sessions[0]?.raw).not.toContain('DKIM-Signature');
  });
});

describe('settings', () => {
  const rsa = (modulusLength: number) =>
    generateKeyPairSync('rsa', { modulusLength })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString();
  const dkim = { MAIL_DKIM_DOMAIN: 'dsi.example', MAIL_DKIM_SELECTOR: 'l2026' };
  const elliptic = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });

  it.each<[string, Record<string, string>, string]>([
    ['no address', { SMTP_URL: 'serveur' }, 'Réglage SMTP_URL : une adresse comme smtp://serveur:587'],
    ['another protocol', { SMTP_URL: 'http://serveur' }, 'Réglage SMTP_URL'],
    ['no host', { SMTP_URL: 'smtp://' }, 'Réglage SMTP_URL'],
    ['options', { SMTP_URL: 'smtp://s?tls.rejectUnauthorized=false' }, 'sans option après « ? »'],
    [
      'a file that is not there',
      { SMTP_CA_FILE: '/nulle/part' },
      'Réglage SMTP_CA_FILE : le fichier « /nulle/part » ne peut pas être lu',
    ],
    ['a file of something else', { SMTP_CA_FILE: file('x.pem', 'bonjour') }, 'aucun n’y est lisible'],
    [
      'a broken certificate',
      { SMTP_CA_FILE: file('y.pem', authority.cert.replace(/\n.{40}/, '\n')) },
      'aucun n’y est lisible',
    ],
    ['a sender that is none', { MAIL_FROM: 'Logigramme' }, 'Réglage MAIL_FROM'],
    ['a sender with a line break', { MAIL_FROM: 'A\r\nBcc: x@y <a@b.example>' }, 'Réglage MAIL_FROM'],
    ['a part of DKIM', dkim, 'Réglage MAIL_DKIM_KEY_FILE : la signature DKIM demande à la fois'],
    [
      'a key that is none',
      { ...dkim, MAIL_DKIM_KEY_FILE: caFile },
      'une clé privée RSA d’au moins 1024 bits',
    ],
    ['a short key', { ...dkim, MAIL_DKIM_KEY_FILE: file('court.pem', rsa(768)) }, 'd’au moins 1024 bits'],
    [
      'a key of another kind',
      { ...dkim, MAIL_DKIM_KEY_FILE: file('ed.pem', elliptic.toString()) },
      'clé privée RSA',
    ],
    [
      'a domain that is none',
      { ...dkim, MAIL_DKIM_DOMAIN: 'dsi example', MAIL_DKIM_KEY_FILE: caFile },
      'Réglage MAIL_DKIM_DOMAIN : un nom de domaine est attendu',
    ],
  ])('should refuse %s in French, at start', async (_, settings, message) => {
    await expect(connect({ SMTP_URL: 'smtp://127.0.0.1:9', ...settings })).rejects.toThrow(message);
  });

  it('should refuse no connection at all, and too many', () => {
    for (const SMTP_CONNECTIONS of ['0', '51', 'x'])
      expect(() => readEnvironment({ SMTP_CONNECTIONS })).toThrow('SMTP_CONNECTIONS');
  });

  it('should not repeat a password of SMTP_URL', async () => {
    await expect(connect({ SMTP_URL: 'smtp://a:tres-secret@s?x=1' })).rejects.not.toThrow('tres-secret');
  });
});

/** RFC 6376, relaxed/relaxed, written from the standard: what a receiving server does. */
function dkimVerdict(raw: string, publicKey: KeyObject) {
  const { headers, body } = partsOf(raw);
  const own = headers.find((header) => /^dkim-signature:/i.test(header)) ?? '';
  const tags = tagsOf(own);
  const canonicalBody = `${body
    .replace(/[ \t]+/g, ' ')
    .replace(/ (?=\r\n)/g, '')
    .replace(/(\r\n)*$/, '')}\r\n`;
  const bodyHash = createHash('sha256').update(canonicalBody, 'latin1').digest('base64');
  const left = [...headers].reverse();
  const chosen = (tags.get('h') ?? '').split(':').flatMap((name) => {
    const at = left.findIndex((header) => header.toLowerCase().startsWith(`${name.trim().toLowerCase()}:`));
    return at < 0 ? [] : left.splice(at, 1);
  });
  const unsigned = relaxed(own).replace(/(?<=[ ;]b=)[^;]*/, '');
  const input = [...chosen.map((header) => `${relaxed(header)}\r\n`), unsigned].join('');
  return {
    domain: tags.get('d'),
    selector: tags.get('s'),
    body: tags.get('bh') === bodyHash,
    headers: createVerify('rsa-sha256')
      .update(input, 'latin1')
      .verify(publicKey, tags.get('b') ?? '', 'base64'),
  };
}

const signedHeaders = (raw: string) =>
  (
    tagsOf(partsOf(raw).headers.find((header) => /^dkim-signature:/i.test(header)) ?? '').get('h') ?? ''
  ).split(':');

function partsOf(raw: string): { headers: string[]; body: string } {
  const end = raw.indexOf('\r\n\r\n');
  return { headers: raw.slice(0, end).split(/\r\n(?![ \t])/), body: raw.slice(end + 4) };
}

function tagsOf(header: string): Map<string, string> {
  const value = header.slice(header.indexOf(':') + 1);
  return new Map(
    value.split(';').map((tag) => {
      const equals = tag.indexOf('=');
      return [tag.slice(0, equals).trim(), tag.slice(equals + 1).replace(/\s+/g, '')] as const;
    }),
  );
}

function relaxed(header: string): string {
  const colon = header.indexOf(':');
  const value = header
    .slice(colon + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim();
  return `${header.slice(0, colon).trim().toLowerCase()}:${value}`;
}

/** Values that try to become more than values: what reaches the server stays one mail, to whom it was for. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { simpleParser, type ParsedMail } from 'mailparser';
import pino from 'pino';
import { SMTPServer } from 'smtp-server';
import { readEnvironment } from '../../src/config/environment';
import { attachmentName, oneLine, printable } from '../../src/mail/out/clean';
import { startMail, type Mail } from '../../src/mail/out/mail';
import type { JobMailRequest } from '../../src/mail/out/mailer';
import { loadMailTemplates } from '../../src/mail/out/template';
import { openPgliteTestDatabase, type TestDatabase } from '../kit/database';

interface Taken {
  readonly to: readonly string[];
  readonly raw: string;
  readonly mail: ParsedMail;
}

const values: readonly (readonly [what: string, value: string])[] = [
  ['a line break and a header', 'B-1\r\nBcc: victime@exemple.org'],
  ['a bare line feed and a header', 'B-1\nBcc: victime@exemple.org'],
  ['a bare carriage return and a header', 'B-1\rBcc: victime@exemple.org'],
  ['the end of the head', 'B-1\r\n\r\n<html><h1>Versez 100 000 F</h1>'],
  [
    'the end of the mail',
    'B-1\r\n.\r\nMAIL FROM:<pirate@exemple.org>\r\nRCPT TO:<victime@exemple.org>\r\nDATA\r\n',
  ],
  ['a folded header', 'B-1\r\n Bcc: victime@exemple.org'],
  ['an encoded word', '=?UTF-8?Q?x=0D=0ABcc:_victime@exemple.org?='],
  ['Unicode line separators', 'B\u2028Bcc: victime@exemple.org\u2029\u0085X: y'],
  ['a vertical tab and a form feed', 'B\u000bBcc: v@x\u000cX: y'],
  ['a null byte', 'B\u0000Bcc: victime@exemple.org'],
  ['a boundary', '\r\n------=_NmP-0000\r\nContent-Type: text/html\r\n\r\n<script>'],
  ['a lone surrogate', 'B\ud83d x \udc00'],
  ['marks of direction', 'B\u202egnp.exe\u2066'],
  ['a script', '<script>alert(1)</script><img src=x onerror=alert(1)>'],
  ['the end of an attribute', '"><svg onload=alert(1)>'],
  ['the end of the table', '</td></tr></table></body></html><h1>x</h1>'],
  ['a comment and CDATA', '<!-- --><![CDATA[ x ]]><!doctype x>'],
  ['an entity', '&lt;script&gt;&#x3c;b&#x3e;'],
  ['a template', '{{constructor.constructor "return process"}}{{{__proto__}}}{{> layouts/html}}'],
  ['a prototype', '__proto__'],
  ['a format', '%s%n%d ${7*7} #{7*7} <%= 7 %>'],
  ['a long word', 'x'.repeat(100_000)],
  ['many lines', '.\n'.repeat(20_000)],
];

/** Headers of our mails, in lower case; nothing else may be there. */
const ours = [
  'auto-submitted',
  'cc',
  'content-type',
  'date',
  'from',
  'message-id',
  'mime-version',
  'references',
  'reply-to',
  'subject',
  'to',
];

describe('a mail', () => {
  let database: TestDatabase;
  let server: SMTPServer;
  let mail: Mail;
  let taken: Taken[] = [];
  let lastJob = 0;

  beforeAll(async () => {
    database = await openPgliteTestDatabase();
    server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      closeTimeout: 100,
      onData(stream, session, done) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const raw = Buffer.concat(chunks);
          simpleParser(raw).then((parsed) => {
            const to = session.envelope.rcptTo.map(({ address }) => address);
            taken.push({ to, raw: raw.toString('latin1'), mail: parsed });
            done();
          }, done);
        });
      },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    mail = await startMail({
      environment: readEnvironment({
        SMTP_URL: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
        MAIL_FROM: 'Logigramme <logigramme@dsi.example>',
        MAIL_REPLY_ADDRESS: 'dossiers@dsi.example',
        MAIL_SECRET: 'un secret pour les essais',
      }),
      knex: database.knex,
      clock: () => new Date('2026-03-16T08:00:00Z'),
      logger: pino({ level: 'silent' }),
      attachment: async () => null,
    });
  }, 180_000);
  beforeEach(() => (taken = []));
  afterAll(async () => {
    await mail.close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    await database.dispose();
  });

  async function sent(changes: Partial<JobMailRequest>): Promise<Taken> {
    await mail.sendOnce({
      jobKey: String((lastJob += 1)),
      processInstanceKey: '2251799813685249',
      template: 'rejet-demande',
      to: 'requerant@douanes.example',
      cc: ['copie@douanes.example'],
      data: { numeroDossier: 'B-1', requerant: 'Awa', article: 'imprimante', motifRejet: 'Non.' },
      ...changes,
    });
    expect(taken).toHaveLength(1);
    const [one] = taken as [Taken];
    expect(one.to).toEqual(['requerant@douanes.example', 'copie@douanes.example']);
    const names = one.mail.headerLines.map(({ key }) => key);
    expect([...names].sort()).toEqual(ours);
    return one;
  }

  it.each(values)('should stay itself with %s in its subject and its text', async (_, value) => {
    const data = { numeroDossier: value, requerant: value, article: value, motifRejet: value };
    const { mail: parsed, raw } = await sent({ data });
    expect(parsed.attachments).toEqual([]);
    expect(parsed.subject).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(Array.from(parsed.subject ?? '').length).toBeLessThanOrEqual(200);
    expect(parsed.html).not.toMatch(/<script|<img|<svg|<h1|onerror=alert\(1\)>/);
    expect(String(parsed.html).match(/<\/html>/g)).toHaveLength(1);
    expect(parsed.text).toContain('Direction générale des Douanes');
    for (const line of raw.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
    expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it.each<[string, string, string]>([
    ['a path', '../../etc/passwd', 'passwd'],
    ['a Windows path', 'C:\\Windows\\System32\\cmd.exe', 'cmd.exe'],
    ['an absolute path', '/etc/shadow', 'shadow'],
    ['a folder', 'dossier/', 'dossier'],
    ['a header', 'pv.pdf"\r\nContent-Type: text/html\r\n\r\n<script>', 'html script'],
    ['a name turned around', 'facture\u202efdp.exe', 'facture fdp.exe'],
    ['hidden characters', 'pv\u200b\u0000.pdf', 'pv .pdf'],
    ['dots', '..', 'piece-jointe'],
    ['nothing', '', 'piece-jointe'],
    ['spaces', ' \t\r\n ', 'piece-jointe'],
    ['an accent', 'procès-verbal d’été.pdf', 'procès-verbal d’été.pdf'],
    ['a parameter', 'pv.pdf; filename=virus.exe', 'pv.pdf filename=virus.exe'],
    ['a reserved name', 'a<b>|c?.pdf', 'a b c .pdf'],
  ])('should give its attachment a plain name for %s', async (_, name, expected) => {
    const { mail: parsed } = await sent({
      attachments: [{ documentId: 'd', name, mediaType: 'application/pdf', bytes: Buffer.from('%PDF') }],
    });
    expect(parsed.attachments).toHaveLength(1);
    expect(parsed.attachments[0]).toMatchObject({ filename: expected, size: 4 });
  });

  it('should keep the extension of a long name', async () => {
    const name = `${'é'.repeat(5_000)}.pdf`;
    const { mail: parsed } = await sent({
      attachments: [{ documentId: 'd', name, mediaType: 'application/pdf', bytes: Buffer.from('%PDF') }],
    });
    expect(parsed.attachments[0]?.filename).toBe(`${'é'.repeat(116)}.pdf`);
  });

  it.each([
    'a@b.example\r\nRCPT TO:<victime@exemple.org>',
    'a@b.example> <victime@exemple.org',
    '<victime@exemple.org>',
    'a@b.example,victime@exemple.org',
    'a@b.example;victime@exemple.org',
    'Nom <victime@exemple.org>',
    '"a b"@c.example',
    'a@b@c.example',
    'a@[127.0.0.1]',
    'a\u202e@b.example',
    'a\u0000@b.example',
    'groupe: a@b.example;',
    `${'a'.repeat(300)}@b.example`,
  ])('should not go to %j, as recipient or as copy', async (address) => {
    for (const changes of [{ to: address }, { cc: [address] }]) {
      const sending = mail.sendOnce({
        jobKey: String((lastJob += 1)),
        processInstanceKey: null,
        template: 'rejet-demande',
        to: 'requerant@douanes.example',
        data: { numeroDossier: 'B-1', requerant: 'Awa', article: 'imprimante', motifRejet: 'Non.' },
        ...changes,
      });
      await expect(sending).rejects.toMatchObject({
        retryable: false,
        message: expect.stringContaining('Une adresse de courriel est attendue'),
      });
    }
    expect(taken).toEqual([]);
  });

  it.each<[string, Partial<JobMailRequest>, string]>([
    [
      'a text of a million characters',
      { data: { numeroDossier: 'B', requerant: 'A', article: 'x', motifRejet: 'x'.repeat(1_000_000) } },
      'donne un courriel trop long',
    ],
    [
      'attachments of sixteen megabytes',
      {
        attachments: [
          { documentId: 'd', name: 'x', mediaType: 'text/plain', bytes: Buffer.alloc(16 * 1024 * 1024) },
        ],
      },
      'Les pièces jointes font 16 Mo ensemble, mais un courriel en prend au plus 15 Mo.',
    ],
    [
      'an object that cannot become a text',
      { data: { numeroDossier: 'B', requerant: 'A', article: 'x', motifRejet: { toString: 1, valueOf: 1 } } },
      'une donnée du dossier n’est pas un texte',
    ],
  ])('should be refused with words for %s', async (_, changes, message) => {
    const sending = mail.sendOnce({
      jobKey: String((lastJob += 1)),
      processInstanceKey: null,
      template: 'rejet-demande',
      to: 'requerant@douanes.example',
      data: { numeroDossier: 'B-1', requerant: 'Awa', article: 'imprimante', motifRejet: 'Non.' },
      ...changes,
    });
    await expect(sending).rejects.toMatchObject({
      retryable: false,
      message: expect.stringContaining(message),
    });
    expect(taken).toEqual([]);
  });
});

describe('a template', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'logigramme-modeles-'));
  mkdirSync(path.join(folder, 'layouts'));
  for (const layout of ['html', 'texte'])
    writeFileSync(path.join(folder, 'layouts', `${layout}.hbs`), '{{{body}}}');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    '{{valeur.constructor}}',
    '{{valeur.constructor.name}}',
    '{{valeur.polluted}}{{lookup valeur "polluted"}}',
    '{{valeur.__proto__.polluted}}',
    '{{valeur.toString}}',
    '{{lookup valeur "constructor"}}',
    '{{lookup (lookup valeur "__proto__") "polluted"}}',
    '{{#with valeur as |v|}}{{v.constructor}}{{/with}}',
    '{{#each valeur}}{{@root.constructor}}{{/each}}',
    '{{__defineGetter__}}{{constructor}}{{hasOwnProperty}}',
    '{{liste.push}}{{liste.constructor.constructor}}',
  ])('should reach no prototype by %s', (source) => {
    writeFileSync(
      path.join(folder, 'essai.hbs'),
      `---\nsujet: S\n---\n${source}\n--- texte ---\n${source}\n`,
    );
    const templates = loadMailTemplates({ administration: 'DSI', folder });
    const valeur: unknown = Object.assign(Object.create({ polluted: 'oui' }), { nom: 'Awa' });
    const { html, text } = templates.render('essai', { valeur, liste: ['a'] });
    expect([html, text]).toEqual(['', '']);
  });
});

describe('cleaning', () => {
  it('should leave no line break or hidden character, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(oneLine(text, 50)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(Array.from(oneLine(text, 50)).length).toBeLessThanOrEqual(50);
        expect(printable(text)).not.toMatch(/[^\P{Cc}\n\r\t]/u);
        const name = attachmentName(text);
        expect(name).toMatch(/^[^\\/\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}<>:"|?*;]+$/u);
        expect(name).not.toMatch(/^[. ]|[. ]$/);
      }),
    );
  });
});

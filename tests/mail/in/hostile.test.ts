/** Mails that are meant to hurt: what is read of them is bounded, is text, and names no path. */
import { checkCopies } from '../../../src/mail/in/copies';
import { parseHead, parseMail, UnreadableMailError } from '../../../src/mail/in/parse';
import { fileNameOf } from '../../../src/documents/template';
import { loadMailTemplates } from '../../../src/mail/out/template';
import type { Account } from '../../../src/identity/account';

const nobody = { returnPath: null, recipients: [] };
const lines = (...all: readonly string[]): Buffer => Buffer.from(all.join('\r\n'));
const head = ['From: Koffi <koffi@douanes.example.ci>', 'To: datacenter.dsi@douanes.example.ci'];

test('a mail without end is read to its bounds', async () => {
  const mail = await parseMail(lines(...head, '', 'a'.repeat(5_000_000)), nobody);
  expect(mail.text.length).toBeLessThan(21_000);
  const subject = await parseMail(lines(...head, `Subject: ${'b'.repeat(50_000)}`, '', 'x'), nobody);
  expect(subject.subject.length).toBe(500);
});

test('deeply nested parts are not followed for ever', async () => {
  let body = 'fin';
  for (let depth = 0; depth < 2000; depth += 1) {
    body = `Content-Type: multipart/mixed; boundary=b${depth}\r\n\r\n--b${depth}\r\n${body}\r\n--b${depth}--`;
  }
  const raw = lines(...head, 'Message-ID: <profond@x>', 'MIME-Version: 1.0', body);
  const read = await parseMail(raw, nobody).catch((error: unknown) => error);
  expect(read).toBeInstanceOf(UnreadableMailError);
  // What is kept of it is still who sent it.
  expect(await parseHead(raw, nobody)).toMatchObject({
    messageId: '<profond@x>',
    from: { address: 'koffi@douanes.example.ci' },
    attachments: [],
  });
});

test('a zip is an attachment, and is not opened', async () => {
  const zip = Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(64)]);
  const raw = lines(
    ...head,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    ...Array.from({ length: 120 }, (_, index) =>
      [
        '--b',
        'Content-Type: application/zip',
        `Content-Disposition: attachment; filename="lot-${index}.zip"`,
        'Content-Transfer-Encoding: base64',
        '',
        zip.toString('base64'),
      ].join('\r\n'),
    ),
    '--b--',
  );
  const mail = await parseMail(raw, nobody);
  expect(mail.attachments).toHaveLength(120);
  expect(mail.attachments[0]).toMatchObject({ name: 'lot-0.zip', mediaType: 'application/zip', bytes: zip });
});

test.each([
  [
    'an unknown charset',
    'Content-Type: text/plain; charset="klingon-8"',
    Buffer.from('Bonjour \xe9', 'latin1'),
  ],
  [
    'bytes that are no UTF-8',
    'Content-Type: text/plain; charset=utf-8',
    Buffer.from([66, 0xff, 0xfe, 0, 66]),
  ],
  ['null bytes', 'Content-Type: text/plain', Buffer.from('a\0b')],
])('%s becomes text that a database takes', async (_what, header, bytes) => {
  const mail = await parseMail(Buffer.concat([lines(...head, header, '', ''), bytes]), nobody);
  expect(mail.text).not.toBe('');
  expect(mail.text).not.toMatch(/\0|[\uD800-\uDFFF]/);
});

test('of HTML only the words are read', async () => {
  const html =
    '<p>Bonjour <b>à tous</b></p><script>alert(1)</script><style>p{}</style><img src="http://espion.example/x">';
  const mail = await parseMail(lines(...head, 'Content-Type: text/html; charset=utf-8', '', html), nobody);
  expect(mail.text).toContain('Bonjour à tous');
  expect(mail.text).not.toMatch(/alert|<|p\{/);
});

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\\\Windows\\\\system32\\\\cmd.exe', 'cmd.exe'],
  ['..', 'piece-jointe-1.bin'],
  ['/', 'piece-jointe-1.bin'],
  ['facture\u202Efdp.exe', 'facturefdp.exe'],
])('an attachment named %s is called %s', async (given, kept) => {
  const raw = lines(
    ...head,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    `Content-Disposition: attachment; filename="${given}"`,
    '',
    'x',
    '--b--',
  );
  const [attachment] = (await parseMail(raw, nobody)).attachments;
  expect(attachment?.name).toBe(kept);
  expect(fileNameOf(attachment?.name ?? '')).not.toMatch(/[\\/]|^\.|\u202E/);
});

test('a subject cannot add a header to the answer', async () => {
  const encoded = Buffer.from('Accès\r\nBcc: victime@ailleurs.example').toString('base64');
  const mail = await parseMail(lines(...head, `Subject: =?utf-8?B?${encoded}?=`, '', 'x'), nobody);
  expect(mail.subject).toBe('Accès Bcc: victime@ailleurs.example');
  const templates = loadMailTemplates({ administration: 'Douanes' });
  const hostile = `${mail.subject}\r\nX-Injected: 1 <b>{{constructor}}</b>`;
  for (const [template, data] of [
    ['courriel-accuse-reception', { requerant: 'Koffi', numeroDossier: 'H-2026-000001' }],
    ['courriel-copies-manquantes', { requerant: 'Koffi', adresse: 'a@b.ci', manquants: '- N+1' }],
    ['courriel-expediteur-inconnu', { adresse: 'a@b.ci', expediteur: 'x@y.ci' }],
  ] as const) {
    const answer = templates.render(template, { ...data, objet: hostile });
    expect(answer.subject).not.toMatch(/[\r\n]/);
    expect(answer.html).not.toContain('<b>{{');
  }
});

test('a mail of several senders, or of none, is nobody’s', async () => {
  expect((await parseMail(lines('From: a@b.ci, c@d.ci', '', 'x'), nobody)).from).toBeNull();
  expect((await parseMail(lines('Subject: x', '', 'x'), nobody)).from).toBeNull();
});

test('a mail without Message-ID has one of its own, the same each time', async () => {
  const raw = lines(...head, '', 'x');
  const [first, second] = [await parseMail(raw, nobody), await parseMail(raw, nobody)];
  expect(first.messageId).toMatch(/^<sha256-[0-9a-f]{64}@recu>$/);
  expect(second.messageId).toBe(first.messageId);
});

describe('copies', () => {
  const account = (name: string, email: string | null, superior: string | null = null): Account => ({
    name,
    displayName: name,
    email,
    roles: ['agent'],
    groups: [],
    superior,
  });
  const start = {
    address: 'dc@douanes.example.ci',
    process: 'acces-data-center',
    copies: [
      { name: 'N+1', superior: true as const },
      { name: 'CSDC', group: 'csdc' },
    ],
  };
  const known = {
    accounts: [account('yao', 'Yao@Douanes.example.ci')],
    groupAddresses: async () => ['csdc@douanes.example.ci'],
  };

  test('the recorded superior must be in copy, whatever the case of the letters', async () => {
    const sender = account('koffi', 'koffi@douanes.example.ci', 'yao');
    const both = ['dc@douanes.example.ci', 'yao@douanes.example.ci', 'csdc@douanes.example.ci'];
    expect((await checkCopies(start, sender, both, known)).missing).toEqual([]);
    const other = ['dc@douanes.example.ci', 'autre@douanes.example.ci', 'csdc@douanes.example.ci'];
    expect((await checkCopies(start, sender, other, known)).missing).toEqual([
      'N+1 (yao@douanes.example.ci)',
    ]);
  });

  test('where no superior is recorded, somebody else in copy stands for them, not a required one', async () => {
    const sender = account('koffi', 'koffi@douanes.example.ci');
    const other = ['dc@douanes.example.ci', 'chef@douanes.example.ci', 'csdc@douanes.example.ci'];
    expect((await checkCopies(start, sender, other, known)).present).toEqual({
      'N+1': 'chef@douanes.example.ci',
      CSDC: 'csdc@douanes.example.ci',
    });
    const none = ['dc@douanes.example.ci', 'csdc@douanes.example.ci', 'koffi@douanes.example.ci'];
    expect((await checkCopies(start, sender, none, known)).missing).toEqual(['N+1']);
  });
});

/** What a mail says, however it is built: its words, its letters, its attachments, who or what wrote it. */
import { parseMail } from '../../../src/mail/in/parse';

const read = (head: string, body: string, encoding: BufferEncoding = 'utf8') =>
  parseMail(
    Buffer.from(
      `From: Awa <awa@douanes.example>\nTo: a@douanes.example\n${head}\n\n${body}`.replace(/\n/g, '\r\n'),
      encoding,
    ),
    { returnPath: 'awa@douanes.example', recipients: [] },
  );
const parts = (kind: string, boundary: string, all: readonly string[]) =>
  `Content-Type: multipart/${kind}; boundary="${boundary}"\n\n${all.map((one) => `--${boundary}\n${one}\n`).join('')}--${boundary}--\n`;
const html = (text: string) => `Content-Type: text/html; charset=utf-8\n\n${text}`;
const plain = (text: string) => `Content-Type: text/plain; charset=utf-8\n\n${text}`;
const pdf = 'Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0=';
const png = 'Content-Type: image/png\nContent-ID: <i>\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=';

const letter = '<p>Bonjour,</p><p>Mon badge est perdu &amp; je l’ai déclaré.</p>';
const nested = (body: string) => {
  const [type, ...rest] = body.split('\n');
  return read(`MIME-Version: 1.0\n${type}`, rest.join('\n').trimStart());
};

it.each([
  ['alone in an alternative', parts('alternative', 'a', [html(letter)])],
  ['with an attachment', parts('mixed', 'm', [html(letter), pdf])],
  ['with an inline image', parts('related', 'r', [html(`${letter}<img src="cid:i">`), png])],
  [
    'with both, three levels deep',
    parts('mixed', 'm', [
      parts('alternative', 'a', [parts('related', 'r', [html(`${letter}<img src="cid:i">`), png])]),
      pdf,
    ]),
  ],
  ['beside a blank plain version', parts('alternative', 'a', [plain(' \n '), html(letter)])],
  ['beside a mere hint', parts('alternative', 'a', [plain('Voir la version HTML.'), html(letter)])],
])('should read HTML %s', async (_, body) => {
  expect((await nested(body)).text).toBe('Bonjour,\n\nMon badge est perdu & je l’ai déclaré.');
});

it('should read the plain version where it says the same', async () => {
  const body = parts('alternative', 'a', [
    plain('Bonjour, mon badge est perdu.'),
    html('<p>Bonjour, <b>mon</b> badge est perdu.</p>'),
  ]);
  expect((await nested(body)).text).toBe('Bonjour, mon badge est perdu.');
});

it('should read HTML and the plain foot that a list adds', async () => {
  const { text } = await nested(parts('mixed', 'm', [html(letter), plain('Liste des agents')]));
  expect(text).toContain('Mon badge est perdu');
  expect(text).toContain('Liste des agents');
});

it('should keep the cells of a table apart', async () => {
  const table =
    '<table><tr><th>Agent</th><th>Site</th></tr><tr><td><p>Koné</p></td><td>Abidjan</td></tr></table>';
  const words = (await nested(html(table))).text.split(/\s+/);
  expect(words).toEqual(['Agent', 'Site', 'Koné', 'Abidjan']);
});

describe('letters without a charset', () => {
  const said = 'Le matériel coûte 30 €';
  const western = Buffer.from('Le matériel coûte 30 \x80', 'latin1').toString('latin1');

  it.each([
    ['no type at all', 'Subject: x', western],
    ['a type without charset', 'Content-Type: text/plain', western],
    ['us-ascii', 'Content-Type: text/plain; charset=us-ascii', western],
    ['utf-8, which it is not', 'Content-Type: text/plain; charset="UTF-8"', western],
    [
      'quoted-printable',
      'Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable',
      'Le mat=E9riel co=FBte 30 =80',
    ],
    [
      'base64',
      'Content-Type: text/plain\nContent-Transfer-Encoding: base64',
      Buffer.from(western, 'latin1').toString('base64'),
    ],
  ])('should be read: %s', async (_, head, body) => {
    expect((await read(head, body, 'latin1')).text).toBe(said);
  });

  it('should be read in the subject, in a name and in a part', async () => {
    const part = `Content-Type: text/html\n\n<p>${western}</p>`;
    const attached =
      'Content-Type: application/pdf; name="reçu.pdf"\nContent-Disposition: attachment; filename="reçu.pdf"\n\nx';
    const [type, ...rest] = parts('mixed', 'm', [part, attached]).split('\n');
    const mail = await read(`Subject: ${western}\n${type}`, rest.join('\n').trimStart(), 'latin1');
    expect(mail.subject).toBe(said);
    expect(mail.text).toBe(said);
    expect(mail.attachments.map(({ name }) => name)).toEqual(['reçu.pdf']);
  });

  it('should leave what is well declared', async () => {
    expect(
      (await read('Content-Type: text/plain; charset=iso-8859-15', 'd\xe9j\xe0 \xa4', 'latin1')).text,
    ).toBe('déjà €');
    expect((await read('Subject: Éléphant', 'Côte d’Ivoire')).text).toBe('Côte d’Ivoire');
  });
});

it('should name attachments without a name by their type', async () => {
  const ics = 'Content-Type: text/calendar\nContent-Disposition: attachment\n\nBEGIN:VCALENDAR';
  const mail = 'Content-Type: message/rfc822\nContent-Disposition: attachment\n\nSubject: x\n\ny';
  const odd = 'Content-Type: application/x-inconnu-de-tous\nContent-Disposition: attachment\n\nx';
  const { attachments } = await nested(parts('mixed', 'm', [plain('x'), pdf, png, ics, mail, odd]));
  expect(attachments.map(({ name }) => name)).toEqual([
    'piece-jointe-1.pdf',
    'piece-jointe-2.png',
    'piece-jointe-3.ics',
    'piece-jointe-4.eml',
    'piece-jointe-5',
  ]);
});

describe('who wrote it', () => {
  it.each([
    ['X-Auto-Response-Suppress: All', true],
    ['X-Loop: dsi@douanes.example', true],
    ['Precedence: bulk', true],
    ['Precedence: list', true],
    ['List-Id: <agents.douanes.example>', true],
    ['Subject: bonjour', false],
  ])('should leave a person’s mail to be read: %s', async (head, passedOn) => {
    const mail = await read(head, 'Une demande');
    expect(mail.automatic).toBeNull();
    expect(mail.passedOn !== null).toBe(passedOn);
  });

  it.each([
    'Auto-Submitted: auto-replied\nX-Auto-Response-Suppress: All',
    'Subject: Réponse automatique : absent\nX-Auto-Response-Suppress: All',
    'X-Autoreply: yes',
    'Precedence: auto_reply',
  ])('should know a program’s: %s', async (head) => {
    expect((await read(head, 'Je suis absent')).automatic).not.toBeNull();
  });
});

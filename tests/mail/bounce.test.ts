/** Reports as real servers write them: Postfix, Exim, Exchange, and some that are broken on purpose. */
import fc from 'fast-check';
import { readBounce } from '../../src/mail/out/bounce';
import { bounceReason } from '../../src/mail/out/bounce-reason';

const report = (status: string, returned = '', head = ''): Buffer =>
  Buffer.from(
    `${head}From: MAILER-DAEMON@mx.example\r\nTo: rebonds+1.0123456789abcdef@dsi.example\r\nMIME-Version: 1.0\r\n` +
      'Content-Type: multipart/report; report-type=delivery-status; boundary="x/y"\r\n\r\n' +
      '--x/y\r\nContent-Type: text/plain\r\n\r\nAction: failed\r\nFinal-Recipient: rfc822; leurre@dsi.example\r\n\r\n' +
      `--x/y\r\nContent-Type: message/delivery-status\r\n\r\n${status.replaceAll('\n', '\r\n')}\r\n` +
      `${returned}--x/y--\r\n`,
  );

const postfix = report(
  `Reporting-MTA: dns; mx.dsi.example
X-Postfix-Queue-ID: 4F1
Arrival-Date: Mon, 16 Mar 2026 08:00:00 +0000 (GMT)

Final-Recipient: rfc822; inconnu@douanes.example
Original-Recipient: rfc822;inconnu@douanes.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.douanes.example
Diagnostic-Code: smtp; 550 5.1.1 <inconnu@douanes.example>: Recipient
    address rejected: User unknown in local recipient table
`,
  '--x/y\r\nContent-Type: message/rfc822\r\n\r\nFrom: a@dsi.example\r\nMessage-ID: <job-42@dsi.example>\r\n\r\nMessage-ID: <autre@x>\r\n\r\n',
);

it('should read what Postfix reports', async () => {
  expect(await readBounce(postfix)).toEqual({
    messageId: '<job-42@dsi.example>',
    undelivered: [
      {
        address: 'inconnu@douanes.example',
        reason:
          'Courriel non remis : l’adresse n’existe pas ou n’existe plus. Réponse du serveur : « 550 5.1.1 ' +
          '<inconnu@douanes.example>: Recipient address rejected: User unknown in local recipient table ».',
      },
    ],
  });
});

it('should read what Exim reports: a status that says nothing, the headers alone', async () => {
  const exim = report(
    `Reporting-MTA: dns; mx.example

Action: failed
Final-Recipient: rfc822;plein@douanes.example
Status: 5.0.0
Remote-MTA: dns; mx.douanes.example
Diagnostic-Code: smtp; 552 5.2.2 Mailbox full
`,
    '--x/y\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID:\r\n <job-43@dsi.example>\r\nSubject: x\r\n\r\n',
  );
  expect(await readBounce(exim)).toEqual({
    messageId: '<job-43@dsi.example>',
    undelivered: [
      {
        address: 'plein@douanes.example',
        reason:
          'Courriel non remis : la boîte du destinataire est pleine. Réponse du serveur : « 552 5.2.2 Mailbox full ».',
      },
    ],
  });
});

it('should tell each recipient, and leave out who got it or will', async () => {
  const several = report(
    `Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; un@a.example
Action: failed
Status: 5.7.1

Final-Recipient: rfc822; deux@a.example
Action: delayed
Status: 4.4.1

Final-Recipient: rfc822; trois@a.example
Action: delivered
Status: 2.0.0

Final-Recipient: rfc822; <quatre@a.example>
Action: FAILED
Status: 5.4.4
`,
  );
  const read = await readBounce(several);
  expect(read?.undelivered.map(({ address }) => address)).toEqual(['un@a.example', 'quatre@a.example']);
  expect(read?.undelivered[0]?.reason).toContain('les règles du serveur du destinataire le refusent');
  expect(read?.messageId).toBeNull();
});

it('should find no failure in a report of delay', async () => {
  const delayed = report('Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@b.example\nAction: delayed\n');
  expect(await readBounce(delayed)).toEqual({ messageId: null, undelivered: [] });
});

it.each([
  ['a mail of a person', 'Subject: Re: dossier\r\n\r\nAction: failed\r\n'],
  [
    'a mail that only quotes a report',
    'Content-Type: text/plain\r\n\r\nReporting-MTA: x\r\n\r\nAction: failed\r\n',
  ],
  ['nothing', ''],
  ['a head that never ends', `Content-Type: multipart/report; boundary="${'x'.repeat(10_000)}`],
])('should not take %s for a report', async (_, raw) => {
  expect(await readBounce(Buffer.from(raw))).toBeNull();
});

it('should bound what a report may say', async () => {
  const many = Array.from(
    { length: 5_000 },
    (_, n) =>
      `Final-Recipient: rfc822; n${n}@a.example\nAction: failed\nDiagnostic-Code: smtp; ${'é\u0007'.repeat(500)}\n`,
  ).join('\n');
  const read = await readBounce(report(`Reporting-MTA: dns; x\n\n${many}`));
  expect(read?.undelivered).toHaveLength(50);
  for (const { reason } of read?.undelivered ?? []) {
    expect(reason.length).toBeLessThan(500);
    expect(reason).not.toMatch(/\p{Cc}/u);
  }
});

it('should answer to any bytes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 400 }), async (status) => {
      const read = await readBounce(report(status));
      expect(read === null || Array.isArray(read.undelivered)).toBe(true);
    }),
    { numRuns: 50 },
  );
});

it.each([
  ['550 5.1.1 x', 'l’adresse n’existe pas'],
  ['550 User unknown', 'l’adresse n’existe pas'],
  ['552 5.2.2', 'est pleine'],
  ['5.2.1 disabled', 'est fermée'],
  ['552 5.3.4 too big', 'trop volumineux'],
  ['4.4.7 expired', 'n’a pas pu être joint'],
  ['554 5.7.1 spam', 'les règles du serveur'],
  ['554 15.7.100', 'ne l’a pas remis'],
  ['', 'ne l’a pas remis'],
])('should say in French what %j means', (said, expected) => {
  expect(bounceReason(said)).toContain(expected);
});

describe('reports of other shapes', () => {
  const addresses = async (raw: Buffer) =>
    (await readBounce(raw))?.undelivered.map(({ address }) => address) ?? null;

  it.each([
    ['no group of the message', 'Final-Recipient: rfc822; un@a.example\nAction: failed\nStatus: 5.2.2\n'],
    [
      'one group for all',
      'Reporting-MTA: dns; x\nFinal-Recipient: rfc822; un@a.example\nAction: failed\nStatus: 5.1.1\n',
    ],
    [
      'a comment after the action',
      'Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; un@a.example\nAction: failed (mailbox full)\n',
    ],
    ['no action', 'Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; un@a.example\nStatus: 5.7.1\n'],
  ])('should find a failure in a report with %s', async (_, status) => {
    expect(await addresses(report(status))).toEqual(['un@a.example']);
  });

  it.each(['delayed (retrying)', 'relayed', 'delivered', 'expanded'])(
    'should find none in one of %s',
    async (action) => {
      expect(
        await addresses(report(`Final-Recipient: rfc822; un@a.example\nAction: ${action}\nStatus: 4.4.1\n`)),
      ).toEqual([]);
    },
  );

  const plain = (head: string, text: string) => Buffer.from(`${head}\n\n${text}`.replaceAll('\n', '\r\n'));

  it('should read what Exim writes', async () => {
    const exim = plain(
      'From: Mail Delivery System <Mailer-Daemon@mx.example>\nX-Failed-Recipients: un@a.example, deux@a.example\n' +
        'Subject: Mail delivery failed: returning message to sender',
      'This message was created automatically by mail delivery software.\n\n  un@a.example\n    550 User unknown\n\n' +
        '  deux@a.example\n    mailbox is full: 5.2.2\n\n------ This is a copy ------\n\nMessage-ID: <job-7@dsi.example>\n',
    );
    const read = await readBounce(exim);
    expect(read?.messageId).toBe('<job-7@dsi.example>');
    expect(read?.undelivered.map(({ address }) => address)).toEqual(['un@a.example', 'deux@a.example']);
    expect(read?.undelivered[1]?.reason).toContain('est pleine');
  });

  it('should read what qmail writes', async () => {
    const qmail = plain(
      'From: MAILER-DAEMON@mx.example\nSubject: failure notice',
      "Hi. This is the qmail-send program at mx.example.\nI’m afraid I wasn't able to deliver your message.\n\n" +
        '<un@a.example>:\nSorry, no such user here. (#5.1.1)\n\n<deux@a.example>:\nThe mailbox is full (#5.2.2)\n',
    );
    expect(await addresses(qmail)).toEqual(['un@a.example', 'deux@a.example']);
  });

  it.each([
    [
      'Subject: Warning: message delayed 4 hours',
      'Delivery will be attempted again. You do not need to resend.',
    ],
    [
      'Subject: Delivery Status Notification (Delay)',
      'THIS IS A WARNING MESSAGE ONLY. It will continue to be tried.',
    ],
    ['Subject: Message retardé', 'Le message n’a toujours pas été remis.'],
  ])('should take a warning for no failure: %s', async (head, text) => {
    expect(await addresses(plain(`From: MAILER-DAEMON@mx.example\n${head}`, text))).toEqual([]);
  });

  it('should read an old Exchange', async () => {
    const exchange = plain(
      'From: postmaster@mx.example\nSubject: Undeliverable: Votre demande',
      'Your message did not reach the following recipients:\n\nun@a.example\n550 5.7.1 refused\n',
    );
    expect(await addresses(exchange)).toEqual(['un@a.example']);
  });
});

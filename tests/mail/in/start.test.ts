/** Procedure H starts from a mail, as the guide's line 329 asks; whatever is wrong is answered politely, once. */
import { createTransport } from 'nodemailer';
import { eventually } from '../../kit/program';
import { COPIES, DATA_CENTER, KOFFI, openMailInPlace, request, type MailInPlace } from './kit';

jest.setTimeout(120_000);

let place: MailInPlace;
beforeAll(async () => {
  place = await openMailInPlace({ mailIn: { senderPerHour: 30 } });
});
afterAll(() => place?.stop());

interface Variable {
  readonly name: string;
  readonly value: unknown;
}

async function variablesOf(key: string | null): Promise<Readonly<Record<string, unknown>>> {
  const { body } = await place.program
    .as('admin')
    .get<{ items: readonly Variable[] }>(`/process-instances/${key ?? ''}/variables`);
  return Object.fromEntries(body.items.map(({ name, value }) => [name, value]));
}

const answersTo = async (address: string, word: string) =>
  (await place.sent()).filter((mail) => mail.to.includes(address) && mail.subject.includes(word));

test('a request with everybody in copy opens a case, with its attachments, for the sender’s superior', async () => {
  const mail = request({
    subject: 'Baie 3',
    attachments: [{ filename: 'plan.txt', content: 'Baie 3, disque 2' }],
  });
  await place.send(mail);
  const received = await place.decided(mail.messageId);
  expect(received).toMatchObject({ state: 'ACCEPTED', sender: KOFFI, attachments: [{ name: 'plan.txt' }] });
  expect(received.reason).toBe(`dossier ${received.caseNumber ?? ''} ouvert`);

  const variables = await variablesOf(received.processInstanceKey);
  expect(variables).toMatchObject({
    initiateur: 'koffi',
    superieur: 'yao',
    numeroDossier: received.caseNumber,
    requerant: 'Koffi Brou',
    courrielRequerant: KOFFI,
    objetCourriel: 'Baie 3',
    motifAcces: 'Remplacer un disque de la baie 3.',
  });
  const documents = await place.program.as('admin').get<{
    items: readonly { id: string; name: string }[];
  }>(`/process-instances/${received.processInstanceKey ?? ''}/documents`);
  expect(documents.body.items.map(({ name }) => name)).toEqual(['Courriel reçu - Baie 3.eml', 'plan.txt']);
  expect(variables['documentsCourriel']).toEqual(documents.body.items.map(({ id }) => id));

  const tasks = await eventually(
    async () =>
      (await place.program.as('yao').get<{ items: readonly { elementId: string }[] }>('/tasks')).body.items,
    (items) => items.length > 0,
  );
  expect(tasks).toMatchObject([{ elementId: 'H2_valider' }]);

  const answers = await eventually(
    () => answersTo(KOFFI, 'Baie 3'),
    (mails) => mails.length > 0,
  );
  expect(answers).toHaveLength(1);
  expect(answers[0]?.text).toContain(received.caseNumber);
});

test('the same mail delivered twice opens one case', async () => {
  const mail = request({ subject: 'Deux fois' });
  await place.send(mail);
  const first = await place.decided(mail.messageId);
  await place.send({ ...mail, text: 'encore' });
  const marker = request({ subject: 'Ensuite' });
  await place.send(marker);
  await place.decided(marker.messageId);
  const received = (await place.received()).filter(({ messageId }) => messageId === mail.messageId);
  expect(received).toEqual([expect.objectContaining({ caseNumber: first.caseNumber })]);
  expect(await answersTo(KOFFI, 'Deux fois')).toHaveLength(1);
});

test('people who are missing in copy are named in the answer, and no case is opened', async () => {
  const mail = request({ subject: 'Incomplète', cc: [COPIES.sdis, COPIES.rssi] });
  await place.send(mail);
  const received = await place.decided(mail.messageId);
  expect(received).toMatchObject({ state: 'ANSWERED', processInstanceKey: null });
  expect(received.reason).toBe(
    `il manque en copie : N+1 (${COPIES.n1}), CBGC (${COPIES.cbgc}), CSDC (${COPIES.csdc})`,
  );
  const [answer] = await eventually(
    () => answersTo(KOFFI, 'il manque des personnes en copie'),
    (mails) => mails.length > 0,
  );
  expect(answer?.text).toContain(`- N+1 (${COPIES.n1})\n- CBGC (${COPIES.cbgc})\n- CSDC (${COPIES.csdc})\n`);
});

test('somebody unknown is refused politely, once a day', async () => {
  const from = 'inconnu@ailleurs.example';
  const [first, second] = [request({ from }), request({ from })];
  await place.send(first);
  expect(await place.decided(first.messageId)).toMatchObject({ state: 'REFUSED', processInstanceKey: null });
  await place.send(second);
  expect((await place.decided(second.messageId)).reason).toMatch(/déjà averti aujourd’hui/);
  const marker = request({ subject: 'Après les refus' });
  await place.send(marker);
  await eventually(
    () => answersTo(KOFFI, 'Après les refus'),
    (mails) => mails.length > 0,
  );
  expect(await answersTo(from, '')).toHaveLength(1);
});

test.each([
  [
    'an out-of-office reply',
    { headers: { 'Auto-Submitted': 'auto-replied' } },
    /Auto-Submitted : auto-replied/,
  ],
  [
    'bulk mail of a stranger',
    { headers: { Precedence: 'bulk' }, from: 'nouvelles@ailleurs.example' },
    /Precedence : bulk/,
  ],
  [
    'a stranger’s mailing list',
    { headers: { 'List-Id': '<agents.douanes.example.ci>' }, from: 'liste@ailleurs.example' },
    /List-Id/,
  ],
  [
    'a stranger’s that wants no answer',
    { headers: { 'X-Auto-Response-Suppress': 'All' }, from: 'x@ailleurs.example' },
    /X-Auto-Response-Suppress/,
  ],
  ['an empty return path', { envelope: { from: '', to: DATA_CENTER } }, /adresse de retour vide/],
  ['a server', { from: 'MAILER-DAEMON@douanes.example.ci' }, /envoi d’un programme/],
])('%s is kept, marked and never answered', async (_what, changes, reason) => {
  const before = (await place.sent()).length;
  const mail = request(changes);
  await place.send(mail);
  const received = await place.decided(mail.messageId);
  expect(received).toMatchObject({ state: 'IGNORED', processInstanceKey: null, answeredAt: null });
  expect(received.reason).toMatch(reason);
  expect((await place.sent()).length).toBe(before);
});

test.each([
  { 'X-Auto-Response-Suppress': 'DR, OOF, AutoReply' },
  { Precedence: 'list', 'List-Id': '<dsi.douanes.example.ci>' },
  { Precedence: 'bulk' },
  { 'X-Loop': 'dsi@douanes.example.ci' },
])('an agent’s request that a list or a server passed on opens a case: %j', async (headers) => {
  const mail = request({ headers });
  await place.send(mail);
  expect((await place.decided(mail.messageId)).state).toBe('ACCEPTED');
});

test('a mail of our own that comes back is ignored', async () => {
  const mail = request({ subject: 'Pour avoir une réponse' });
  await place.send(mail);
  await place.decided(mail.messageId);
  await eventually(
    () => answersTo(KOFFI, 'Pour avoir une réponse'),
    (mails) => mails.length > 0,
  );
  const { body } = await place.program
    .as('admin')
    .get<{ items: readonly { messageId: string; subject: string }[] }>('/mailbox');
  const ours = body.items.find(({ subject }) => subject.includes('Pour avoir une réponse'));
  const back = request({ messageId: ours?.messageId });
  await place.send(back);
  expect((await place.decided(back.messageId)).reason).toBe('courriel de Logigramme lui-même');
});

test('whatever answers our refusal starts no exchange without end', async () => {
  const from = 'boucle@ailleurs.example';
  const first = request({ from });
  await place.send(first);
  await place.decided(first.messageId);
  await eventually(
    () => answersTo(from, ''),
    (mails) => mails.length > 0,
  );
  const { body } = await place.program
    .as('admin')
    .get<{ items: readonly { messageId: string; to: readonly string[] }[] }>('/mailbox');
  const refusal = body.items.find(({ to }) => to.includes(from));
  const reply = request({ from: 'autre@ailleurs.example', inReplyTo: refusal?.messageId });
  await place.send(reply);
  expect(await place.decided(reply.messageId)).toMatchObject({ state: 'REFUSED', answeredAt: null });
  expect(await answersTo('autre@ailleurs.example', '')).toEqual([]);
});

test('a mail to an unknown address of ours is kept and ignored', async () => {
  const mail = request({ to: 'personne@douanes.example.ci', cc: [] });
  await place.send(mail);
  expect(await place.decided(mail.messageId)).toMatchObject({
    state: 'IGNORED',
    reason: 'aucune de ses adresses n’est connue',
  });
});

test('the listener is no relay', async () => {
  const transport = createTransport({ host: '127.0.0.1', port: place.smtpPort, ignoreTLS: true });
  await expect(
    transport.sendMail({ from: KOFFI, to: 'victime@ailleurs.example', text: 'x' }),
  ).rejects.toMatchObject({ responseCode: 550 });
  transport.close();
});

test('only administrators and managers read what came in', async () => {
  expect((await place.program.as('koffi').get('/received-mails')).status).toBe(403);
  expect((await place.program.as('responsable').get('/received-mails')).status).toBe(200);
});

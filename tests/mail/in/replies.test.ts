/** Replies reach their case; reports of undelivered mails reach their mail. */
import pino from 'pino';
import { readMailAddresses } from '../../../src/mail/out/reply-address';
import { createZeebeClient } from '../../../src/zeebe';
import { eventually } from '../../kit/program';
import { instanceInState } from '../../kit/procedure-b';
import { COPIES, KOFFI, openMailInPlace, request, type MailInPlace } from './kit';

jest.setTimeout(180_000);

const environment = {
  MAIL_REPLY_ADDRESS: 'dossiers@douanes.example.ci',
  MAIL_BOUNCE_ADDRESS: 'rebonds@douanes.example.ci',
  MAIL_SECRET: 'un secret assez long pour signer',
};
const addresses = readMailAddresses(environment);

/** Waits for a reply, by its case number. */
const waiting = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="urn:test">
  <bpmn:message id="Reponse" name="reponse-courriel">
    <bpmn:extensionElements><zeebe:subscription correlationKey="=numeroDossier" /></bpmn:extensionElements>
  </bpmn:message>
  <bpmn:process id="attente-reponse" name="Attente d’une réponse" isExecutable="true">
    <bpmn:startEvent id="debut"><bpmn:outgoing>a</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="a" sourceRef="debut" targetRef="attente" />
    <bpmn:intermediateCatchEvent id="attente"><bpmn:incoming>a</bpmn:incoming><bpmn:outgoing>b</bpmn:outgoing>
      <bpmn:messageEventDefinition id="attente_message" messageRef="Reponse" />
    </bpmn:intermediateCatchEvent>
    <bpmn:sequenceFlow id="b" sourceRef="attente" targetRef="fin" />
    <bpmn:endEvent id="fin"><bpmn:incoming>b</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
</bpmn:definitions>`;

let place: MailInPlace;
beforeAll(async () => {
  place = await openMailInPlace({ environment });
  const client = createZeebeClient({
    address: place.program.engineAddress,
    logger: pino({ level: 'silent' }),
  });
  await client.deploy([{ name: 'attente.bpmn', content: waiting }]);
  await client.close();
  await eventually(
    () => place.program.as('admin').get('/processes/attente-reponse'),
    ({ status }) => status === 200,
  );
});
afterAll(() => place?.stop());

const admin = () => place.program.as('admin');

async function startWaiting(): Promise<string> {
  const { body } = await place.program
    .as('requerant')
    .post<{ processInstanceKey: string }>('/process-instances', {
      bpmnProcessId: 'attente-reponse',
      variables: {},
    });
  return body.processInstanceKey;
}

async function documentsOf(key: string): Promise<readonly string[]> {
  const { body } = await admin().get<{ items: readonly { name: string }[] }>(
    `/process-instances/${key}/documents`,
  );
  return body.items.map(({ name }) => name);
}

const replyTo = (key: string): string => addresses.replyAddressOf(key) ?? '';

test('a reply wakes the case that waits for it, and is filed there with its attachments', async () => {
  const key = await startWaiting();
  const mail = request({
    from: 'Fournisseur <contact@fournisseur.example>',
    to: replyTo(key),
    cc: [],
    subject: 'Re: votre commande',
    text: 'Livraison lundi.',
    attachments: [{ filename: 'devis.pdf', content: '%PDF-1.4', contentType: 'application/pdf' }],
  });
  await place.send(mail);
  expect(await place.decided(mail.messageId)).toMatchObject({ state: 'ACCEPTED', processInstanceKey: key });
  await instanceInState(admin(), key, 'COMPLETED');
  const { body } = await admin().get<{ items: readonly { name: string; value: unknown }[] }>(
    `/process-instances/${key}/variables`,
  );
  const reply = body.items.find(({ name }) => name === 'reponseCourriel')?.value;
  expect(reply).toMatchObject({
    expediteur: 'contact@fournisseur.example',
    nom: 'Fournisseur',
    objet: 'Re: votre commande',
    texte: 'Livraison lundi.',
  });
  expect((reply as { documents: unknown[] }).documents).toHaveLength(2);
  expect(await documentsOf(key)).toEqual(['Courriel reçu - Re- votre commande.eml', 'devis.pdf']);
});

test('a reply that nothing waits for is filed all the same', async () => {
  const start = request({ subject: 'Dossier' });
  await place.send(start);
  const { processInstanceKey } = await place.decided(start.messageId);
  const key = processInstanceKey ?? '';
  const mail = request({ to: replyTo(key), cc: [], subject: 'Précision' });
  await place.send(mail);
  expect(await place.decided(mail.messageId)).toMatchObject({ state: 'ACCEPTED', processInstanceKey: key });
  expect(await documentsOf(key)).toContain('Courriel reçu - Précision.eml');
});

test('a reply to all that forgets the reply address still finds its case, and starts none', async () => {
  const start = request({ subject: 'Avec suite' });
  await place.send(start);
  const { processInstanceKey, caseNumber } = await place.decided(start.messageId);
  type Sent = { items: readonly { messageId: string; subject: string }[] };
  const sent = await eventually(
    async () => (await admin().get<Sent>('/mailbox')).body.items,
    (mails) => mails.some(({ subject }) => subject.includes(caseNumber ?? '?')),
  );
  const ours = sent.find(({ subject }) => subject.includes(caseNumber ?? '?'));
  const reply = request({ subject: 'Re: enregistré', inReplyTo: ours?.messageId });
  await place.send(reply);
  expect(await place.decided(reply.messageId)).toMatchObject({ state: 'ACCEPTED', processInstanceKey });
});

describe('an answer to the request mail itself', () => {
  const YAO = 'Yao <yao.n1@douanes.example.ci>';

  test('by its author, by a colleague in copy, by an outsider in copy: filed in its case, and in no other', async () => {
    const start = request({ subject: 'Accès', cc: [...Object.values(COPIES), 'voisin@ailleurs.example'] });
    await place.send(start);
    const { processInstanceKey } = await place.decided(start.messageId);
    const own = request({ subject: 'RE: Accès', inReplyTo: start.messageId });
    const colleague = request({ from: YAO, subject: 'Re: Accès', references: [start.messageId] });
    for (const mail of [own, colleague]) {
      await place.send(mail);
      expect(await place.decided(mail.messageId)).toMatchObject({ state: 'ACCEPTED', processInstanceKey });
    }
    const outsider = request({
      from: 'voisin@ailleurs.example',
      inReplyTo: colleague.messageId,
      references: [start.messageId],
    });
    await place.send(outsider);
    expect(await place.decided(outsider.messageId)).toMatchObject({ state: 'ACCEPTED', processInstanceKey });
    expect(await documentsOf(processInstanceKey ?? '')).toHaveLength(4);
  });

  test('by a stranger who only knows its Message-ID: in no case', async () => {
    const start = request({ subject: 'Réservé' });
    await place.send(start);
    await place.decided(start.messageId);
    const mail = request({ from: 'inconnu@ailleurs.example', inReplyTo: start.messageId });
    await place.send(mail);
    expect(await place.decided(mail.messageId)).toMatchObject({ state: 'REFUSED', processInstanceKey: null });
  });
});

test('an address that we did not sign is nobody’s', async () => {
  const key = await startWaiting();
  const forged = `dossiers+${key}.0000000000000000@douanes.example.ci`;
  const mail = request({ to: forged, cc: [] });
  await place.send(mail);
  expect(await place.decided(mail.messageId)).toMatchObject({ state: 'IGNORED', processInstanceKey: null });
  expect(await documentsOf(key)).toEqual([]);
});

test('an out-of-office reply to a case is no reply', async () => {
  const key = await startWaiting();
  const mail = request({ to: replyTo(key), cc: [], headers: { 'Auto-Submitted': 'auto-replied' } });
  await place.send(mail);
  expect(await place.decided(mail.messageId)).toMatchObject({ state: 'IGNORED', processInstanceKey: null });
  expect(await documentsOf(key)).toEqual([]);
});

describe('undelivered mails', () => {
  interface Sent {
    readonly id: string;
    readonly state: string;
    readonly to: string;
    readonly subject: string;
  }

  async function sentMail(subject: string): Promise<Sent> {
    const mails = await eventually(
      async () => (await admin().get<{ items: readonly Sent[] }>('/mails')).body.items,
      (items) => items.some((one) => one.subject.includes(subject) && one.state === 'SENT'),
    );
    const found = mails.find((one) => one.subject.includes(subject));
    if (found === undefined) throw new Error('unreachable');
    return found;
  }

  const report = (id: string, action: string) =>
    [
      'From: MAILER-DAEMON@ailleurs.example',
      `To: rebonds@douanes.example.ci`,
      `Message-ID: <rapport-${id}-${action}@ailleurs.example>`,
      'Subject: Undelivered Mail',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="limite"',
      '',
      '--limite',
      'Content-Type: text/plain',
      '',
      'Sorry.',
      '--limite',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.ailleurs.example',
      '',
      `Final-Recipient: rfc822; ${KOFFI}`,
      `Action: ${action}`,
      'Status: 5.1.1',
      'Diagnostic-Code: smtp; 550 5.1.1 user unknown',
      '',
      '--limite--',
      '',
    ].join('\r\n');

  async function deliver(raw: string, to: string): Promise<void> {
    await place.send({ raw, envelope: { from: '', to } });
  }

  test('a report at the bounce address marks its mail; a delay and an absence do not', async () => {
    const start = request({ subject: 'Vers une boîte fermée' });
    await place.send(start);
    await place.decided(start.messageId);
    const { id } = await sentMail('Vers une boîte fermée');
    const bounceAddress = addresses.bounceAddressOf(id) ?? '';
    const stateNow = async () =>
      (await admin().get<{ items: readonly Sent[] }>('/mails')).body.items.find((one) => one.id === id)
        ?.state;

    await deliver(report(id, 'delayed'), bounceAddress);
    expect((await place.decided(`<rapport-${id}-delayed@ailleurs.example>`)).reason).toMatch(/aucun échec/);
    const away = request({
      from: KOFFI,
      to: bounceAddress,
      cc: [],
      envelope: { from: '', to: bounceAddress },
    });
    await place.send(away);
    expect((await place.decided(away.messageId)).reason).toBe('réponse automatique à l’adresse de retour');
    expect(await stateNow()).toBe('SENT');

    await deliver(report(id, 'failed'), bounceAddress);
    expect((await place.decided(`<rapport-${id}-failed@ailleurs.example>`)).reason).toBe(
      'courriel non distribué, marqué comme tel',
    );
    expect(await stateNow()).toBe('BOUNCED');
  });
});

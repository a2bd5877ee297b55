/** Files of a case, at a desk and on a phone: with the request, at a step, shown in a form, replaced; and who else tries. */
import type { Browser } from 'playwright-core';
import { desktop, phone, startBrowser } from '../kit/browser';
import { person, startTestProgram, type TestProgram } from '../kit/program';
import { faults, formReady, reloadUntil, signIn } from './kit';

jest.setTimeout(180_000);

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  'base64',
);
const PDF = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n',
);
const picker = (key: string, label: string, required: boolean) => ({
  type: 'filepicker',
  id: key,
  key,
  label,
  multiple: true,
  validate: { required },
});
const form = (id: string, components: readonly object[]) => ({
  name: `${id}.form`,
  content: JSON.stringify({ type: 'default', id, schemaVersion: 18, components }),
});
const shape = (id: string, x: number, size: number) =>
  `<bpmndi:BPMNShape id="${id}_di" bpmnElement="${id}"><dc:Bounds x="${x}" y="80" width="${size}" height="${size}"/></bpmndi:BPMNShape>`;
const process = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="x">
  <bpmn:process id="pieces" name="Pièces" isExecutable="true">
    <bpmn:startEvent id="s" name="Demande"><bpmn:extensionElements><zeebe:formDefinition formId="pieces-demande"/></bpmn:extensionElements></bpmn:startEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
    <bpmn:userTask id="t" name="Examiner les pièces"><bpmn:extensionElements><zeebe:formDefinition formId="pieces-examen"/><zeebe:assignmentDefinition candidateGroups="cb-be"/></bpmn:extensionElements></bpmn:userTask>
    <bpmn:sequenceFlow id="f2" sourceRef="t" targetRef="e"/><bpmn:endEvent id="e" name="Fin"/>
  </bpmn:process>
  <bpmndi:BPMNDiagram id="di"><bpmndi:BPMNPlane id="plane" bpmnElement="pieces">${shape('s', 0, 36)}${shape('t', 120, 100)}${shape('e', 300, 36)}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>`;

let program: TestProgram;
let browser: Browser;
beforeAll(async () => {
  [program, browser] = await Promise.all([startTestProgram(), startBrowser()]);
  const resources = [
    { name: 'pieces.bpmn', content: process },
    form('pieces-demande', [picker('devis', 'Devis', true)]),
    form('pieces-examen', [
      { type: 'documentPreview', id: 'vue', label: 'Pièces reçues', dataSource: '=devis' },
      picker('photos', 'Photos', false),
    ]),
  ];
  const { status, body } = await program.as('admin').post('/deployments', { resources });
  expect([status, body]).toMatchObject([201, { warnings: [] }]);
});
afterAll(async () => {
  await browser?.close();
  await program?.stop();
});

const basic = (name: string) => ({
  authorization: `Basic ${Buffer.from(`${name}:demonstration`).toString('base64')}`,
});
async function send(name: string, path: string, file: string, content: Buffer): Promise<Response> {
  const body = new FormData();
  body.append('fichiers', new Blob([new Uint8Array(content)]), file);
  return fetch(`${program.url}/api/v1${path}`, { method: 'POST', headers: basic(name), body });
}

test.each([
  ['a desk', desktop],
  ['a phone', phone],
])('files go with a case on %s', async (_where, viewport) => {
  const options = { baseURL: program.url, viewport };
  const requester = await signIn(browser, 'gs', options);
  const { page } = requester;
  const found: string[] = [];
  await page.goto('/procedures/pieces/demarrer');
  await formReady(page);
  found.push(...(await faults(page, 'documents-demande')));
  await page.getByRole('button', { name: 'Envoyer' }).click();
  await page.getByText('obligatoire').first().waitFor();
  await page.locator('#form input[type=file]').setInputFiles([
    {
      name: 'devis.html',
      mimeType: 'application/pdf',
      buffer: Buffer.from('<html><script>alert(1)</script>'),
    },
  ]);
  await page.getByRole('button', { name: 'Envoyer' }).click();
  await page.getByText('« devis.html » n’est pas un fichier').first().waitFor();
  await page.locator('#form input[type=file]').setInputFiles([
    { name: 'devis.pdf', mimeType: 'application/pdf', buffer: PDF },
    { name: 'photo.png', mimeType: 'image/png', buffer: PNG },
  ]);
  await page.getByRole('button', { name: 'Envoyer' }).click();
  await page.waitForURL('**/dossiers/*');
  await page.getByRole('link', { name: 'devis.pdf', exact: true }).waitFor();
  const key = new URL(page.url()).pathname.split('/').pop() ?? '';

  await page.locator('#joindre').setInputFiles([{ name: 'plan.png', mimeType: 'image/png', buffer: PNG }]);
  await page.getByRole('button', { name: 'Envoyer' }).click();
  await page.getByText('Document ajouté au dossier.').waitFor();
  await page.locator('#joindre').setInputFiles([{ name: 'plan-2.png', mimeType: 'image/png', buffer: PNG }]);
  await page.getByLabel('Ce que le fichier remplace').selectOption({ label: 'plan.png' });
  await page.getByLabel('Conservation').selectOption({ label: 'Pièce probante : gardée après le dossier' });
  await page.getByRole('button', { name: 'Envoyer' }).click();
  await page.getByText('version 2').first().waitFor();
  await page.getByLabel('Détails de plan-2.png').click();
  await page.getByText('Empreinte SHA-256').last().waitFor();
  found.push(...(await faults(page, 'documents-dossier')));

  const agent = await signIn(browser, 'cb-be', options);
  const tasks = await program
    .as('cb-be')
    .get<{ items: { key: string }[] }>(`/tasks?processInstanceKey=${key}`);
  const task = tasks.body.items[0]?.key ?? '';
  const preview = agent.page.locator('.fjs-form-field-documentPreview img, .fjs-documentPreview-image');
  await reloadUntil(agent.page, `/taches/${task}`, agent.page.locator('#form[data-ready]'));
  await preview.first().waitFor();
  await agent.page.getByRole('link', { name: 'plan-2.png', exact: true }).waitFor();
  found.push(...(await faults(agent.page, 'documents-tache')));
  await agent.page
    .locator('#form input[type=file]')
    .setInputFiles([{ name: 'vu.png', mimeType: 'image/png', buffer: PNG }]);
  await agent.complete();

  const documents = await program
    .as('gs')
    .get<{ items: { name: string; createdBy: string }[] }>(`/process-instances/${key}/documents`);
  expect(documents.body.items.map(({ name, createdBy }) => `${name} ${createdBy}`).sort()).toEqual([
    'devis.pdf gs',
    'photo.png gs',
    'plan-2.png gs',
    'plan.png gs',
    'vu.png cb-be',
  ]);
  // The page that said it was a PDF was refused: browsers note that themselves.
  const complaints = [...requester.complaints, ...agent.complaints].filter((one) => !one.includes('422'));
  expect([...found, ...complaints]).toEqual([]);
  await requester.leave();
  await agent.leave();
});

describe('by the API', () => {
  const staged = async (name: string): Promise<string> => {
    const answer = await send(name, '/documents', 'devis.pdf', PDF);
    const { items } = (await answer.json()) as { items: { documentId: string }[] };
    return items[0]?.documentId ?? '';
  };
  const start = (name: string, devis: unknown) =>
    person(program.url, name).post<{ processInstanceKey: string }>('/process-instances', {
      bpmnProcessId: 'pieces',
      variables: { devis },
    });

  test('a case starts with a file that was sent before, by who sent it only', async () => {
    const id = await staged('gs');
    expect((await start('rssi', [{ documentId: id }])).status).toBe(422);
    const started = await start('gs', [id]);
    expect(started.status).toBe(201);
    const key = started.body.processInstanceKey;
    const read = (name: string) => fetch(`${program.url}/api/v1/documents/${id}`, { headers: basic(name) });
    const answer = await read('cb-be');
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': expect.stringContaining('attachment'),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    expect((await read('rssi')).status).toBe(403);
    expect((await send('rssi', `/process-instances/${key}/documents`, 'a.pdf', PDF)).status).toBe(403);
    expect((await start('gs', [])).status).toBe(422);
  });

  test('a file of a form that is not sent is its sender’s alone', async () => {
    const id = await staged('gs');
    const read = (name: string) => fetch(`${program.url}/api/v1/documents/${id}`, { headers: basic(name) });
    expect([(await read('gs')).status, (await read('admin')).status]).toEqual([200, 404]);
  });

  test('too large is said with the limit; half a file is no file', async () => {
    const large = await send('gs', '/documents', 'grand.pdf', Buffer.concat([PDF, Buffer.alloc(11_000_000)]));
    expect([large.status, ((await large.json()) as { detail: string }).detail]).toEqual([
      413,
      expect.stringContaining('10 Mo'),
    ]);
    const half = await fetch(`${program.url}/api/v1/documents`, {
      method: 'POST',
      headers: { ...basic('gs'), 'content-type': 'multipart/form-data; boundary=x' },
      body: '--x\r\nContent-Disposition: form-data; name="fichiers"; filename="a.pdf"\r\n\r\n%PDF-1.4',
    });
    expect(half.status).toBe(400);
  });
});

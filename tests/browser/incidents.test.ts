/** A manager finds what stopped, reads what to do, and has one case go on, then all. */
import type { Browser } from 'playwright-core';
import pino from 'pino';
import { createZeebeClient, type ZeebeClient } from '../../src/zeebe';
import { desktop, phone, startBrowser } from '../kit/browser';
import { eventually, startTestProgram, type TestProgram } from '../kit/program';
import { faults, signIn } from './kit';

jest.setTimeout(180_000);

const process = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="x">
  <bpmn:process id="envoi" name="Envoi au bureau" isExecutable="true">
    <bpmn:startEvent id="start"/><bpmn:sequenceFlow id="in" sourceRef="start" targetRef="task"/>
    <bpmn:serviceTask id="task" name="Transmettre le dossier"><bpmn:extensionElements><zeebe:taskDefinition type="transmettre" retries="1"/></bpmn:extensionElements></bpmn:serviceTask>
    <bpmn:sequenceFlow id="out" sourceRef="task" targetRef="end"/><bpmn:endEvent id="end"/>
  </bpmn:process>
</bpmn:definitions>`;

let program: TestProgram;
let browser: Browser;
let client: ZeebeClient;
let outage = true;
beforeAll(async () => {
  browser = await startBrowser();
  program = await startTestProgram();
  client = createZeebeClient({ address: program.engineAddress, logger: pino({ enabled: false }) });
  await client.deploy([{ name: 'envoi.bpmn', content: process }]);
  client.createWorker('transmettre', async ({ processInstanceKey }) =>
    outage
      ? {
          kind: 'fail',
          errorMessage: `Le bureau destinataire n’a pas répondu en 30 s (envoi ${processInstanceKey}).`,
        }
      : { kind: 'complete' },
  );
});
afterAll(async () => {
  await browser?.close();
  await client?.close();
  await program?.stop();
});

const causes = async () =>
  (await program.as('admin').get<{ items: { bpmnProcessId: string; count: number }[] }>('/incident-causes'))
    .body.items;

describe.each([
  ['a desk', desktop],
  ['a phone', phone],
])('on %s', (_where, viewport) => {
  test('one case is retried alone, the others together', async () => {
    outage = true;
    for (let n = 0; n < 3; n += 1) await client.createProcessInstance({ bpmnProcessId: 'envoi' });
    await eventually(causes, ([cause]) => cause?.count === 3);

    const { page, complaints, leave } = await signIn(browser, 'responsable', {
      baseURL: program.url,
      viewport,
    });
    await page.goto('/referentiels');
    await page.getByRole('link', { name: 'Incidents' }).click();
    await page.getByText('3 dossiers arrêtés').waitFor();
    expect(await page.innerText('main')).toContain(
      'Le bureau destinataire n’a pas répondu en … s (envoi …).',
    );
    await page.getByText('Choisir des dossiers').click();
    expect(await faults(page, 'incidents')).toEqual([]);

    outage = false;
    await page.getByRole('checkbox').first().check();
    await page.getByRole('button', { name: 'Réessayer la sélection' }).click();
    await page.getByText('Un dossier est reparti.').waitFor();
    await page.getByText('2 dossiers arrêtés').waitFor();
    await page.getByRole('button', { name: 'Réessayer les 2' }).click();
    await page.getByText('2 dossiers sont repartis.').waitFor();
    await page.getByRole('heading', { name: 'Aucun incident' }).waitFor();
    expect(await faults(page, 'incidents-none')).toEqual([]);
    expect(complaints).toEqual([]);
    await leave();
  });
});

test('an agent is refused', async () => {
  const { page, leave } = await signIn(browser, 'gs', { baseURL: program.url, viewport: desktop });
  const response = await page.goto('/incidents');
  expect(response?.status()).toBe(403);
  await leave();
});

/** The page of workers in the real program, at a desk and on a phone; and their heartbeat. */
import type { Browser } from 'playwright-core';
import { createZeebeClient } from '../../src/zeebe';
import { desktop, phone, startBrowser } from '../kit/browser';
import { eventually, startTestProgram, type TestProgram } from '../kit/program';
import pino from 'pino';
import { faults, signIn } from './kit';

jest.setTimeout(180_000);

const elsewhere = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="x">
  <bpmn:process id="calcul" name="Calcul" isExecutable="true">
    <bpmn:startEvent id="start" />
    <bpmn:sequenceFlow id="in" sourceRef="start" targetRef="task" />
    <bpmn:serviceTask id="task" name="Calculer la taxe">
      <bpmn:extensionElements><zeebe:taskDefinition type="calcul-taxe" /></bpmn:extensionElements>
    </bpmn:serviceTask>
  </bpmn:process>
</bpmn:definitions>`;

let program: TestProgram;
let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
  program = await startTestProgram();
  const client = createZeebeClient({ address: program.engineAddress, logger: pino({ enabled: false }) });
  await client.deploy([{ name: 'calcul.bpmn', content: elsewhere }]);
  await client.createProcessInstance({ bpmnProcessId: 'calcul' });
  await client.close();
});
afterAll(async () => {
  await browser?.close();
  await program?.stop();
});

describe.each([
  ['a desk', desktop],
  ['a phone', phone],
])('on %s', (_where, viewport) => {
  test('an administrator sees which workers live, what waits and for whom, and a contract', async () => {
    const visit = { baseURL: program.url, viewport };
    const { page, complaints, leave } = await signIn(browser, 'admin', visit);
    await page.goto('/referentiels');
    await page.getByRole('link', { name: 'Automates' }).click();
    await eventually(
      async () => {
        await page.reload();
        return page.innerText('main');
      },
      (text) => /calcul-taxe\s: 1\sétape/.test(text),
    );
    expect(await page.innerText('main')).toMatch(
      /archive[^]*En marche[^]*vu\s(il\sy\sa\s\d+\ss|à\sl’instant)/,
    );
    const row = page.getByRole('row').filter({ hasText: 'check-stock' });
    await row.getByText('Contrat et étapes').click();
    await page.getByText('stockDisponible').waitFor();
    expect(await faults(page, 'automates')).toEqual([]);
    expect(complaints).toEqual([]);
    await leave();
  });
});

test('the contracts are there for workers written elsewhere', async () => {
  const { status, body } = await program.as('gs').get<{ items: object[] }>('/worker-contracts');
  expect(status).toBe(200);
  expect(body.items).toContainEqual(
    expect.objectContaining({
      jobType: 'reserve-stock',
      input: expect.objectContaining({ type: 'object', required: ['article', 'quantite'] }),
      errors: [expect.objectContaining({ code: 'STOCK_INSUFFISANT' })],
    }),
  );
});

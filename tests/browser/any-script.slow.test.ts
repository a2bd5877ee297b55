/** A process whose ids have letters beyond ASCII, sent as JSON although its text declares another encoding. */
import type { Browser, Page } from 'playwright-core';
import { desktop, startBrowser } from '../kit/browser';
import { startTestProgram, type TestProgram } from '../kit/program';
import { signIn } from './kit';

jest.setTimeout(120_000);
let browser: Browser;
let program: TestProgram;
beforeAll(async () => {
  browser = await startBrowser();
  program = await startTestProgram();
});
afterAll(async () => {
  await browser?.close();
  await program?.stop();
});

const shape = (id: string, x: number, width: number, height: number): string =>
  `<bpmndi:BPMNShape id="forme_${id}" bpmnElement="${id}"><dc:Bounds x="${x}" y="100" width="${width}" height="${height}" /></bpmndi:BPMNShape>`;
const edge = (id: string, from: number, to: number): string =>
  `<bpmndi:BPMNEdge id="trait_${id}" bpmnElement="${id}"><di:waypoint x="${from}" y="118" /><di:waypoint x="${to}" y="118" /></bpmndi:BPMNEdge>`;
const content = `<?xml version="1.0" encoding="ISO-8859-1"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="définitions" targetNamespace="http://x">
  <bpmn:process id="procédure-été" name="Procédure d’été" isExecutable="true">
    <bpmn:startEvent id="début" /><bpmn:manualTask id="tâche-漢" name="Vérifier à Noël" /><bpmn:endEvent id="конец" />
    <bpmn:sequenceFlow id="œ1" sourceRef="début" targetRef="tâche-漢" /><bpmn:sequenceFlow id="œ2" sourceRef="tâche-漢" targetRef="конец" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="schéma"><bpmndi:BPMNPlane id="plan_é" bpmnElement="procédure-été">
    ${shape('début', 100, 36, 36)}${shape('tâche-漢', 200, 100, 80)}${shape('конец', 400, 36, 36)}${edge('œ1', 136, 200)}${edge('œ2', 300, 400)}
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>`;

const drawn = (page: Page) => page.locator('.djs-element[data-element-id="tâche-漢"]').first().waitFor();

test('it keeps its letters, and is drawn by the viewer and the editor', async () => {
  const answer = await program.as('admin').post<object>('/deployments', {
    resources: [{ name: 'été.bpmn', content }],
  });
  expect(answer.status).toBe(201);
  const owner = await signIn(browser, 'proprietaire', { baseURL: program.url, viewport: desktop });
  const { page } = owner;
  await page.goto(`/procedures/${encodeURIComponent('procédure-été')}`);
  await drawn(page);
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Procédure d’été');
  expect(await page.locator('.djs-container svg').first().textContent()).toContain('Noël');
  await page.getByRole('button', { name: 'Modifier cette procédure' }).click();
  await page.locator('#studio[data-ready]').waitFor();
  await drawn(page);
  expect(owner.complaints).toEqual([]);
  await owner.leave();
});

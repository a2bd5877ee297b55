/**
 * Every page that links lead to, in the real program, at a desk and on a phone: accessible, no sideways scrolling, no
 * complaint in the console, no other host. A page of each kind is visited; ids and keys make no new kind.
 */
import pino from 'pino';
import type { Browser, Page } from 'playwright-core';
import { createZeebeClient } from '../../src/zeebe';
import { desktop, phone, startBrowser } from '../kit/browser';
import { eventually, startTestProgram, type TestProgram } from '../kit/program';
import { faults, signIn } from './kit';

jest.setTimeout(400_000);

/** Gets stuck at once: its condition is no truth value. */
const stuck = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="x">
  <bpmn:process id="bloquee" name="Procédure bloquée" isExecutable="true">
    <bpmn:startEvent id="debut" name="Début" /><bpmn:sequenceFlow id="vers" sourceRef="debut" targetRef="calcul" />
    <bpmn:scriptTask id="calcul" name="Calculer la date"><bpmn:extensionElements><zeebe:script expression="=jour" resultVariable="jour" /><zeebe:ioMapping><zeebe:input source="=assert(absente, absente != null)" target="jour" /></zeebe:ioMapping></bpmn:extensionElements></bpmn:scriptTask>
  </bpmn:process>
  <bpmndi:BPMNDiagram id="di"><bpmndi:BPMNPlane id="plane" bpmnElement="bloquee">
    <bpmndi:BPMNShape id="s1" bpmnElement="debut"><dc:Bounds x="100" y="100" width="36" height="36" /></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="s2" bpmnElement="calcul"><dc:Bounds x="200" y="78" width="100" height="80" /></bpmndi:BPMNShape>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>`;

/** Who looks, and where each begins. The first sees most; the others visit what only they are shown. */
const people = ['admin', 'proprietaire', 'responsable', 'cb-be', 'gs', 'requerant'];
/** Their status is an error, which Chromium reports in its console. */
const errorPages = ['/nulle-part', '/dossiers/1'];
/** Of each kind as many, since procedures and reference lists differ. */
const OF_A_KIND = 2;
/** They differ by who looks, so everybody's are visited. */
const own = ['/taches', '/dossiers', '/procedures'];

let program: TestProgram;
let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
  program = await startTestProgram();
  const client = createZeebeClient({ address: program.engineAddress, logger: pino({ enabled: false }) });
  await client.deploy([{ name: 'bloquee.bpmn', content: stuck }]);
  await client.createProcessInstance({ bpmnProcessId: 'bloquee' });
  await client.close();
  const backup = { dateSauvegarde: '2026-11-23', serveur: 'SYDAM-PROD' };
  for (let n = 0; n < 3; n += 1) await start('sauvegarde-base-sydam-world', backup);
  await eventually(
    () => program.as('admin').get<{ items: object[] }>('/incidents'),
    ({ body }) => body.items.length > 0,
  );
});
afterAll(async () => {
  await browser?.close();
  await program?.stop();
});

async function start(bpmnProcessId: string, variables: object): Promise<void> {
  const answer = await program.as('admin').post('/process-instances', { bpmnProcessId, variables });
  expect(answer.status).toBe(201);
}

/** `/dossiers/2251799813685470?vue=x` and `/dossiers/2251799813685471` are of one kind. */
function kindOf(path: string): string {
  const { pathname } = new URL(path, 'http://site');
  return pathname
    .replace(/^\/(procedures|referentiels|stock|circuits|atelier|comptes)\/(?!nouve|deployer)[^/]+/, '/$1/*')
    .replace(/\/[^/]*\d[^/]*/g, '/*');
}

async function links(page: Page): Promise<string[]> {
  const all = await page
    .locator('a[href^="/"]:not([download])')
    .evaluateAll((found) => found.map((one) => one.getAttribute('href') ?? ''));
  return all.filter((href) => !/\.(pdf|bpmn|form|dmn|zip|xml|csv|xlsx|json|svg)\b|lang=|\/api\//.test(href));
}

async function ready(page: Page): Promise<void> {
  const figure = page.locator('figure.diagram');
  if ((await figure.count()) > 0) await page.locator('figure.diagram[data-ready]').first().waitFor();
  const form = page.locator('script[src*="/form.js"]');
  if ((await form.count()) > 0) await page.locator('#form[data-ready]').waitFor({ state: 'attached' });
}

/** Follows links breadth first; `seen` counts the pages of each kind, over all people. */
async function crawl(page: Page, seen: Map<string, number>): Promise<string[]> {
  const queue = [...own];
  const queued = new Set(queue);
  const found: string[] = [];
  for (const path of queue) {
    const kind = kindOf(path);
    const count = seen.get(kind) ?? 0;
    if (count >= OF_A_KIND && !own.includes(path)) continue;
    seen.set(kind, count + 1);
    const response = await page.goto(path);
    if (!/text\/html/.test(response?.headers()['content-type'] ?? '')) continue;
    if ((response?.status() ?? 0) >= 400) found.push(`${path}: ${response?.status()}`);
    await ready(page);
    found.push(...(await faults(page, kind.replaceAll(/[^a-z]+/g, '-'))).map((fault) => `${path}: ${fault}`));
    for (const href of await links(page)) {
      if (queued.has(href)) continue;
      queued.add(href);
      queue.push(href);
    }
  }
  return found;
}

describe.each([
  ['a desk', desktop],
  ['a phone', phone],
])('the pages on %s', (_where, viewport) => {
  const seen = new Map<string, number>();

  it.each(people)('should be without fault for %s', async (name) => {
    const { page, complaints, leave } = await signIn(browser, name, { baseURL: program.url, viewport });
    const found = await crawl(page, seen);
    await leave();
    expect([...found, ...complaints]).toEqual([]);
  });

  it('should have been all the rooms of the site', () => {
    process.stdout.write(`pages looked at: ${[...seen.keys()].sort().join(' ')}\n`);
    const rooms = [
      '/taches',
      '/taches/*',
      '/dossiers',
      '/dossiers/*',
      '/procedures',
      '/procedures/*',
      '/atelier',
    ];
    const more = [
      '/stock',
      '/referentiels',
      '/referentiels/*',
      '/connecteurs',
      '/automates',
      '/comptes',
      '/courrier',
    ];
    expect([...seen.keys()]).toEqual(expect.arrayContaining([...rooms, ...more]));
  });

  it('should be without fault when they tell an error or ask who is there', async () => {
    const { page, leave } = await signIn(browser, 'gs', { baseURL: program.url, viewport });
    const found: string[] = [];
    for (const path of errorPages) {
      await page.goto(path);
      found.push(...(await faults(page)));
    }
    await page.context().clearCookies();
    await page.goto('/connexion');
    found.push(...(await faults(page)));
    await leave();
    expect(found).toEqual([]);
  });
});

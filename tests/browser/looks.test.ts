/** Every page, at a desk and on a phone: accessible, no sideways scrolling, no console error, no other host. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { createApp } from '../../src/web/app';
import { desktop, openVisit, phone, startBrowser } from '../kit/browser';
import { faults } from './kit';
import { claimed, createFixture, dated, done, finished, running, stuck, unclaimed } from '../pages/fixtures';

jest.setTimeout(180_000);

const procedure = '/procedures/deploiement-materiel-informatique';
const pages: Readonly<Record<string, readonly string[]>> = {
  admin: [
    '/dossiers',
    '/dossiers?q=inconnu',
    `/dossiers/${running.processInstanceKey}`,
    `/dossiers/${stuck.processInstanceKey}`,
    `/dossiers/${finished.processInstanceKey}`,
    '/courrier',
    '/courrier/2',
    '/courriels',
    '/courriels?etat=SENDING',
    '/courriels/2',
  ],
  'cb-bit': [
    '/taches',
    '/taches?vue=groupe',
    `/taches/${claimed.key}`,
    `/taches/${unclaimed.key}`,
    `/taches/${dated.key}`,
    `/taches/${done.key}`,
    '/taches?lang=en',
    '/taches?lang=fr',
  ],
  proprietaire: ['/procedures', procedure, '/procedures/deployer'],
  requerant: ['/taches', `${procedure}/demarrer`],
  gs: ['/stock', '/stock/ordinateur-portable'],
};
/** Their status is an error, which Chromium reports in its console. */
const errorPages = ['/nulle-part', '/procedures/deployer', '/dossiers/1'];

async function problems(page: Page, path: string): Promise<string[]> {
  await page.goto(path);
  const figure = page.locator('figure.diagram');
  if ((await figure.count()) > 0) await page.locator('figure.diagram[data-ready]').waitFor();
  const form = page.locator('script[src*="/form.js"]');
  if ((await form.count()) > 0) await page.locator('#form[data-ready]').waitFor({ state: 'attached' });
  return (await faults(page)).map((problem) => `${path}: ${problem}`);
}

describe.each([
  ['a desk', desktop],
  ['a phone', phone],
])('the pages on %s', (_where, viewport) => {
  let browser: Browser;
  let server: Server;
  let baseURL: string;
  beforeAll(async () => {
    server = createServer(createApp(createFixture().services));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
  });

  async function visitAs(name: string) {
    const visit = await openVisit(browser, { baseURL, viewport });
    await visit.page.goto('/connexion');
    await visit.page.getByLabel('Identifiant').fill(name);
    await visit.page.getByLabel('Mot de passe').fill('demonstration');
    await visit.page.getByRole('button', { name: 'Se connecter' }).click();
    await visit.page.waitForURL('**/taches');
    return visit;
  }

  it.each(Object.keys(pages))('should be without fault for %s', async (name) => {
    const { page, context, complaints } = await visitAs(name);
    const found: string[] = [];
    for (const path of pages[name] ?? []) found.push(...(await problems(page, path)));
    await context.close();
    expect([...found, ...complaints]).toEqual([]);
  });

  it('should be without fault when they tell an error or ask who is there', async () => {
    const { page, context } = await visitAs('gs');
    const found: string[] = [];
    for (const path of errorPages) found.push(...(await problems(page, path)));
    await context.clearCookies();
    found.push(...(await problems(page, '/connexion')));
    await context.close();
    expect(found).toEqual([]);
  });
});

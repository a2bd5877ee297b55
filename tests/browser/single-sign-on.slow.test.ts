/** Sign-in and sign-out by a real OpenID Connect provider, in a real browser. */
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser, Page } from 'playwright-core';
import { projectRoot } from '../../src/config/root';
import { freePort } from '../kit/ports';
import { startTestProgram, type TestProgram } from '../kit/program';
import { startBrowser } from '../kit/browser';

jest.setTimeout(300_000);

let provider: ChildProcess;
let program: TestProgram;
let browser: Browser;

async function startProvider(site: string): Promise<string> {
  provider = spawn(process.execPath, [path.join(projectRoot, 'tests/kit/identity-provider.mjs'), site], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: provider.stdout! })) return line;
  throw new Error('Expected the provider to print its address, but it ended');
}

beforeAll(async () => {
  const port = await freePort();
  const issuer = await startProvider(`http://localhost:${String(port)}`);
  program = await startTestProgram({
    PORT: String(port),
    DEMO: 'true',
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: 'logigramme',
    OIDC_CLIENT_SECRET: 'secret du client',
    OIDC_ROLE_GROUPS: 'logigramme-admins=admin,logigramme-suivi=manager',
  });
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  await program.stop();
  provider.kill();
});

/** At the provider's pages, as `name`. */
async function signInAs(page: Page, name: string): Promise<void> {
  await page.goto('/connexion?suite=/dossiers');
  await page.getByRole('link', { name: 'compte de l’administration' }).click();
  await page.locator('input[name=login]').fill(name);
  await page.locator('input[name=password]').fill('peu importe');
  await page.locator('button[type=submit]').click();
  await page.waitForURL(/interaction|localhost/);
  const consent = page.locator('button[type=submit]', { hasText: /continue/i });
  if (page.url().includes('/interaction/')) await consent.click();
  await page.waitForURL((url) => url.hostname === 'localhost');
}

async function open(): Promise<Page> {
  const context = await browser.newContext({ baseURL: program.url, viewport: { width: 390, height: 844 } });
  return context.newPage();
}

const me = async (page: Page) => (await page.request.get('/api/v1/me')).json() as Promise<unknown>;

it('should let people in with groups and roles of the claim, and out again at the provider', async () => {
  const page = await open();
  await page.goto('/connexion');
  const shots = process.env['SHOTS'];
  if (shots !== undefined) await page.screenshot({ path: path.join(shots, 'connexion-sso.png') });
  await signInAs(page, 'aya.kone');
  expect(new URL(page.url()).pathname).toBe('/dossiers');
  expect(await me(page)).toMatchObject({
    name: 'aya.kone',
    displayName: 'Aya Koné',
    email: 'aya.kone@douanes.example',
    groups: ['dsi'],
    roles: ['manager'],
  });
  await page.evaluate(() => {
    document.querySelector<HTMLFormElement>('form[action="/deconnexion"]')?.submit();
  });
  await page.waitForURL(/127\.0\.0\.1.*\/session\/end/);
  await page.locator('button[type=submit]').first().click();
  await page.waitForURL((url) => url.hostname === 'localhost');
  expect((await page.request.get('/api/v1/me')).status()).toBe(401);
  await page.context().close();
});

it('should give the role of an administrator, and let nobody take an account that has a password', async () => {
  const chef = await open();
  await signInAs(chef, 'chef');
  expect(await me(chef)).toMatchObject({ name: 'chef', roles: ['admin'] });
  for (const name of ['admin', 'mal nommé']) {
    const page = await open();
    await signInAs(page, name);
    expect(await page.locator('main').innerText()).toMatch(/se connecte par mot de passe|en minuscules/);
    expect((await page.request.get('/api/v1/me')).status()).toBe(401);
    await page.context().close();
  }
  await chef.context().close();
});

it('should not take an answer that it did not ask for', async () => {
  const page = await open();
  const answer = await page.goto('/connexion/sso/retour?code=x&state=y');
  expect(answer?.status()).toBe(401);
  expect((await page.request.get('/api/v1/me')).status()).toBe(401);
  await page.context().close();
});

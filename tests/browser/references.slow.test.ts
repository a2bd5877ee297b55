/** Those who keep the reference data and the accounts, at a desk and on a phone, in the real program. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { desktop, phone, startBrowser } from '../kit/browser';
import { pdfText } from '../kit/pdf-text';
import { startTestProgram, type TestProgram } from '../kit/program';
import { faults, formReady, signIn } from './kit';

jest.setTimeout(180_000);

let program: TestProgram;
let browser: Browser;
beforeAll(async () => {
  [program, browser] = await Promise.all([startTestProgram(), startBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await program?.stop();
});

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByText('Enregistré.').waitFor();
}

test.each([
  ['a desk', desktop, 'bureau'],
  ['a phone', phone, 'mobile'],
])('a site and an account are kept on %s', async (_where, viewport, code) => {
  const { page, complaints, fill, leave } = await signIn(browser, 'admin', {
    baseURL: program.url,
    viewport,
  });
  const found: string[] = [];
  const look = async () => found.push(...(await faults(page)));

  await page.goto('/referentiels');
  await look();
  await page.getByRole('link', { name: 'Sites' }).click();
  await look();
  await page.getByRole('link', { name: 'Ajouter : site' }).click();
  await formReady(page);
  await look();
  await fill({ Code: code, Nom: `Bureau ${code}`, Ville: 'Abidjan' });
  await save(page);
  await page.getByRole('link', { name: `Bureau ${code}` }).click();
  await formReady(page);
  await look();
  await fill({ Ville: 'Bouaké' });
  await save(page);
  await page.getByText('Bouaké').first().waitFor();
  await look();

  const name = `agent-${code}`;
  await page.goto('/comptes/nouveau');
  await formReady(page);
  await look();
  await fill({ Compte: name, 'Nom affiché': `Agent ${code}`, Courriel: `${name}@douanes.example` });
  await save(page);
  await page.getByRole('button', { name: 'Donner un nouveau mot de passe' }).click();
  const password = await page.locator('code.secret').innerText();
  await look();
  await page.goto('/comptes');
  await page.getByRole('link', { name: `Agent ${code}` }).waitFor();
  await look();
  await leave();
  expect([...found, ...complaints]).toEqual([]);

  const basic = (secret: string) => ({
    headers: { authorization: `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}` },
  });
  expect((await fetch(`${program.url}/api/v1/me`, basic(password))).status).toBe(200);
  expect((await fetch(`${program.url}/api/v1/me`, basic('autre'))).status).toBe(401);
});

test.each([
  ['a desk', desktop],
  ['a phone', phone],
])('the register of entries is had as PDF on %s', async (_where, viewport) => {
  const visitor = `Koffi Brou ${viewport.width}`;
  const made = await program.as('csdc').post('/references/registre-entrees', {
    values: {
      code: `visite-${viewport.width}`,
      personne: visitor,
      service: 'Orange CI',
      date: '2026-11-02',
      heureEntree: '09:15',
      heureSortie: '11:40',
      motif: 'Changement d’un disque de la baie 4.',
      carte: 'DC-12',
    },
  });
  expect([made.status, made.body]).toEqual([201, expect.anything()]);
  const { page, complaints, leave } = await signIn(browser, 'csdc', { baseURL: program.url, viewport });
  await page.goto('/referentiels/registre-entrees');
  const found = await faults(page);
  const shots = process.env['SHOTS'];
  if (shots !== undefined)
    await page.screenshot({ path: path.join(shots, `registre-${viewport.width}.png`) });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'En PDF' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^Registre des entrées \d{4}-\d\d-\d\d\.pdf$/);
  const text = pdfText(readFileSync(await download.path()));
  expect(text).toContain(visitor);
  expect(text).toContain('Page 1 / 1');
  await leave();
  expect([...found, ...complaints]).toEqual([]);
});

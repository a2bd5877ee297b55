/** Who leads sees the dashboard, a procedure's map, the cases behind a figure, and replays one of them. */
import type { Browser } from 'playwright-core';
import { desktop, phone, startBrowser } from '../kit/browser';
import { startTestProgram, type TestProgram } from '../kit/program';
import { faults, signIn } from './kit';

jest.setTimeout(180_000);

let program: TestProgram;
let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
  program = await startTestProgram();
  for (let n = 0; n < 2; n += 1) {
    const variables = { dateSauvegarde: '2026-11-23', serveur: 'SYDAM-PROD' };
    const asked = { bpmnProcessId: 'sauvegarde-base-sydam-world', variables };
    expect((await program.as('admin').post('/process-instances', asked)).status).toBe(201);
  }
});
afterAll(async () => {
  await browser?.close();
  await program?.stop();
});

test.each([
  ['a desk', desktop],
  ['a phone', phone],
])('on %s', async (_where, viewport) => {
  const visit = { baseURL: program.url, viewport };
  const { page, complaints, leave } = await signIn(browser, 'responsable', visit);
  await page.goto('/tableau');
  await page.getByRole('link', { name: 'Carte : Sauvegarde de la base de données SYDAM WORLD' }).click();
  await page.locator('figure.diagram[data-ready]').waitFor();
  await page.getByLabel('Comparer avec').selectOption({ label: 'La version 1' });
  await page.getByRole('button', { name: 'Afficher' }).click();
  await page.locator('figure#other[data-ready]').waitFor();
  expect(await faults(page, 'carte-comparee')).toEqual([]);

  await page
    .getByRole('row', { name: /Exécuter la sauvegarde/ })
    .getByRole('link', { name: '2' })
    .click();
  await page.getByText('à l’étape « Exécuter la sauvegarde »').waitFor();
  await page.getByRole('link', { name: 'R-2026-000001' }).click();
  await page.getByRole('button', { name: 'Rejouer le dossier' }).click();
  await page.getByLabel('Moment du dossier').press('End');
  await page.getByRole('status').filter({ hasText: ' — ' }).waitFor();
  expect(await page.locator('.djs-shape.mark-active').count()).toBe(1);
  expect(await faults(page, 'dossier-rejoue')).toEqual([]);
  await page.getByLabel('Moment du dossier').press('Home');
  expect(await page.locator('.djs-shape.mark-active').count()).toBe(0);
  await page.getByRole('button', { name: 'Revenir à maintenant' }).click();
  expect(await page.locator('.djs-shape.mark-active').count()).toBe(1);
  expect(complaints).toEqual([]);
  await leave();
});

/** « Essayer » : a draft is walked apart, kept as a case, done again; a change is told. Nothing reaches the real engine. */
import type { Browser, Page } from 'playwright-core';
import { desktop, phone, startBrowser } from '../kit/browser';
import { startTestProgram, type TestProgram } from '../kit/program';
import { faults, signIn } from './kit';

jest.setTimeout(240_000);

let program: TestProgram;
let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
  program = await startTestProgram();
});
afterAll(async () => {
  await browser?.close();
  await program?.stop();
});

const formReady = (page: Page) => page.locator('#form[data-ready]').waitFor();

/** Sends the form as it stands, and waits for the page that follows. */
async function send(page: Page, button: string): Promise<void> {
  await formReady(page);
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: button }).click()]);
}

async function newDraft(page: Page, name: string): Promise<void> {
  await page.goto('/atelier');
  await page.getByLabel('Nom de la procédure').fill(name);
  await page.getByText('Demande à approuver').click();
  await page.getByRole('button', { name: 'Créer le brouillon' }).click();
  await page.locator('#studio[data-ready]').waitFor();
}

const caseCount = async () =>
  (await program.as('admin').get<{ items: unknown[] }>('/process-instances?state=ACTIVE')).body.items.length;

test('an owner tries a draft, keeps the walk, and is told when it no longer passes', async () => {
  // given
  const before = await caseCount();
  const owner = await signIn(browser, 'proprietaire', { baseURL: program.url, viewport: desktop });
  const { page } = owner;
  await newDraft(page, 'Prêt de véhicule');

  // when
  await page.getByRole('link', { name: 'Essayer' }).click();
  await page.getByRole('button', { name: 'Commencer l’essai' }).click();
  await formReady(page);
  await page.getByLabel('Objet de la demande').fill('Un véhicule');
  await page.getByLabel('Description').fill('Pour la mission de mardi');
  await send(page, 'Démarrer le dossier d’essai');
  await page.locator('figure.diagram[data-ready]').waitFor();
  await page.locator('.bubble--active').first().waitFor();
  expect(await faults(page, 'atelier-essai')).toEqual([]);
  await page.setViewportSize(phone);
  expect(await faults(page, 'atelier-essai-telephone')).toEqual([]);
  await page.setViewportSize(desktop);
  await page.getByLabel('Nom du cas').fill('La demande attend sa décision');
  await page.getByRole('button', { name: 'Garder ce parcours' }).click();

  // then it passes, and nothing real began
  await page.getByText('Réussi : même chemin, même fin.').waitFor();
  expect(await faults(page, 'atelier-cas')).toEqual([]);
  expect(await caseCount()).toBe(before);

  // when the start's form asks one more thing
  const address = page.url().replace(/\/essais$/, '');
  await page.goto(address);
  await page.locator('#studio[data-ready]').waitFor();
  await page.evaluate(async () => {
    const { files } = (await (await fetch(`${location.pathname}/etat`)).json()) as {
      files: { name: string }[];
    };
    const name = files.find((file) => file.name.endsWith('demande.form'))?.name ?? '';
    const at = `${location.pathname}/fichiers/${name}`;
    const { content, revision } = (await (await fetch(at)).json()) as { content: string; revision: number };
    const schema = JSON.parse(content) as { components: object[] };
    schema.components.push({
      type: 'textfield',
      id: 'Field_neuf',
      key: 'permis',
      label: 'Numéro du permis',
      validate: { required: true },
    });
    await fetch(`${at}?revision=${String(revision)}`, {
      method: 'PUT',
      body: JSON.stringify(schema),
      headers: { 'content-type': 'text/plain' },
    });
  });
  await page.goto(`${address}/essais`);

  // then
  await page.getByText('Ne réussit plus :').waitFor();
  await page.getByText(/ne se fait plus.*Numéro du permis/).waitFor();
  await owner.leave();
});

/** Forms in the browser: what is typed is never lost, and never sent twice. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createApp } from '../../src/web/app';
import { openVisit, startBrowser } from '../kit/browser';
import { claimed, createFixture, dated, type Fixture } from '../pages/fixtures';
import { formReady } from './kit';

jest.setTimeout(180_000);

describe('a task form', () => {
  let browser: Browser;
  let server: Server;
  let fixture: Fixture;
  let page: Page;
  let context: BrowserContext;

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(async () => browser?.close());

  beforeEach(async () => {
    fixture = createFixture();
    server = createServer(createApp(fixture.services));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    // An English browser: the page's language decides all the same.
    ({ page, context } = await openVisit(browser, { baseURL, locale: 'en-US' }));
    await page.goto('/connexion?lang=fr');
    await page.getByLabel('Identifiant').fill('cb-bit');
    await page.getByLabel('Mot de passe').fill('demonstration');
    await page.getByRole('button', { name: 'Se connecter' }).click();
    await page.waitForURL('**/taches');
  });
  afterEach(async () => {
    await context.close();
    server.closeAllConnections();
    server.close();
  });

  async function open(task: { readonly key: string }): Promise<void> {
    await page.goto(`/taches/${task.key}`);
    await formReady(page);
  }

  async function fillConfiguration(): Promise<void> {
    await page.getByLabel('Numéro de série').fill('SN-1');
    await page.getByLabel('Numéro d’inventaire').fill('INV-1');
    await page.getByLabel('Configuration réalisée').fill('Poste standard');
    await page.getByLabel('Configuration réalisée').blur();
  }

  const complete = () => page.getByRole('button', { name: 'Terminer la tâche' }).click();

  it('should name the fields to correct in French, and send nothing', async () => {
    await open(claimed);
    await complete();
    const summary = page.locator('#form-errors');
    await summary.getByText('3 champs sont à corriger avant l’envoi.').waitFor();
    expect(await summary.innerText()).toContain('Numéro de série : Ce champ est obligatoire.');
    expect(await page.locator('.fjs-form-field-error').first().innerText()).toBe('Ce champ est obligatoire.');
    expect(fixture.completions).toEqual([]);
  });

  it('should send what was entered, then go back to the inbox', async () => {
    await open(claimed);
    await fillConfiguration();
    await complete();
    await page.waitForURL('**/taches');
    await page.getByText('Tâche terminée. Le dossier continue.').waitFor();
    expect(fixture.completions).toEqual([
      {
        key: claimed.key,
        variables: { numeroSerie: 'SN-1', numeroInventaire: 'INV-1', configuration: 'Poste standard' },
      },
    ]);
  });

  it('should show at its field what the server refuses', async () => {
    await page.route('**/terminer', (route) =>
      route.fulfill({
        status: 422,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          detail: 'Corrigez les champs indiqués.',
          errors: [{ field: 'numeroSerie', label: 'Numéro de série', message: 'Ce numéro existe déjà.' }],
        }),
      }),
    );
    await open(claimed);
    await fillConfiguration();
    await complete();
    await page.locator('.fjs-form-field-error').getByText('Ce numéro existe déjà.').waitFor();
    await page.locator('#form-errors').getByText('Un champ est à corriger avant l’envoi.').waitFor();
    expect(await page.getByLabel('Numéro de série').inputValue()).toBe('SN-1');
  });

  it('should keep what was typed through a reload, and forget it once sent', async () => {
    await open(claimed);
    await fillConfiguration();
    await page.getByText('Saisie conservée sur cet appareil.').waitFor();
    await page.reload();
    await formReady(page);
    await page.getByText('Votre saisie non envoyée a été retrouvée.').waitFor();
    expect(await page.getByLabel('Numéro de série').inputValue()).toBe('SN-1');
    await complete();
    await page.waitForURL('**/taches');
    expect(await page.evaluate('Object.keys(localStorage).length')).toBe(0);
  });

  it('should say that nothing was sent when the network fails, and send on request', async () => {
    await open(claimed);
    await fillConfiguration();
    await page.route('**/terminer', (route) => route.abort('internetdisconnected'));
    await complete();
    await page.getByText('Non envoyé : le réseau ne répond pas.').waitFor();
    expect(fixture.completions).toEqual([]);
    await page.unroute('**/terminer');
    await page.getByRole('button', { name: 'Réessayer l’envoi' }).click();
    await page.waitForURL('**/taches');
    expect(fixture.completions).toHaveLength(1);
  });

  it('should send once, however often the button is pressed', async () => {
    await open(claimed);
    await fillConfiguration();
    let letThrough = (): void => undefined;
    const held = new Promise<void>((resolve) => (letThrough = resolve));
    await page.route('**/terminer', async (route) => {
      await held;
      await route.continue();
    });
    await page.getByRole('button', { name: 'Terminer la tâche' }).dblclick();
    letThrough();
    await page.waitForURL('**/taches');
    expect(fixture.completions).toHaveLength(1);
  });

  it('should offer to sign in again when the session has ended, and keep what was typed', async () => {
    await open(claimed);
    await fillConfiguration();
    await context.clearCookies();
    await complete();
    await page.getByText('Votre session a expiré.').waitFor();
    expect(await page.evaluate('Object.keys(localStorage).length')).toBe(1);
  });

  it('should read and show dates day first, in French, whatever the browser speaks', async () => {
    await open(dated);
    const date = page.getByLabel('Date d’installation');
    expect(await date.getAttribute('placeholder')).toBe('jj/mm/aaaa');
    await date.click();
    expect(await page.locator('.flatpickr-calendar').innerText()).toContain('lun');
    await date.fill('05/03/2027');
    await date.blur();
    await page.getByLabel('Lieu d’installation').fill('Bureau 12');
    await page.getByLabel('Utilisateur').fill('Awa Koné');
    await page.getByLabel('Utilisateur').blur();
    await complete();
    await page.waitForURL('**/taches');
    expect(fixture.completions[0]?.variables).toMatchObject({ dateInstallation: '2027-03-05' });
  });
});

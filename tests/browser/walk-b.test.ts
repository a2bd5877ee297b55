/** Procedure B from the request to its end, by people in a browser, on the real program. */
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { startBrowser } from '../kit/browser';
import { openTask, startB } from '../kit/procedure-b';
import { startTestProgram, type TestProgram } from '../kit/program';
import { arrival, formReady, reloadUntil, signIn, type Agent } from './kit';

jest.setTimeout(240_000);

describe('procedure B in a browser', () => {
  let program: TestProgram;
  let browser: Browser;
  const agents = new Map<string, Agent>();

  beforeAll(async () => {
    [program, browser] = await Promise.all([startTestProgram(), startBrowser()]);
    for (const name of ['requerant', 'dsi', 'cb-bit', 'gs', 'admin']) {
      agents.set(name, await signIn(browser, name, { baseURL: program.url }));
    }
  });
  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  const as = (name: string): Agent => {
    const agent = agents.get(name);
    if (agent === undefined) throw new Error(`Expected ${name} to be signed in`);
    return agent;
  };

  /** The requester's request; answers the case number. */
  async function request(article: string): Promise<string> {
    const { page, fill } = as('requerant');
    await page.goto('/procedures');
    await page.getByRole('link', { name: 'Démarrer Déploiement du matériel informatique' }).click();
    await formReady(page);
    await fill({
      'Nom du requérant': 'Awa Koné',
      'Courriel du requérant': 'awa.kone@douanes.example',
      Service: 'Bureau des régimes économiques',
      'Matériel demandé': article,
      'Motif de la demande': 'Le poste actuel ne démarre plus.',
    });
    await page.getByRole('button', { name: 'Envoyer la demande' }).click();
    await arrival(page, '/dossiers/');
    const title = await page.getByRole('heading', { level: 1 }).innerText();
    return /B-\d{4}-\d{6}/.exec(title)?.[0] ?? `no case number in ${title}`;
  }

  async function analysed(number: string, findings: Readonly<Record<string, string>>): Promise<void> {
    await as('dsi').take('Transmettre la demande au CB', number);
    await as('dsi').complete();
    await as('cb-bit').take('Analyser la demande', number);
    await as('cb-bit').fill({ 'Résultat de l’enquête': 'Enquête faite.', ...findings });
    await as('cb-bit').complete();
  }

  it('should refuse an unjustified request and tell the requester by mail', async () => {
    const number = await request('Ordinateur portable');
    await analysed(number, {
      'La demande est-elle justifiée ?': 'Non',
      'Motif du rejet': 'Un poste récent est déjà affecté à ce service.',
    });

    const requester = as('requerant').page;
    await requester.getByText('Terminé', { exact: true }).waitFor();
    await requester.getByText('Demande rejetée').first().waitFor();
    await requester.getByRole('link', { name: `Dossier ${number}` }).waitFor();

    const { page } = as('admin');
    const mail = page.locator('.mail-list a', { hasText: number });
    await reloadUntil(page, '/courrier', mail);
    await expect(mail.count()).resolves.toBe(1);
    await mail.click();
    expect(await page.frameLocator('iframe').locator('body').innerText()).toContain(
      'Un poste récent est déjà affecté à ce service.',
    );
  });

  it('should wait for stock, resume when it arrives, and end with the signed PV and the archive', async () => {
    const number = await request('Écran 24 pouces');
    const requester = as('requerant').page;
    await analysed(number, { 'La demande est-elle justifiée ?': 'Oui' });
    await as('cb-bit').take('Transmettre le dossier au GS', number);
    await as('cb-bit').complete();

    // The requester's open page follows, without a reload.
    await requester.getByText('Mettre la demande en attente').first().waitFor();
    await requester.getByText('Retirer ma demande').waitFor();

    const keeper = as('gs').page;
    await keeper.goto('/stock');
    await keeper.getByLabel('Article').selectOption({ label: 'Écran 24 pouces' });
    await keeper.getByLabel('Quantité reçue').fill('3');
    await keeper.getByLabel('Référence').fill('BL-2026-114');
    await keeper.getByRole('button', { name: 'Enregistrer l’entrée' }).click();
    await keeper.getByText('Entrée de stock enregistrée.').waitFor();
    await requester.getByText('Sortir et configurer le matériel').first().waitFor();

    const cb = as('cb-bit');
    await cb.take('Sortir et configurer le matériel', number);
    await cb.fill({
      'Numéro de série': 'SN-123',
      'Numéro d’inventaire': 'INV-456',
      'Configuration réalisée': 'Poste standard.',
    });
    await cb.complete();
    await cb.take('Rédiger le PV d’installation', number);
    await cb.fill({
      'Lieu d’installation': 'Bureau 12',
      'Date d’installation': '23/11/2026',
      Utilisateur: 'Awa Koné',
    });
    await cb.complete();
    await as('dsi').take('Signer le PV', number);
    await as('dsi').fill({ 'Signez-vous le PV': 'Oui, je signe' });
    await as('dsi').complete();
    await cb.take('Déployer chez l’utilisateur', number);
    await cb.fill({ 'Date de déploiement': '24/11/2026' });
    await cb.complete();
    await cb.take('Réceptionner le PV visé', number);
    await cb.fill({ 'PV visé par': 'Awa Koné', 'Date du visa': '25/11/2026' });
    await cb.complete();

    await requester.getByText('Terminé', { exact: true }).waitFor();
    const document = requester.locator('a[href^="/documents/"]').filter({ hasText: /pv/i }).first();
    await document.waitFor();
    const [download] = await Promise.all([requester.waitForEvent('download'), document.click()]);
    expect((await readFile(await download.path())).subarray(0, 5).toString()).toBe('%PDF-');
    await requester
      .locator('a[href^="/documents/"]')
      .filter({ hasText: /dossier|archive|zip/i })
      .first()
      .waitFor();
    await requester.getByText('par Chef de Bureau Infrastructure et Télécommunication').first().waitFor();
  });

  it('should end a waiting case that its requester withdraws', async () => {
    const number = await request('Commutateur');
    await analysed(number, { 'La demande est-elle justifiée ?': 'Oui' });
    await as('cb-bit').take('Transmettre le dossier au GS', number);
    await as('cb-bit').complete();

    const requester = as('requerant').page;
    await requester.getByText('Retirer ma demande').click();
    await requester.getByRole('button', { name: 'Oui, retirer la demande' }).click();
    await requester.getByText('La demande est retirée.').waitFor();
    await requester.getByText('Demande retirée*').first().waitFor();
    await requester.getByText('Terminé', { exact: true }).waitFor();
  });

  /** How fast: `npm run bench`. */
  it('should show a completed task in the requester’s open page by itself', async () => {
    const { page } = as('requerant');
    const instanceKey = await startB(program.as('requerant'));
    const task = await openTask(program.as('dsi'), instanceKey, 'B2_transmettre_au_cb');
    await page.goto(`/dossiers/${instanceKey}`);
    await program.as('dsi').post(`/tasks/${task.key}/claim`);
    await program.as('dsi').post(`/tasks/${task.key}/complete`, { variables: {} });
    await page.getByText('Analyser la demande').first().waitFor();
  });

  it('should leave no console error and ask nothing of another host', () => {
    for (const { name, complaints } of agents.values())
      expect({ name, complaints }).toEqual({ name, complaints: [] });
  });
});

/** Owners change a procedure in the browser: checks, saving by itself, a conflict, approval, the old version back. */
import type { Browser, Page } from 'playwright-core';
import { desktop, startBrowser } from '../kit/browser';
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

const visit = () => ({ baseURL: program.url, viewport: desktop });
const opened = (page: Page) => page.locator('#studio[data-ready]').waitFor();
const saved = (page: Page) => page.getByText('Enregistré', { exact: true }).waitFor();

async function openProcedure(page: Page, name: string): Promise<void> {
  await page.goto('/procedures');
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('button', { name: 'Modifier cette procédure' }).click();
  await opened(page);
}

/** Selects an element as a person does who sees the whole diagram. */
async function choose(page: Page, id: string): Promise<void> {
  await page.getByRole('button', { name: 'Tout voir' }).click();
  const box = await page.locator(`.djs-element[data-element-id="${id}"] > .djs-visual`).first().boundingBox();
  if (box === null) throw new Error(`Expected ${id} on the page, but it is not drawn`);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}

/** One far from the palette, which covers the left of the drawing. */
const lastTask = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const shapes = [...document.querySelectorAll('.djs-shape[data-element-id]')];
    const ids = shapes.map((shape) => shape.getAttribute('data-element-id') ?? '');
    return ids.filter((id) => /^[A-Z]\d+_/.test(id) && !id.endsWith('_label')).at(-2) ?? '';
  });

async function rename(page: Page, name: string): Promise<void> {
  const field = page.locator('#bio-properties-panel-name');
  const general = page.locator('[data-group-id="group-general"] .bio-properties-panel-group-header');
  await general.waitFor();
  if (!(await field.isVisible())) await general.click();
  await field.fill(name);
  await field.press('Tab');
}

/** What the diagram's editor shows no French for. */
const untranslated = (page: Page) => page.evaluate(() => [...(window.logigrammeUntranslated ?? [])]);

test('an owner is stopped by a check, repairs, sees the difference, has it approved, and puts the old one back', async () => {
  // given
  const owner = await signIn(browser, 'proprietaire', visit());
  const { page } = owner;
  await page.goto('/procedures');
  await page
    .getByRole('link', { name: /Jonction/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Exiger l’approbation' }).click();
  await page.getByText('L’approbation d’une seconde personne est exigée.').waitFor();
  await page.getByRole('button', { name: 'Modifier cette procédure' }).click();
  await opened(page);

  // when a step has another name
  await choose(page, await lastTask(page));
  await rename(page, 'Joindre le poste, nouvelle façon');
  await saved(page);

  // then the checks and the gate tell
  await page.getByRole('button', { name: 'Vérifier' }).click();
  await page.locator('#studio-problems h2').waitFor();
  await page.getByRole('link', { name: 'Publier…' }).click();
  await page.getByText(/« Joindre le poste, nouvelle façon » modifiée : son nom/).waitFor();
  await page.locator('#studio-compare[data-ready]').waitFor();
  await page.locator('#studio-after .difference-changed').first().waitFor();
  expect(await faults(page, 'atelier-publication')).toEqual([]);
  await page.getByLabel('Pourquoi cette version ?').fill('Le geste a changé.');
  await page.getByRole('button', { name: 'Demander l’approbation' }).click();
  await page.getByText(/Elle attend l’approbation d’une autre personne/).waitFor();
  const address = page.url();
  expect(await page.getByRole('button', { name: 'Approuver et publier' }).count()).toBe(0);

  // when a second person approves
  const other = await signIn(browser, 'admin', visit());
  await other.page.goto(address);
  await other.page.getByRole('button', { name: 'Approuver et publier' }).click();
  await other.page.getByText('Version publiée.').waitFor();
  await other.page.getByText('Le geste a changé.').waitFor();
  await other.page.getByText(/approuvée par/).waitFor();

  // then the version before can be opened again
  await other.page.getByRole('button', { name: 'Repartir de cette version' }).last().click();
  await opened(other.page);
  await other.page.getByRole('link', { name: 'Publier…' }).click();
  await other.page.locator('#studio-compare[data-ready]').waitFor();
  await owner.leave();
  await other.leave();
});

test('two owners on one draft: each is told of the other, and nothing is overwritten', async () => {
  const first = await signIn(browser, 'proprietaire', visit());
  const second = await signIn(browser, 'admin', visit());
  await first.page.goto('/atelier');
  await first.page.getByLabel('Nom de la procédure').fill('Congés exceptionnels');
  await first.page.getByText('Demande à approuver').click();
  await first.page.getByRole('button', { name: 'Créer le brouillon' }).click();
  await opened(first.page);
  await second.page.goto(first.page.url());
  await opened(second.page);

  // when both save the same file
  const put = (page: Page, content: string, revision: number) =>
    page.evaluate(
      async ([text, at]) => {
        const response = await fetch(
          `${location.pathname}/fichiers/conges-exceptionnels.bpmn?revision=${String(at)}`,
          {
            method: 'PUT',
            body: String(text),
            headers: { 'content-type': 'text/plain' },
          },
        );
        return {
          status: response.status,
          body: (await response.json()) as { code?: string; message?: string },
        };
      },
      [content, revision] as const,
    );
  const content = await first.page.evaluate(async () => {
    const response = await fetch(`${location.pathname}/fichiers/conges-exceptionnels.bpmn`);
    return ((await response.json()) as { content: string }).content;
  });
  expect((await put(first.page, `${content}<!-- 1 -->`, 1)).status).toBe(200);
  const refused = await put(second.page, `${content}<!-- 2 -->`, 1);

  // then the second is told who saved, and his work stays with him
  expect(refused.status).toBe(409);
  expect(refused.body.message).toContain('a été enregistré entre-temps');
  await second.page.getByText(/vient d’enregistrer/).waitFor();
  await second.page.getByText(/Aussi sur ce brouillon/).waitFor();
  await first.leave();
  await second.leave();
});

test('what the network loses stays on the device and goes when it is back', async () => {
  const owner = await signIn(browser, 'proprietaire', visit());
  const { page } = owner;
  await openProcedure(page, 'Sauvegarde des serveurs');
  await page.context().setOffline(true);
  await choose(page, await lastTask(page));
  await rename(page, 'Sauvegardes, revue');
  await page.getByText(/^Non enregistré/).waitFor();
  await page.context().setOffline(false);
  await saved(page);
  await owner.leave();
});

test('every palette entry, menu and panel of the diagram speaks French', async () => {
  const owner = await signIn(browser, 'proprietaire', visit());
  const { page } = owner;
  await openProcedure(page, 'Déploiement du matériel informatique');
  const ids = await page.evaluate(() => {
    const shapes = [...document.querySelectorAll('.djs-element[data-element-id]')];
    const all = shapes.map((shape) => shape.getAttribute('data-element-id') ?? '');
    const own = all.filter((id) => !id.endsWith('_label'));
    const every = Math.ceil(own.length / 16);
    return own.filter((_, index) => index % every === 0);
  });
  expect(ids.length).toBeGreaterThan(5);
  for (const id of ids) {
    await choose(page, id);
    for (const header of await page.locator('.bio-properties-panel-group-header').all()) await header.click();
    const replace = page.locator('.djs-context-pad .entry[data-action="replace"]');
    if ((await replace.count()) > 0) {
      await replace.first().click();
      await page.locator('.djs-popup').waitFor();
      await page.keyboard.press('Escape');
    }
    const append = page.locator('.djs-context-pad .entry[data-action="append"]');
    if ((await append.count()) > 0) {
      await append.first().click();
      await page.locator('.djs-popup').waitFor();
      await page.keyboard.press('Escape');
    }
  }
  expect(await untranslated(page)).toEqual([]);
  expect(await page.locator('.bio-properties-panel-header-type').innerText()).not.toMatch(
    /task|event|gateway|flow/i,
  );
  await owner.leave();
});

test('forms and decisions open beside the diagram', async () => {
  const owner = await signIn(browser, 'proprietaire', visit());
  const { page } = owner;
  await openProcedure(page, 'Déploiement du matériel informatique');
  await page.getByRole('button', { name: 'b-demande.form' }).click();
  await page.locator('#studio[data-ready="b-demande.form"]').waitFor();
  await page.locator('.fjs-editor-container').waitFor();
  page.on('dialog', (dialog) => void dialog.accept('Règle du stock'));
  await page.getByRole('button', { name: 'Ajouter une décision' }).click();
  await page.locator('.dmn-decision-table-container').waitFor();
  await saved(page);
  await owner.leave();
});

/** A person at the pages of the real program: signs in, finds their tasks, fills in forms. */
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { accessibilityProblems, openVisit, type VisitOptions } from '../kit/browser';
import { PASSWORD } from '../kit/program';

export interface Agent {
  readonly name: string;
  readonly page: Page;
  readonly complaints: string[];
  /** Takes the group's task of a case and opens its form. */
  take(taskName: string, caseNumber: string): Promise<void>;
  /** Fills fields by label: text, dates as jj/mm/aaaa, options by their text, true or false for boxes. */
  fill(values: Readonly<Record<string, string | boolean>>): Promise<void>;
  /** « Terminer la tâche », until the server has taken it. */
  complete(): Promise<void>;
  openCase(caseNumber: string): Promise<void>;
  leave(): Promise<void>;
}

export async function signIn(browser: Browser, name: string, options: VisitOptions): Promise<Agent> {
  const { page, context, complaints } = await openVisit(browser, options);
  await page.goto('/connexion');
  await page.getByLabel('Identifiant').fill(name);
  await page.getByLabel('Mot de passe').fill(PASSWORD);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.waitForURL('**/taches');

  return {
    name,
    page,
    complaints,
    async take(taskName, caseNumber) {
      const button = page.getByRole('button', {
        name: `Prendre la tâche ${taskName}, dossier ${caseNumber}`,
      });
      await reloadUntil(page, '/taches?vue=groupe', button);
      await button.click();
      await formReady(page);
    },
    fill: (values) => fillForm(page, values),
    async complete() {
      await page.getByRole('button', { name: 'Terminer la tâche' }).click();
      await arrival(page, '/taches');
      await page.getByText('Tâche terminée. Le dossier continue.').waitFor();
    },
    async openCase(caseNumber) {
      await page.goto(`/dossiers?q=${encodeURIComponent(caseNumber)}`);
      await page.getByRole('link', { name: caseNumber }).click();
      await page.locator('figure.diagram[data-ready]').waitFor();
    },
    leave: () => context.close(),
  };
}

export async function formReady(page: Page): Promise<void> {
  await page.locator('#form[data-ready]').waitFor({ state: 'attached' });
}

/** Where to keep a picture of each page that is looked at; unset: nowhere. */
const shots = process.env['SHOTS'];

/** What is wrong with the page as it is drawn: accessibility, sideways scrolling. `name`: of its picture; none: it gets none. */
export async function faults(page: Page, name?: string): Promise<string[]> {
  const width = page.viewportSize()?.width ?? 0;
  if (shots !== undefined && name !== undefined)
    await page.screenshot({ path: path.join(shots, `${name}-${width}.png`), fullPage: true });
  const found = await accessibilityProblems(page);
  const drawn = (await page.evaluate('document.documentElement.scrollWidth')) as number;
  return drawn > width ? [...found, `drawn ${drawn} px wide in ${width} px`] : found;
}

/** Waits for the page at that path; fails with what is shown instead. */
export async function arrival(page: Page, path: string): Promise<void> {
  try {
    await page.waitForURL((url) => url.pathname.startsWith(path) && url.pathname !== '/connexion', {
      waitUntil: 'domcontentloaded',
    });
  } catch (error) {
    throw new Error(
      `Expected to arrive at ${path}, but ${page.url()} shows:\n${await page.innerText('main')}`,
      {
        cause: error,
      },
    );
  }
}

/** A person who comes back until something is there. */
export async function reloadUntil(
  page: Page,
  path: string,
  wanted: Locator,
  limitMillis = 20_000,
): Promise<void> {
  const until = Date.now() + limitMillis;
  for (;;) {
    await page.goto(path);
    if (await wanted.isVisible()) return;
    if (Date.now() > until) {
      throw new Error(
        `Expected ${String(wanted)} at ${path}, but it shows:\n${await page.innerText('main')}`,
      );
    }
  }
}

async function fillForm(page: Page, values: Readonly<Record<string, string | boolean>>): Promise<void> {
  for (const [label, value] of Object.entries(values)) await fillField(page, label, value);
}

async function fillField(page: Page, label: string, value: string | boolean): Promise<void> {
  const field = page.locator('.fjs-form-field').filter({ has: page.getByText(label, { exact: false }) });
  if (typeof value === 'boolean') {
    await page.getByLabel(label).setChecked(value);
    return;
  }
  if ((await field.getByRole('radio').count()) > 0) {
    await field.getByLabel(value, { exact: true }).check();
    return;
  }
  if ((await field.locator('.fjs-select-hidden-input').count()) > 0) {
    // Opens at focus and closes at a second click, so by the keyboard's way in.
    await field.locator('.fjs-select-hidden-input').focus();
    await field.locator('.fjs-dropdownlist-item', { hasText: value }).first().click();
    return;
  }
  const input = page.getByLabel(label);
  await input.fill(value);
  await input.blur();
}

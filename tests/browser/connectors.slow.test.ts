/** The connectors' page and a step done by hand, at a desk and on a phone, in the real program. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { desktop, phone, startBrowser } from '../kit/browser';
import { startTestProgram, type TestProgram } from '../kit/program';
import { faults, formReady, signIn } from './kit';

jest.setTimeout(180_000);

/** No external medium: copies are made by hand. */
const settings = {
  backup: {
    folder: '/nulle/part',
    plans: [{ name: 'fichiers', servers: ['Fichiers'], kind: 'directory', source: os.tmpdir() }],
  },
};
const folder = mkdtempSync(path.join(os.tmpdir(), 'logigramme-connectors-'));
const file = path.join(folder, 'connecteurs.yaml');
let connected: TestProgram;
let unconnected: TestProgram;
let browser: Browser;
beforeAll(async () => {
  writeFileSync(file, JSON.stringify(settings));
  browser = await startBrowser();
  connected = await startTestProgram({ CONNECTORS_FILE: file });
  unconnected = await startTestProgram();
});
afterAll(async () => {
  await browser?.close();
  await connected?.stop();
  await unconnected?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe.each([
  ['a desk', desktop],
  ['a phone', phone],
])('on %s', (_where, viewport) => {
  test('an administrator tests a connector and reads what is wrong', async () => {
    const visit = { baseURL: connected.url, viewport };
    const { page, complaints, leave } = await signIn(browser, 'admin', visit);
    await page.goto('/referentiels');
    await page.getByRole('link', { name: 'Connecteurs' }).click();
    await page.getByRole('button', { name: 'Tester : Sauvegardes' }).click();
    await page.getByText('le dossier /nulle/part n’existe pas.').waitFor();
    expect(await faults(page, 'connecteurs')).toEqual([]);
    expect(complaints).toEqual([]);
    await leave();
  });

  test('a backup is made by hand where none is configured', async () => {
    const started = await unconnected.as('admin').post<{ processInstanceKey: string }>('/process-instances', {
      bpmnProcessId: 'sauvegarde-base-sydam-world',
      variables: { dateSauvegarde: '2026-11-23', serveur: 'SYDAM-PROD' },
    });
    expect(started.status).toBe(201);
    const visit = { baseURL: unconnected.url, viewport };
    const { page, complaints, leave } = await signIn(browser, 'cb-be', visit);
    await page.goto('/taches?vue=groupe');
    await page
      .getByRole('button', { name: /Prendre la tâche Exécuter la sauvegarde/ })
      .first()
      .click();
    await formReady(page);
    expect(await faults(page, 'a-la-main')).toEqual([]);
    expect(complaints).toEqual([]);
    await leave();
  });
});

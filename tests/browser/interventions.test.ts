/** A manager moves a case to another step after seeing what changes, and finds the trace. */
import type { Browser } from 'playwright-core';
import { desktop, phone, startBrowser } from '../kit/browser';
import { eventually, startTestProgram, type TestProgram } from '../kit/program';
import { faults, signIn } from './kit';

jest.setTimeout(180_000);

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

test.each([
  ['a desk', desktop],
  ['a phone', phone],
])('on %s a case is moved to another step, with what changes told before', async (_where, viewport) => {
  const { body } = await program.as('admin').post<{ processInstanceKey: string }>('/process-instances', {
    bpmnProcessId: 'sauvegarde-base-sydam-world',
    variables: { dateSauvegarde: '2026-11-23', serveur: 'SYDAM-PROD' },
  });
  const path = `/dossiers/${body.processInstanceKey}`;
  await eventually(
    () =>
      program.as('admin').get<{ items: object[] }>(`/tasks?processInstanceKey=${body.processInstanceKey}`),
    (answer) => answer.body.items.length > 0,
  );
  const { page, complaints, leave } = await signIn(browser, 'responsable', {
    baseURL: program.url,
    viewport,
  });
  await page.goto(path);
  await page.getByRole('link', { name: 'Interventions' }).click();
  await page.getByText('Personne n’est intervenu sur ce dossier.').waitFor();
  expect(await faults(page, 'interventions')).toEqual([]);
  await page.getByRole('checkbox').first().check();
  await page.getByLabel('Étape à commencer').selectOption({ index: 1 });
  await page.getByLabel('Raison').first().fill('Repris sur papier');
  await page.getByRole('button', { name: 'Voir ce qui va changer' }).click();
  await page.getByRole('heading', { name: 'Commence' }).waitFor();
  expect(await faults(page, 'intervention-preview')).toEqual([]);
  await page.getByRole('button', { name: 'Faire ce changement' }).click();
  await page.getByText('Étapes changées : Repris sur papier').waitFor();
  expect(await faults(page, 'interventions-done')).toEqual([]);
  expect(complaints).toEqual([]);
  await leave();
});

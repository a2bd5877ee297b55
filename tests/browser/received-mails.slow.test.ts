/** The page of received mails, at a desk and on a phone: states, reasons, and nothing of a mail but its text. */
import type { Browser } from 'playwright-core';
import { desktop, phone, startBrowser } from '../kit/browser';
import { COPIES, openMailInPlace, request, type MailInPlace } from '../mail/in/kit';
import { faults, signIn } from './kit';

jest.setTimeout(240_000);

let place: MailInPlace;
let browser: Browser;
beforeAll(async () => {
  place = await openMailInPlace();
  const mails = [
    request({ subject: 'Accès à la baie 3', attachments: [{ filename: 'plan.pdf', content: '%PDF' }] }),
    request({ subject: 'Accès incomplet', cc: [COPIES.sdis] }),
    request({ from: 'inconnu@ailleurs.example', subject: 'Offre' }),
    request({ subject: 'Absent du bureau', headers: { 'Auto-Submitted': 'auto-replied' } }),
    request({
      subject: '<script>document.title = "pris"</script>',
      text: undefined,
      html: '<p>Bonjour</p><script>document.title = "pris"</script><img src="http://ailleurs.example/x.png">',
      to: 'personne@douanes.example.ci',
      cc: [],
    }),
  ];
  for (const mail of mails) await place.send(mail);
  for (const mail of mails) await place.decided(mail.messageId);
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await place?.stop();
});

test.each([
  ['a desk', desktop],
  ['a phone', phone],
])('on %s', async (_where, viewport) => {
  const visit = { baseURL: place.program.url, viewport };
  const { page, complaints, leave } = await signIn(browser, 'responsable', visit);
  await page.goto('/courriels');
  await page.getByRole('link', { name: 'Courriels reçus' }).click();
  await page.getByText('Accepté', { exact: true }).locator('visible=true').first().waitFor();
  expect(await page.innerText('main')).toMatch(/il manque en copie : N\+1[\s\S]*dossier H-\d{4}-\d+ ouvert/);
  expect(await faults(page, 'courriels-recus')).toEqual([]);

  await page.getByRole('link', { name: /document\.title/ }).click();
  await page.getByText('Bonjour').waitFor();
  expect(await page.title()).not.toContain('pris ·');
  expect(await page.locator('main img, main script, main iframe').count()).toBe(0);
  expect(await faults(page, 'courriel-recu')).toEqual([]);

  await page.goto('/courriels-recus?etat=ACCEPTED');
  await page.getByRole('link', { name: 'Accès à la baie 3' }).click();
  await page.getByText('plan.pdf').waitFor();
  expect(await faults(page, 'courriel-accepte')).toEqual([]);
  await page.getByRole('link', { name: /^H-/ }).click();
  await page.getByRole('link', { name: 'Courriel reçu - Accès à la baie 3.eml' }).waitFor();
  expect(await page.innerText('main')).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  expect(await faults(page, 'dossier-par-courriel')).toEqual([]);
  expect(complaints).toEqual([]);
  await leave();
});

/** E's mailbox whose default password nobody saw in time: another, by one click, at a desk and on a phone. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { secret, startGraph, type TestGraph } from '../connectors/accounts/graph-server';
import { complete, mailboxRequest, openTask, start } from '../connectors/people';
import { desktop, phone, startBrowser } from '../kit/browser';
import { startTestProgram, type TestProgram } from '../kit/program';
import { faults, reloadUntil, signIn } from './kit';

jest.setTimeout(180_000);

const folder = mkdtempSync(path.join(os.tmpdir(), 'logigramme-renewed-'));
const file = path.join(folder, 'connecteurs.yaml');
let graph: TestGraph;
let program: TestProgram;
let browser: Browser;
beforeAll(async () => {
  graph = await startGraph();
  // Expired as soon as the account is made.
  const passwords = { validityHours: 0.000_001 };
  writeFileSync(file, JSON.stringify({ mailboxes: graph.settings(), passwords }));
  browser = await startBrowser();
  program = await startTestProgram({
    CONNECTORS_FILE: file,
    PASSWORDS_KEY: randomBytes(32).toString('base64'),
    GRAPH_SECRET: secret,
  });
});
afterAll(async () => {
  await browser?.close();
  await program?.stop();
  await graph?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe.each([
  ['a desk', desktop, 'Fatou Diallo', '301254K', 'fatou.diallo@douanes.example'],
  ['a phone', phone, 'Issa Koné', '301255L', 'issa.kone@douanes.example'],
])('on %s', (_where, viewport, requerant, matricule, address) => {
  test('those whom it concerns make another, see it once, and it opens the mailbox', async () => {
    const request = { ...mailboxRequest, requerant, matricule };
    const key = await start(program.as('admin'), 'creation-compte-mail', request);
    await complete(program.as('cssum'), key, 'E2_verifier', { referencesExactes: true, mailExiste: false });
    await openTask(program.as('cb-bas'), key, 'E5_parametres');
    const passwordOf = (): unknown =>
      graph.users.find(({ userPrincipalName }) => userPrincipalName === address)?.['passwordProfile'];
    const before = passwordOf();

    const stranger = await signIn(browser, 'dsi', { baseURL: program.url, viewport });
    await stranger.page.goto('/mots-de-passe');
    expect(await stranger.page.getByRole('button', { name: 'Nouveau mot de passe' }).count()).toBe(0);
    await stranger.leave();

    const chief = await signIn(browser, 'cb-bas', { baseURL: program.url, viewport });
    const renew = chief.page.getByRole('button', { name: `Nouveau mot de passe : ${address}` });
    await reloadUntil(chief.page, '/mots-de-passe', renew);
    expect(await faults(chief.page, 'mot-de-passe-expire')).toEqual([]);
    await renew.click();
    const password = (await chief.page.locator('code.secret').innerText()).trim();
    expect(passwordOf()).toEqual({ password, forceChangePasswordNextSignIn: true });
    expect(passwordOf()).not.toEqual(before);
    expect(await faults(chief.page, 'mot-de-passe-nouveau')).toEqual([]);
    await chief.page.goto('/mots-de-passe');
    expect(await chief.page.content()).not.toContain(password);
    expect(await renew.count()).toBe(0);
    expect(chief.complaints).toEqual([]);
    await chief.leave();
  });
});

/** The page that shows a default password once, at a desk and on a phone, in the real program. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { port, servicePassword, startLdapjs, type InMemory } from '../connectors/accounts/directories';
import { accountRequest, complete, start } from '../connectors/people';
import { desktop, phone, startBrowser } from '../kit/browser';
import { eventually, startTestProgram, type TestProgram } from '../kit/program';
import { faults, signIn } from './kit';

jest.setTimeout(180_000);

const folder = mkdtempSync(path.join(os.tmpdir(), 'logigramme-passwords-'));
const file = path.join(folder, 'connecteurs.yaml');
let directory: InMemory;
let program: TestProgram;
let browser: Browser;
beforeAll(async () => {
  directory = await startLdapjs('openldap');
  writeFileSync(file, JSON.stringify({ directory: directory.settings() }));
  browser = await startBrowser();
  program = await startTestProgram({
    CONNECTORS_FILE: file,
    PASSWORDS_KEY: randomBytes(32).toString('base64'),
    ANNUAIRE_PASSWORD: servicePassword,
  });
});
afterAll(async () => {
  await browser?.close();
  await program?.stop();
  await directory?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Up to the account that the program makes; its holder is the demo account `requerant`. */
async function accountMade(): Promise<string> {
  const request = { ...accountRequest, courrielRequerant: 'requerant@demo.example' };
  const key = await start(program.as('admin'), 'gestion-comptes-utilisateurs', request);
  await complete(program.as('cb-bs'), key, 'L2_recevoir_demande', {});
  const analysis = { demandeRecevable: true, profil: 'Vérificateur' };
  await complete(program.as('csa'), key, 'L3_analyser_demande', analysis);
  return key;
}

describe.each([
  ['a desk', desktop],
  ['a phone', phone],
])('on %s', (_where, viewport) => {
  test('a person sees the password once, an administrator who saw it', async () => {
    const key = await accountMade();
    const visit = { baseURL: program.url, viewport };
    const task = () =>
      program
        .as('csa')
        .get<{ items: { key: string; elementId: string }[] }>(
          `/tasks?state=CREATED&processInstanceKey=${key}`,
        );
    const { body } = await eventually(task, (found) =>
      found.body.items.some((one) => one.elementId === 'L7_mot_de_passe'),
    );

    const person = await signIn(browser, 'requerant', visit);
    await person.page.goto('/taches');
    await person.page.locator('details.account summary').click();
    await person.page.getByRole('link', { name: 'Mots de passe' }).click();
    await person.page.getByRole('heading', { name: 'À afficher' }).waitFor();
    expect(await faults(person.page, 'mots-de-passe')).toEqual([]);
    await person.page
      .getByRole('button', { name: 'Afficher le mot de passe une seule fois' })
      .first()
      .click();
    const password = (await person.page.locator('code.secret').innerText()).trim();
    const login = (await person.page.locator('.notice strong').innerText()).split(' ').pop() ?? '';
    expect(await directory.signIn(`uid=${login},${port}`, password)).toBe('');
    expect(await faults(person.page, 'mot-de-passe-affiche')).toEqual([]);
    await person.page.goto('/mots-de-passe');
    expect(await person.page.content()).not.toContain(password);
    expect(person.complaints).toEqual([]);
    await person.leave();

    const admin = await signIn(browser, 'admin', visit);
    await admin.page.goto('/mots-de-passe');
    await admin.page.getByRole('heading', { name: 'Qui a vu quel mot de passe' }).waitFor();
    expect(await faults(admin.page, 'mots-de-passe-admin')).toEqual([]);
    expect(admin.complaints).toEqual([]);
    await admin.leave();

    const agent = await signIn(browser, 'csa', visit);
    const handOver = body.items.find((one) => one.elementId === 'L7_mot_de_passe')?.key ?? '';
    await agent.page.goto(`/taches/${handOver}`);
    await agent.page.getByText('se voit une seule fois, à la page').waitFor();
    expect(await faults(agent.page, 'mot-de-passe-a-communiquer')).toEqual([]);
    await agent.leave();
  });
});

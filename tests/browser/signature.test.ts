/** The PV of procedure B: refused with a reason, written anew, signed with the organisation's certificate, archived so. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import type { Browser } from 'playwright-core';
import { desktop, phone, startBrowser } from '../kit/browser';
import { doStep, instanceInState, startB, type Step } from '../kit/procedure-b';
import { startTestProgram, type TestProgram } from '../kit/program';
import { PASSWORD, testCertificate } from '../kit/signing';
import { verifiedSignatures } from '../../src/documents/signature/verify';
import { faults, signIn } from './kit';

jest.setTimeout(180_000);

let folder: string;
let program: TestProgram;
let browser: Browser;
let caseKey: string;

interface Listed {
  readonly items: readonly {
    readonly id: string;
    readonly kind: string;
    readonly version: number;
    readonly createdBy: string;
    readonly retention: string;
  }[];
}
const documents = async () =>
  (await program.as('requerant').get<Listed>(`/process-instances/${caseKey}/documents`)).body.items;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'logigramme-certificate-'));
  const file = path.join(folder, 'organisation.p12');
  await writeFile(file, testCertificate().pkcs12);
  const settings = { SIGNATURE_PKCS12: file, SIGNATURE_PASSWORD: PASSWORD };
  [program, browser] = await Promise.all([startTestProgram(settings), startBrowser()]);
  caseKey = await startB(program.as('requerant'));
  const steps: readonly [string, Step, Record<string, unknown>?][] = [
    ['dsi', 'B2_transmettre_au_cb'],
    ['cb-bit', 'B3_analyser_demande'],
    ['cb-bit', 'B5_dossier_transmettre'],
    ['cb-bit', 'B6_configurer_materiel'],
    ['cb-bit', 'B7_rediger_pv'],
    ['dsi', 'B7_signature', { pvSigne: false, motifRefusSignature: 'Le numéro de série manque.' }],
    ['cb-bit', 'B7_rediger_pv'],
    ['dsi', 'B7_signature'],
  ];
  for (const [actor, step, entered] of steps) await doStep(program.as(actor), caseKey, step, entered);
});
afterAll(async () => {
  await browser?.close();
  await program?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('the file that was signed is the second version of the PV, by its signatory, kept as evidence', async () => {
  const found = (await documents()).filter(({ kind }) => kind === 'pv-installation');
  expect(found.map(({ version, createdBy, retention }) => [version, createdBy, retention])).toEqual([
    [1, 'logigramme', 'case'],
    [1, 'logigramme', 'case'],
    [2, 'dsi', 'proof'],
  ]);
  const { bytes } = await program.as('requerant').download(`/documents/${found[2]?.id ?? ''}`);
  expect(verifiedSignatures(bytes)).toMatchObject([
    { holder: 'Direction des Essais', intact: true, coversAll: true },
  ]);
});

test.each([
  ['a desk', desktop],
  ['a phone', phone],
])('who asked sees who signed, who refused and why, and verifies it on %s', async (_where, viewport) => {
  const { page, complaints, leave } = await signIn(browser, 'requerant', { baseURL: program.url, viewport });
  await page.goto(`/dossiers/${caseKey}`);
  await page
    .getByText('Signature refusée par', { exact: false })
    .getByText('Le numéro de série manque.')
    .waitFor();
  await page.getByText('avec le certificat de l’organisation').waitFor();
  const found = await faults(page, 'signature-dossier');
  await page.getByRole('link', { name: /^Vérifier les signatures/ }).click();
  await page.getByText('Valide : ce qui a été signé n’a pas changé').waitFor();
  await page.getByText('Direction des Essais : certificat de l’organisation').waitFor();
  found.push(...(await faults(page, 'signature-verification')));
  expect([...found, ...complaints]).toEqual([]);
  await leave();
});

test('the signed file is what is archived', async () => {
  await doStep(program.as('cb-bit'), caseKey, 'B8_deployer');
  await doStep(program.as('cb-bit'), caseKey, 'B9_receptionner_pv');
  await instanceInState(program.as('requerant'), caseKey, 'COMPLETED');
  const archive = (await documents()).find(({ kind }) => kind === 'archive');
  const { bytes } = await program.as('requerant').download(`/documents/${archive?.id ?? ''}`);
  const papers = Object.entries(unzipSync(bytes)).filter(([name]) => /^documents\/PV/u.test(name));
  const signatures = papers.map(([, content]) =>
    verifiedSignatures(Buffer.from(content)).map(({ intact }) => intact),
  );
  // The PV that was refused stands beside it, unsigned.
  expect(signatures.sort((left, right) => left.length - right.length)).toEqual([[], [true]]);
});

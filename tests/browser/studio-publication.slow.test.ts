/**
 * The whole life of a change to B: stopped by checks, repaired, tried, a case kept, the difference seen, approved,
 * a running case moved and ended by the new step, the old version put back; a restart changes nothing.
 */
import type { Browser, Page } from 'playwright-core';
import { desktop, startBrowser } from '../kit/browser';
import { doStep, instanceInState, PROCEDURE_B, startB, demande, type Step } from '../kit/procedure-b';
import { eventually, startTestProgram, type TestProgram } from '../kit/program';
import { faults, signIn } from './kit';

jest.setTimeout(300_000);

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

/** Puts a file into the open draft, as the editor does when it saves. */
async function save(page: Page, address: string, name: string, content: string): Promise<void> {
  const status = await page.evaluate(
    async ([draft, file, text]) => {
      const at = `${draft}/fichiers/${file}`;
      const there = await fetch(at);
      const revision = there.ok ? ((await there.json()) as { revision: number }).revision : 0;
      const saved = await fetch(`${at}?revision=${String(revision)}`, {
        method: 'PUT',
        body: text,
        headers: { 'content-type': 'text/plain' },
      });
      return saved.status;
    },
    [address, name, content] as const,
  );
  expect(status).toBe(200);
}

async function read(page: Page, address: string, name: string): Promise<string> {
  return page.evaluate(
    async ([draft, file]) => {
      const response = await fetch(`${draft}/fichiers/${file}`);
      return ((await response.json()) as { content: string }).content;
    },
    [address, name] as const,
  );
}

/** A step with a form, then a mail, between the visa and the archive. */
function withSteps(xml: string, groups: string): string {
  return xml
    .replace(
      '<bpmn:serviceTask id="B10_archiver_pv"',
      `<bpmn:userTask id="B9_bilan" name="Faire le bilan"><bpmn:extensionElements><zeebe:formDefinition formId="b-bilan" />${groups}</bpmn:extensionElements><bpmn:incoming>B9_vers_B10</bpmn:incoming><bpmn:outgoing>bilan_vers_mail</bpmn:outgoing></bpmn:userTask>
<bpmn:sendTask id="B9_prevenir" name="Prévenir le requérant"><bpmn:extensionElements><zeebe:taskDefinition type="send-mail" /><zeebe:ioMapping><zeebe:input source="=courrielRequerant" target="destinataire" /><zeebe:input source="=&quot;rejet-demande&quot;" target="modele" /><zeebe:input source="=bilan" target="motifRejet" /></zeebe:ioMapping></bpmn:extensionElements><bpmn:incoming>bilan_vers_mail</bpmn:incoming><bpmn:outgoing>mail_vers_archive</bpmn:outgoing></bpmn:sendTask>
<bpmn:serviceTask id="B10_archiver_pv"`,
    )
    .replace(
      '<bpmn:incoming>B9_vers_B10</bpmn:incoming>\n      <bpmn:outgoing>B10_vers_fin',
      '<bpmn:incoming>mail_vers_archive</bpmn:incoming>\n      <bpmn:outgoing>B10_vers_fin',
    )
    .replace(
      'sourceRef="B9_receptionner_pv" targetRef="B10_archiver_pv" />',
      'sourceRef="B9_receptionner_pv" targetRef="B9_bilan" /><bpmn:sequenceFlow id="bilan_vers_mail" sourceRef="B9_bilan" targetRef="B9_prevenir" /><bpmn:sequenceFlow id="mail_vers_archive" sourceRef="B9_prevenir" targetRef="B10_archiver_pv" />',
    )
    .replace(
      '<bpmn:flowNodeRef>B10_archiver_pv</bpmn:flowNodeRef>',
      '<bpmn:flowNodeRef>B9_bilan</bpmn:flowNodeRef><bpmn:flowNodeRef>B9_prevenir</bpmn:flowNodeRef><bpmn:flowNodeRef>B10_archiver_pv</bpmn:flowNodeRef>',
    )
    .replace(
      '<bpmndi:BPMNShape id="B10_archiver_pv_di"',
      `<bpmndi:BPMNShape id="B9_bilan_di" bpmnElement="B9_bilan"><dc:Bounds x="1930" y="300" width="120" height="80" /></bpmndi:BPMNShape><bpmndi:BPMNShape id="B9_prevenir_di" bpmnElement="B9_prevenir"><dc:Bounds x="2100" y="300" width="120" height="80" /></bpmndi:BPMNShape>
<bpmndi:BPMNEdge id="bm_di" bpmnElement="bilan_vers_mail"><di:waypoint x="2050" y="340" /><di:waypoint x="2100" y="340" /></bpmndi:BPMNEdge><bpmndi:BPMNEdge id="ma_di" bpmnElement="mail_vers_archive"><di:waypoint x="2160" y="380" /><di:waypoint x="2160" y="430" /></bpmndi:BPMNEdge>
<bpmndi:BPMNShape id="B10_archiver_pv_di"`,
    );
}

const bilan = JSON.stringify({
  id: 'b-bilan',
  type: 'default',
  schemaVersion: 18,
  components: [
    {
      type: 'textarea',
      id: 'bilan',
      key: 'bilan',
      label: 'Bilan du déploiement',
      validate: { required: true },
    },
  ],
});
const GROUP = '<zeebe:assignmentDefinition candidateGroups="cb-bit" />';
const before: readonly Step[] = ['B2_transmettre_au_cb'];
const after: readonly Step[] = [
  'B3_analyser_demande',
  'B5_dossier_transmettre',
  'B6_configurer_materiel',
  'B7_rediger_pv',
  'B7_signature',
  'B8_deployer',
  'B9_receptionner_pv',
];

test('a change to B lives from its checks to its last case', async () => {
  // given a running case
  const admin = program.as('admin');
  const key = await startB(program.as('requerant'));
  for (const step of before) await doStep(admin, key, step);
  const owner = await signIn(browser, 'proprietaire', visit());
  const { page } = owner;
  await page.goto(`/procedures/${PROCEDURE_B}`);
  await page.getByRole('button', { name: 'Exiger l’approbation' }).click();
  await page.getByRole('button', { name: 'Modifier cette procédure' }).click();
  await opened(page);
  const address = new URL(page.url()).pathname;
  const diagram = `${PROCEDURE_B}.bpmn`;
  const original = await read(page, address, diagram);

  // when the new step has neither form nor people, then two checks stop it
  await save(page, address, diagram, withSteps(original, ''));
  await page.goto(`${address}/publication`);
  await page
    .getByText(/b-bilan/)
    .first()
    .waitFor();
  expect(await page.locator('.studio-problem--ERROR').count()).toBeGreaterThanOrEqual(1);
  expect(await page.getByRole('button', { name: 'Demander l’approbation' }).isDisabled()).toBe(true);

  // when it is repaired, then nothing is left to correct
  await save(page, address, 'b-bilan.form', bilan);
  await save(page, address, diagram, withSteps(original, GROUP));

  // when it is tried and the walk is kept
  await page.goto(`${address}/essai`);
  await page.getByRole('button', { name: 'Commencer l’essai' }).click();
  await page.locator('#form[data-ready]').waitFor({ state: 'attached' });
  await page.evaluate(
    async ([at, variables]) => {
      await fetch(`${at}/essai/faire?a=debut`, {
        method: 'POST',
        body: JSON.stringify({ variables }),
        headers: { 'content-type': 'application/json' },
      });
    },
    [address, demande] as const,
  );
  await page.reload();
  await page.getByLabel('Nom du cas').fill('La demande arrive à la DSI');
  await page.getByRole('button', { name: 'Garder ce parcours' }).click();
  await page.getByText('Réussi : même chemin, même fin.').waitFor();

  // then the gate shows the difference, the case, and the running case that can move
  await page.goto(`${address}/publication`);
  await page.getByText(/« Faire le bilan » ajoutée?/).waitFor();
  await page.getByText('La demande arrive à la DSI').waitFor();
  expect(await page.locator('.studio-problem--ERROR').count()).toBe(0);
  await page.locator(`input[name="dossiers"][value="${key}"]`).check();
  expect(await faults(page, 'publication-dossiers')).toEqual([]);
  await page.getByLabel('Pourquoi cette version ?').fill('Un bilan est demandé.');
  await page.getByRole('button', { name: 'Demander l’approbation' }).click();
  await page.getByText(/Elle attend l’approbation/).waitFor();
  const second = await signIn(browser, 'admin', visit());
  await second.page.goto(`${address}/publication`);
  await second.page.getByRole('button', { name: 'Approuver et publier' }).click();
  await second.page.getByText('Version publiée.').waitFor();
  await second.page.getByText(/Dossier B-.* passé à cette version\./).waitFor();

  // when the moved case goes on, then it ends by the new step
  for (const step of after) await doStep(admin, key, step);
  const tasks = await eventually(
    async () =>
      (
        await admin.get<{ items: { key: string; elementId: string }[] }>(
          `/tasks?state=CREATED&processInstanceKey=${key}`,
        )
      ).body.items,
    (items) => items.some(({ elementId }) => elementId === 'B9_bilan'),
  );
  const task = tasks.find(({ elementId }) => elementId === 'B9_bilan');
  await admin.post(`/tasks/${task?.key ?? ''}/claim`, {});
  const done = await admin.post(`/tasks/${task?.key ?? ''}/complete`, {
    variables: { bilan: 'Tout est posé.' },
  });
  expect(done.status).toBe(200);
  await instanceInState(admin, key, 'COMPLETED');

  // when the version before is put back
  await second.page.getByRole('button', { name: 'Repartir de cette version' }).last().click();
  await opened(second.page);
  const back = new URL(second.page.url()).pathname;
  await second.page.goto(`${back}/publication`);
  await second.page.getByText(/« Faire le bilan » retirée?/).waitFor();
  await second.page.getByLabel('Pourquoi cette version ?').fill('Le bilan n’est plus demandé.');
  await second.page.getByRole('button', { name: 'Demander l’approbation' }).click();
  await owner.page.goto(`${back}/publication`);
  await owner.page.getByRole('button', { name: 'Approuver et publier' }).click();
  await owner.page.getByText('Version publiée.').waitFor();
  const published = await admin.get<{ version: number; bpmnXml: string }>(`/processes/${PROCEDURE_B}`);
  expect(published.body.bpmnXml).not.toContain('B9_bilan');
  await owner.leave();
  await second.leave();

  // then a restart changes nothing
  const { dataDir } = program;
  await program.stop({ keepData: true });
  program = await startTestProgram({}, dataDir);
  const again = await program
    .as('admin')
    .get<{ version: number; bpmnXml: string }>(`/processes/${PROCEDURE_B}`);
  expect(again.body).toEqual(published.body);
});

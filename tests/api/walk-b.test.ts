import { routes } from '../../src/web/api/routes';
import {
  doStep,
  instanceInState,
  openTask,
  PROCEDURE_B,
  standsAt,
  startB,
  type Step,
} from '../kit/procedure-b';
import { eventually, startTestProgram, type TestProgram } from '../kit/program';

jest.setTimeout(180_000);

let program: TestProgram;
beforeAll(async () => {
  program = await startTestProgram();
  await eventually(
    () => program.as('admin').get<{ items: unknown[] }>('/processes'),
    (answer) => answer.body.items.length > 0,
  );
});
afterAll(() => program.stop());

interface Mail {
  readonly subject: string;
  readonly to: readonly string[];
  readonly messageId: string;
}
const mails = async () => (await program.as('admin').get<{ items: Mail[] }>('/mailbox')).body.items;

describe('procedure B through the API', () => {
  it('should be refused, with a mail to the requester', async () => {
    const key = await startB(program.as('requerant'), { courrielRequerant: 'refus@douanes.example' });
    await doStep(program.as('dsi'), key, 'B2_transmettre_au_cb');
    await doStep(program.as('cb-bit'), key, 'B3_analyser_demande', {
      resultatEnquete: 'Déjà équipé.',
      demandeJustifiee: false,
      motifRejet: 'Un poste récent est déjà affecté.',
    });
    const ended = await instanceInState(program.as('requerant'), key, 'COMPLETED');
    expect(ended.hasIncident).toBe(false);
    const received = await eventually(mails, (items) =>
      items.some((mail) => mail.to.includes('refus@douanes.example')),
    );
    expect(received.filter((mail) => mail.to.includes('refus@douanes.example'))).toHaveLength(1);
  });

  it('should wait for stock, go on when it arrives, and end with its PV and archive', async () => {
    const article = 'ecran';
    const articles = (
      await program.as('gs').get<{ items: { code: string; available: number }[] }>('/articles')
    ).body.items;
    const wanted = articles.find((found) => found.code === article) ?? articles[0]!;
    const key = await startB(program.as('requerant'), {
      article: wanted.code,
      quantite: wanted.available + 1,
    });
    await doStep(program.as('dsi'), key, 'B2_transmettre_au_cb');
    await doStep(program.as('cb-bit'), key, 'B3_analyser_demande');
    await doStep(program.as('cb-bit'), key, 'B5_dossier_transmettre');
    await standsAt(program.as('requerant'), key, 'B5_attente');
    expect(await instanceInState(program.as('requerant'), key, 'ACTIVE')).toMatchObject({
      allowed: { withdraw: true },
    });
    const receipt = await program
      .as('gs')
      .post(`/articles/${wanted.code}/receipts`, { quantity: 1, reference: 'BL-1' });
    expect(receipt.status).toBe(201);
    const rest: readonly [string, Step][] = [
      ['cb-bit', 'B6_configurer_materiel'],
      ['cb-bit', 'B7_rediger_pv'],
      ['dsi', 'B7_signature'],
      ['cb-bit', 'B8_deployer'],
      ['cb-bit', 'B9_receptionner_pv'],
    ];
    for (const [actor, step] of rest) await doStep(program.as(actor), key, step);
    expect((await instanceInState(program.as('requerant'), key, 'COMPLETED')).hasIncident).toBe(false);
    const documents = await program
      .as('requerant')
      .get<{ items: { kind: string }[] }>(`/process-instances/${key}/documents`);
    expect(documents.body.items.map((document) => document.kind)).toEqual(
      expect.arrayContaining(['archive']),
    );
    expect(documents.body.items.length).toBeGreaterThanOrEqual(2);
    const done = await program
      .as('admin')
      .get<{ items: { elementId: string; completedBy: string }[] }>(
        `/tasks?state=COMPLETED&processInstanceKey=${key}`,
      );
    const completedBy = Object.fromEntries(done.body.items.map((task) => [task.elementId, task.completedBy]));
    expect(completedBy).toMatchObject({
      B2_transmettre_au_cb: 'dsi',
      B7_signature: 'dsi',
      B8_deployer: 'cb-bit',
    });
  });

  it('should end when the requester withdraws while it waits', async () => {
    const key = await startB(program.as('requerant'), { quantite: 999 });
    await doStep(program.as('dsi'), key, 'B2_transmettre_au_cb');
    await doStep(program.as('cb-bit'), key, 'B3_analyser_demande');
    await doStep(program.as('cb-bit'), key, 'B5_dossier_transmettre');
    await standsAt(program.as('requerant'), key, 'B5_attente');
    expect((await program.as('cb-bit').post(`/process-instances/${key}/withdraw`)).status).toBe(403);
    expect((await program.as('requerant').post(`/process-instances/${key}/withdraw`)).status).toBe(200);
    await instanceInState(program.as('requerant'), key, 'COMPLETED');
    expect((await program.as('requerant').post(`/process-instances/${key}/withdraw`)).status).toBe(409);
  });
});

describe('the same answers on the real engine', () => {
  it('should show a started case and its first task at once, and number it', async () => {
    const key = await startB(program.as('requerant'));
    const read = await program.as('requerant').get(`/process-instances/${key}`);
    expect(read.body).toMatchObject({
      state: 'ACTIVE',
      initiator: 'requerant',
      caseNumber: expect.stringMatching(/^B-\d{4}-/),
    });
    const task = await openTask(program.as('dsi'), key, 'B2_transmettre_au_cb');
    expect((await program.as('dsi').post(`/tasks/${task.key}/complete`, { variables: {} })).status).toBe(200);
    expect((await program.as('dsi').get(`/tasks/${task.key}`)).body).toMatchObject({
      state: 'COMPLETED',
      completedBy: 'dsi',
    });
    expect(
      (await program.as('dsi').post(`/tasks/${task.key}/complete`, { variables: {} })).body,
    ).toMatchObject({
      code: 'TASK_COMPLETED',
    });
    expect((await program.as('gs').get(`/tasks/${task.key}`)).status).toBe(403);
    expect((await program.as('responsable').delete(`/process-instances/${key}`)).status).toBe(204);
    expect((await program.as('requerant').get(`/process-instances/${key}`)).body).toMatchObject({
      state: 'CANCELED',
    });
    const canceled = await program
      .as('admin')
      .get<{ items: unknown[] }>(`/tasks?state=CREATED&processInstanceKey=${key}`);
    expect(canceled.body.items).toEqual([]);
  });

  it('should give the shapes that the OpenAPI document promises', async () => {
    const key = await startB(program.as('requerant'));
    const task = await openTask(program.as('dsi'), key, 'B2_transmettre_au_cb');
    await program.as('admin').post('/references/sites', {
      values: { code: 'siege', nom: 'Siège', ville: 'Abidjan' },
    });
    // Of a case walked before.
    const sent = await program.as('admin').get<{ items: { id: string }[] }>('/mails');
    const values: Record<string, string> = {
      bpmnProcessId: PROCEDURE_B,
      kind: 'sites',
      id: sent.body.items[0]?.id ?? '',
    };
    for (const route of routes) {
      if (route.method !== 'get' || route.result === 'file' || route.result === null) continue;
      const own = {
        ...values,
        key: route.path.startsWith('/tasks') ? task.key : key,
        code: route.path.startsWith('/articles') ? 'ordinateur-portable' : 'siege',
      };
      const url = route.path.replaceAll(
        /\{(\w+)\}/g,
        (_, name: string) => own[name as keyof typeof own] ?? '',
      );
      const answer = await program.as('admin').get(url);
      expect({ url, status: answer.status }).toEqual({ url, status: 200 });
      expect({ url, error: route.result.safeParse(answer.body).error }).toEqual({ url, error: undefined });
    }
  });

  it('should list what happened, page by page', async () => {
    const key = await startB(program.as('requerant'));
    const url = `/process-instances/${key}/records?limit=5`;
    type Records = { items: { position: number }[]; nextCursor: string | null };
    const first = await program.as('requerant').get<Records>(url);
    expect(first.body.items).toHaveLength(5);
    const second = await program
      .as('requerant')
      .get<Records>(`${url}&cursor=${encodeURIComponent(first.body.nextCursor ?? '')}`);
    const positions = [...first.body.items, ...second.body.items].map((record) => Number(record.position));
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(new Set(positions).size).toBe(positions.length);
    expect((await program.as('requerant').get(`${url}&cursor=nonsense`)).status).toBe(400);
  });

  it('should refuse a BPMN that is not XML and change nothing', async () => {
    const before = (await program.as('admin').get('/processes')).body;
    const refused = await program
      .as('proprietaire')
      .post('/deployments', { resources: [{ name: 'x.bpmn', content: 'ceci n’est pas du XML' }] });
    expect(refused).toMatchObject({ status: 400, body: { code: 'RESOURCE_INVALID' } });
    expect((refused.body as { detail: string }).detail).toContain('x.bpmn');
    expect((await program.as('admin').get('/processes')).body).toEqual(before);
  });
});

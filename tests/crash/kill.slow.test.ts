/** The whole program, killed with SIGKILL at the worst moments and started again on the same data. */
import { openDatabase } from '../../src/store/open';
import { describeOnEveryDatabase, type TestDatabase } from '../kit/database';
import { instanceInState, saisies } from '../kit/procedure-b';
import { recordsOf } from '../kit/scenario-records';
import { Acknowledged } from './acknowledged';
import { spawnProgram, startChild, type ChildProgram } from './child-program';

jest.setTimeout(240_000);

/** Longer than a worker may keep a job: those in the hands of a killed one are given out again. */
const LEASE_MILLIS = 61_000;

const request = {
  requerant: 'Awa Traoré',
  courrielRequerant: 'awa.traore@douanes.example',
  service: 'Bureau de Dakar-Port',
  article: 'imprimante',
  quantite: 1,
  motif: 'Remplacement',
};
const refusal = { resultatEnquete: 'Déjà équipé.', demandeJustifiee: false, motifRejet: 'Poste récent.' };

interface Movement {
  readonly kind: string;
  readonly quantity: number;
  readonly processInstanceKey: string | null;
}

describeOnEveryDatabase('killed in the middle of its cases', (open, kind) => {
  const said = new Acknowledged();
  const as = (name: string) => program.as(name);
  let database: TestDatabase;
  let program: ChildProgram;

  beforeAll(async () => {
    database = await open();
    await database.close();
  });
  afterAll(async () => {
    await program?.kill();
    await database.dispose();
  });

  async function restart(...hold: string[]): Promise<void> {
    program = await startChild(database.location, hold);
    expect(await said.lost(as)).toEqual([]);
  }

  async function movementsOf(article: string): Promise<Movement[]> {
    return (await as('gs').get<{ items: Movement[] }>(`/articles/${article}/movements`)).body.items;
  }

  async function messageIds(): Promise<string[]> {
    const { body } = await as('admin').get<{ items: { messageId: string }[] }>('/mailbox');
    return body.items.map(({ messageId }) => messageId);
  }

  let deployed: string;
  let refused: string;
  let late: string;

  test('after a mail was accepted, stock reserved and a case started', async () => {
    program = await startChild(database.location, ['mail-accepted', 'reserve-stock']);
    deployed = await said.start(as, request);
    refused = await said.start(as, { ...request, courrielRequerant: 'refus@douanes.example' });
    for (const key of [deployed, refused]) {
      await said.complete(as, key, 'dsi', 'B2_transmettre_au_cb', saisies.B2_transmettre_au_cb);
    }
    await said.complete(as, deployed, 'cb-bit', 'B3_analyser_demande', saisies.B3_analyser_demande);
    await said.complete(as, deployed, 'cb-bit', 'B5_dossier_transmettre', {});
    await said.complete(as, refused, 'cb-bit', 'B3_analyser_demande', refusal);
    await Promise.all([program.held('reserve-stock'), program.held('mail-accepted')]);
    late = await said.start(as, request);
    await program.kill();

    await restart('issue-stock', 'send-mail');
    expect(await messageIds()).toHaveLength(1);
    expect(await movementsOf('imprimante')).toMatchObject([{ kind: 'reservation' }, { kind: 'entree' }]);
  });

  test('after the job came again, stock issued and a task completed', async () => {
    await program.passTime(LEASE_MILLIS);
    await said.complete(as, deployed, 'cb-bit', 'B6_configurer_materiel', saisies.B6_configurer_materiel);
    await Promise.all([program.held('issue-stock'), program.held('send-mail')]);
    await said.complete(as, late, 'dsi', 'B2_transmettre_au_cb', saisies.B2_transmettre_au_cb);
    await program.kill();

    await restart();
    expect(await messageIds()).toHaveLength(1);
  });

  test('while the completion of a task was on its way', async () => {
    await program.passTime(2 * LEASE_MILLIS); // The jobs of the killed program were given out on a clock ahead of ours.
    const task = await said.taskOf(as, deployed, 'cb-bit', 'B7_rediger_pv');
    const path = `/tasks/${task.key}/complete`;
    const answered = as('cb-bit')
      .post(path, { variables: saisies.B7_rediger_pv })
      .then(
        ({ status }) => status,
        () => null,
      );
    await new Promise(setImmediate);
    await program.kill();
    const status = await answered;

    await restart();
    const { body } = await as('cb-bit').get<{ state: string }>(`/tasks/${task.key}`);
    if (status === 200) expect(body.state).toBe('COMPLETED');
    if (body.state === 'CREATED') {
      await said.complete(as, deployed, 'cb-bit', 'B7_rediger_pv', saisies.B7_rediger_pv);
    }
  });

  test('a second process on the same data does no harm', async () => {
    const second = await spawnProgram(database.location);
    if (kind === 'pglite') {
      expect(await second.exited).toBe(69);
      expect(second.output.text()).toContain(String(program.pid));
      expect(second.output.text()).toContain(database.location.dataDir);
      expect((await as('requerant').get(`/process-instances/${late}`)).status).toBe(200);
    } else {
      await second.output.until(/standing by/);
      await said.complete(as, late, 'cb-bit', 'B3_analyser_demande', saisies.B3_analyser_demande);
      await program.kill();
      program = await second.serving();
      expect(await said.lost(as)).toEqual([]);
    }
  });

  test('the cases go on to their ends: one mail, one reservation, one issue, one PV, one archive', async () => {
    await said.complete(as, deployed, 'dsi', 'B7_signature', saisies.B7_signature);
    await said.complete(as, deployed, 'cb-bit', 'B8_deployer', saisies.B8_deployer);
    await said.complete(as, deployed, 'cb-bit', 'B9_receptionner_pv', saisies.B9_receptionner_pv);
    for (const key of [deployed, refused]) {
      expect(await instanceInState(as('requerant'), key, 'COMPLETED')).toMatchObject({ hasIncident: false });
    }
    const ids = await messageIds();
    expect(ids).toEqual([expect.stringMatching(/^<job-\d+\.r[0-9a-f]{16}@/)]);

    const { body } = await as('requerant').get<{ items: { kind: string; version: number }[] }>(
      `/process-instances/${deployed}/documents`,
    );
    // Made once, signed once.
    expect(body.items.map(({ kind, version }) => `${kind} ${String(version)}`)).toEqual([
      'pv-installation 1',
      'pv-installation 2',
      'archive 1',
    ]);
    expect(await said.lost(as)).toEqual([]);
  });

  test('the movements of the stock sum up to its counters', async () => {
    const movements = await movementsOf('imprimante');
    const ofCase = movements.filter(({ processInstanceKey }) => processInstanceKey === deployed);
    expect(ofCase.map(({ kind }) => kind)).toEqual(['sortie', 'reservation']);
    const sum = (kind: string): number =>
      movements.reduce((total, movement) => total + (movement.kind === kind ? movement.quantity : 0), 0);
    type Article = { code: string; quantity: number; reserved: number };
    const { body } = await as('gs').get<{ items: Article[] }>('/articles');
    expect(body.items.find(({ code }) => code === 'imprimante')).toMatchObject({
      quantity: sum('entree') - sum('sortie'),
      reserved: sum('reservation') - sum('sortie') - sum('liberation'),
    });
  });

  test('each step of a case left its records once, in order', async () => {
    const records = await recordsOf(as('admin'), deployed);
    const completed = records.filter(
      ({ valueType, intent }) => valueType === 'JOB' && intent === 'COMPLETED',
    );
    const steps = completed.map(({ value }) => value['elementId']);
    expect(new Set(steps).size).toBe(steps.length);
    const positions = records.map(({ position }) => Number(position));
    expect(positions).toEqual([...new Set(positions)].sort((left, right) => left - right));
  });

  test('the mail left once more after the kill that hid its first leaving, and never again', async () => {
    await program.kill();
    const stored = await openDatabase(database.location);
    try {
      const mails: unknown = await stored.knex('mail_outbox').select('state', 'attempts');
      expect(mails).toEqual([{ state: 'SENT', attempts: 2 }]);
      const reserved: unknown = await stored
        .knex('stock_reservation')
        .select('process_instance_key', 'quantity', 'state');
      expect(reserved).toEqual([{ process_instance_key: deployed, quantity: 1, state: 'ISSUED' }]);
    } finally {
      await stored.close();
    }
  });
});

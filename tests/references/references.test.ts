/** Reference data, accounts and deadlines through the whole program. */
import { eventually, startTestProgram, type TestProgram } from '../kit/program';

jest.setTimeout(180_000);

let program: TestProgram;
beforeAll(async () => {
  program = await startTestProgram();
});
afterAll(() => program.stop());

interface Item {
  readonly code: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly version: number;
}
interface Problem {
  readonly code: string;
  readonly errors?: readonly { field: string; message: string }[];
}

const supplier = { code: 'sitech', nom: 'SITECH', courriel: 'ventes@sitech.example' };

describe('reference data', () => {
  it('is kept by those it is entrusted to, read by all, and remembers who changed it', async () => {
    const created = await program.as('gs').post<Item>('/references/fournisseurs', { values: supplier });
    expect(created).toMatchObject({ status: 201, body: { code: 'sitech', version: 1 } });
    const values = { ...created.body.values, telephone: '+225 27 20 00 00 00' };
    const address = '/references/fournisseurs/sitech';
    const changed = await program.as('gs').post<Item>(address, { values, version: 1 });
    expect(changed).toMatchObject({ status: 200, body: { values, version: 2 } });
    expect((await program.as('requerant').get<Item>(address)).body.values).toEqual(values);
    expect((await program.as('gs').post<Problem>(address, { values, version: 1 })).body.code).toBe(
      'CONFLICT',
    );
    expect((await program.as('requerant').post<Problem>(address, { values, version: 2 })).status).toBe(403);
    expect((await program.as('requerant').delete(address)).status).toBe(403);
    expect((await program.as('gs').delete(address)).status).toBe(204);
    expect((await program.as('gs').get(address)).status).toBe(404);
  });

  test.each([
    ['a field that is missing', 'fournisseurs', { code: 'x', courriel: 'a@b.example' }, 'nom'],
    ['an address that is none', 'fournisseurs', { ...supplier, courriel: 'x' }, 'courriel'],
    ['a code with spaces', 'fournisseurs', { ...supplier, code: 'a b' }, 'code'],
    ['a field that there is not', 'fournisseurs', { ...supplier, solde: 1 }, 'solde'],
    [
      'a server of a site that there is not',
      'serveurs',
      { code: 's', nom: 'S', role: 'r', site: 'x' },
      'site',
    ],
    ['a deadline of zero', 'delais', { procedure: 'p', etape: 'e', duree: 0, unite: 'jours' }, 'duree'],
    ['a day that there is not', 'jours-feries', { nom: 'N', date: '2026-02-30' }, 'date'],
  ])('refuses %s', async (_what, kind, values, field) => {
    const refused = await program.as('admin').post<Problem>(`/references/${kind}`, { values });
    expect(refused.status).toBe(422);
    expect(refused.body.errors?.map((error) => error.field)).toContain(field);
  });

  it('refuses the same item twice, and kinds that there are not', async () => {
    const values = { nom: 'Noël', date: '2026-12-25' };
    expect((await program.as('admin').post('/references/jours-feries', { values })).status).toBe(201);
    const again = await program.as('admin').post<Problem>('/references/jours-feries', { values });
    expect(again.body.errors?.[0]?.message).toContain('contient déjà « 2026-12-25 »');
    expect((await program.as('admin').get('/references/licornes')).status).toBe(404);
  });
});

test('a deadline gives the tasks of its step a due date', async () => {
  const values = {
    procedure: 'deploiement-materiel-informatique',
    etape: 'B2_transmettre_au_cb',
    duree: 3,
    unite: 'heures',
  };
  expect((await program.as('proprietaire').post('/references/delais', { values })).status).toBe(201);
  const variables = {
    requerant: 'Awa Traoré',
    courrielRequerant: 'awa.traore@douanes.example',
    service: 'Dakar-Port',
    article: 'ordinateur-portable',
    quantite: 1,
    motif: 'Mesure',
  };
  const { processInstanceKey } = (
    await program.as('requerant').post<{ processInstanceKey: string }>('/process-instances', {
      bpmnProcessId: values.procedure,
      variables,
    })
  ).body;
  interface Tasks {
    readonly items: readonly { readonly dueDate: string | null; readonly createdAt: string }[];
  }
  const { body } = await eventually(
    () => program.as('dsi').get<Tasks>(`/tasks?processInstanceKey=${processInstanceKey}`),
    (answer) => typeof answer.body.items[0]?.dueDate === 'string',
  );
  const [task] = body.items;
  expect(Date.parse(String(task?.dueDate)) - Date.parse(String(task?.createdAt))).toBe(3 * 3600_000);
});

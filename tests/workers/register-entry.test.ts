import { startWorkers } from '../../src/workers/host/host';
import { createReferences } from '../../src/references/references';
import {
  fakeGateway,
  jobOf,
  now,
  openTestServices,
  silent,
  type FakeGateway,
  type TestServices,
} from './kit';

const visit = {
  requerant: 'Koffi Brou',
  service: 'Bureau Administration Système',
  motifAcces: 'Remplacer un disque.',
  accompagne: true,
  personnesAccompagnees: [{ nom: 'Marie Aka', organisme: 'Mainteneur SA' }, { nom: 'Jean Koné' }],
  dateEntree: '2026-03-16',
  heureEntree: '09:05',
  numeroCarte: 'A-113',
};

describe('the worker of the entry register', () => {
  let kit: TestServices;
  let gateway: FakeGateway;
  const references = () => createReferences({ knex: kit.database.knex, clock: () => now });
  const administrator = {
    name: 'admin',
    displayName: 'Administrateur',
    email: null,
    roles: ['admin'] as const,
    groups: [],
    superior: null,
  };

  /** A new host, as after a restart. */
  async function restart(): Promise<void> {
    gateway = fakeGateway();
    await startWorkers({ client: gateway.client, services: kit.services, logger: silent });
  }

  beforeAll(async () => {
    kit = await openTestServices();
  }, 180_000);
  beforeEach(restart);
  afterAll(() => kit.dispose());

  const job = (numeroDossier: string, variables: Record<string, unknown> = {}) =>
    jobOf({ type: 'register-entry', variables: { ...visit, numeroDossier, ...variables } });

  it('writes who, when, why and with which card, once for a job that is given out again after a kill', async () => {
    const given = job('H-2026-000001');
    expect(await gateway.work(given)).toEqual({ kind: 'complete', variables: {} });
    await references().change(administrator, 'registre-entrees', 'H-2026-000001', mended(), 1);
    await restart();
    expect(await gateway.work({ ...given, retries: 2 })).toEqual({ kind: 'complete', variables: {} });
    expect(await references().read('registre-entrees', 'H-2026-000001')).toMatchObject({
      version: 2,
      changedBy: 'admin',
      values: mended(),
    });

    function mended() {
      return {
        personne: 'Koffi Brou',
        service: 'Bureau Administration Système',
        date: '2026-03-16',
        heureEntree: '09:10',
        motif: 'Remplacer un disque.',
        carte: 'A-113',
        personnesAccompagnees: 'Marie Aka (Mainteneur SA), Jean Koné',
        dossier: 'H-2026-000001',
      };
    }
  });

  it('adds the exit to what stands there, and remembers both', async () => {
    await gateway.work(job('H-2026-000002', { accompagne: false }));
    const exit = { dateSortie: '2026-03-16', heureSortie: '11:15' };
    await gateway.work(job('H-2026-000002', { accompagne: false, ...exit }));
    const { values } = await references().read('registre-entrees', 'H-2026-000002');
    expect(values).toMatchObject({ heureEntree: '09:05', ...exit });
    expect(values).not.toHaveProperty('personnesAccompagnees');
    const history = await references().history('registre-entrees', 'H-2026-000002');
    expect(history.map(({ change, account }) => [change, account])).toEqual([
      ['CHANGED', 'Logigramme'],
      ['CREATED', 'Logigramme'],
    ]);
  });

  it('stops with an incident that names what the register does not take', async () => {
    const outcome = await gateway.work(job('H-2026-000003', { heureEntree: 'à neuf heures' }));
    expect(outcome).toMatchObject({
      kind: 'fail',
      retries: 0,
      errorMessage: expect.stringContaining('« Heure d’entrée » doit être une heure (HH:MM).'),
    });
  });
});

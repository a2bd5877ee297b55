import { createReferences } from '../../src/references/references';
import { startWorkers } from '../../src/workers/host/host';
import {
  fakeGateway,
  jobOf,
  now,
  openTestServices,
  silent,
  type FakeGateway,
  type TestServices,
} from './kit';

/** `now` is a Monday, 8 o'clock. */
describe('the worker that sets deadlines', () => {
  let kit: TestServices;
  let gateway: FakeGateway;

  beforeAll(async () => {
    kit = await openTestServices();
    gateway = fakeGateway();
    await startWorkers({ client: gateway.client, services: kit.services, logger: silent });
  }, 180_000);
  afterAll(() => kit.dispose());

  let last = 0;
  const keep = (kind: string, code: string, values: Record<string, unknown>) =>
    createReferences({ knex: kit.database.knex, clock: () => now }).record({
      kind,
      code,
      jobKey: `test:${(last += 1)}`,
      by: 'test',
      revise: () => values,
    });
  const job = (etape: string, headers: Record<string, string> = {}, dernierJour: unknown = null) =>
    jobOf({
      type: 'set-deadline',
      bpmnProcessId: 'p',
      customHeaders: { etape, ...headers },
      variables: { dernierJour },
    });

  it.each([
    [
      'a date that somebody gave',
      job('a', {}, '2026-03-18'),
      '2026-03-18',
      2 * 24 + 16,
      'jusqu’au 18 mars 2026',
    ],
    ['a date of today', job('a', {}, '2026-03-16'), '2026-03-16', 16, 'jusqu’au 16 mars 2026'],
    ['what the diagram says', job('a', { defaut: '2 heures' }), '2026-03-16', 2, '2 heures'],
    ['one hour', job('a', { defaut: '1 heure' }), '2026-03-16', 1, '1 heure'],
    ['working days of the diagram', job('a', { defaut: '1 jour ouvré' }), '2026-03-17', 24, '1 jour ouvré'],
  ])('takes %s', async (_what, given, dernierJour, hours, delaiEnClair) => {
    expect(await gateway.work(given)).toEqual({
      kind: 'complete',
      variables: { dernierJour, dureeAccordee: `PT${hours * 3600}S`, delaiEnClair },
    });
  });

  it('takes the configured one before that of the diagram, counted in working days', async () => {
    await keep('delais', 'p.b', { procedure: 'p', etape: 'b', duree: 5, unite: 'jours-ouvres' });
    await keep('jours-feries', '2026-03-18', { nom: 'Férié', date: '2026-03-18' });
    expect(await gateway.work(job('b', { defaut: '2 heures' }))).toMatchObject({
      variables: { dernierJour: '2026-03-24', delaiEnClair: '5 jours ouvrés' },
    });
  });

  it.each([
    ['a date of the past', job('a', {}, '2026-03-15'), 'La date limite est passée : le 15 mars 2026.'],
    ['a date that is none', job('a', {}, '2026-02-30'), 'Variable « dernierJour »'],
    ['none at all', job('c'), 'Aucun délai n’est fixé pour cette étape. Ajoutez-le'],
    ['a default of zero', job('c', { defaut: '0 jours' }), 'Un délai est attendu, comme « 7 jours » ou'],
    ['a negative default', job('c', { defaut: '-3 jours' }), 'Un délai est attendu, comme « 7 jours » ou'],
  ])('stops with an incident that says what to do: %s', async (_what, given, says) => {
    expect(await gateway.work(given)).toMatchObject({
      kind: 'fail',
      retries: 0,
      errorMessage: expect.stringMatching(new RegExp(`${says}[^]*relancez l’étape`)),
    });
  });

  it.each([0, -3])('stops with an incident where %d is kept, whatever wrote it', async (duree) => {
    const etape = `zero${duree}`;
    await kit.database.knex('reference_item').insert({
      kind: 'delais',
      code: `p.${etape}`,
      values: JSON.stringify({ procedure: 'p', etape, duree, unite: 'jours' }),
      version: 1,
      changed_at: now,
      changed_by: 'test',
    });
    expect(await gateway.work(job(etape, { defaut: '1 jours' }))).toMatchObject({
      kind: 'fail',
      retries: 0,
      errorMessage: expect.stringContaining('Une durée d’au moins 1 est attendue.'),
    });
  });
});

/**
 * What goes wrong around the procedures gets a clear answer, and nobody's work is lost.
 * Longer than other files because all of it shares one program, which takes seconds to start.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import pino from 'pino';
import { projectRoot } from '../../src/config/root';
import { createZeebeClient } from '../../src/zeebe';
import { starterOf } from '../kit/scenario-run';
import { eventually, PASSWORD, startTestProgram, type TestProgram } from '../kit/program';

jest.setTimeout(180_000);

type Values = Readonly<Record<string, unknown>>;
interface Task {
  readonly key: string;
  readonly elementId: string;
  readonly candidateGroups: readonly string[];
  readonly candidateUsers: readonly string[];
}
interface Incident {
  readonly key: string;
  readonly elementId: string;
  readonly errorMessage: string;
}
type Items<T> = { readonly items: readonly T[] };

let program: TestProgram;
beforeAll(async () => {
  program = await startTestProgram();
});
afterAll(() => program.stop());

async function start(bpmnProcessId: string, variables: Values): Promise<string> {
  const { status, body } = await program
    .as(await starterOf(program, bpmnProcessId))
    .post<{ processInstanceKey: string }>('/process-instances', { bpmnProcessId, variables });
  if (status !== 201) throw new Error(`Expected ${bpmnProcessId} to start, but got ${JSON.stringify(body)}`);
  return body.processInstanceKey;
}

const tasksOf = async (who: string, key: string) =>
  (await program.as(who).get<Items<Task>>(`/tasks?state=CREATED&processInstanceKey=${key}`)).body.items;

async function taskAt(who: string, key: string, elementId: string): Promise<Task> {
  const found = (items: readonly Task[]) => items.find((task) => task.elementId === elementId);
  return found(
    await eventually(
      () => tasksOf(who, key),
      (items) => found(items) !== undefined,
    ),
  ) as Task;
}

const complete = async (task: Task, variables: Values) =>
  program.as('admin').post<Values>(`/tasks/${task.key}/complete`, { variables });

async function done(key: string, elementId: string, variables: Values): Promise<void> {
  const answer = await complete(await taskAt('admin', key, elementId), variables);
  expect(answer).toMatchObject({ status: 200 });
}

const deploy = (name: string, content: string) =>
  program.as('admin').post<{ code?: string; detail?: string }>('/deployments', {
    resources: [{ name, content }],
  });

/** The administrator, at the pages. */
async function atPage(pagePath: string, variables?: Values): Promise<string> {
  const signIn = await fetch(`${program.url}/connexion`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: program.url },
    body: new URLSearchParams({ identifiant: 'admin', motDePasse: PASSWORD }),
  });
  const cookie = signIn.headers.getSetCookie().map((one) => one.split(';')[0]);
  const response = await fetch(`${program.url}${pagePath}`, {
    method: variables === undefined ? 'GET' : 'POST',
    headers: { cookie: cookie.join('; '), 'content-type': 'application/json', origin: program.url },
    ...(variables !== undefined && { body: JSON.stringify({ variables }) }),
  });
  expect(response.status).toBe(200);
  return response.text();
}

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const access = {
  requerant: 'Koffi Brou',
  courrielRequerant: 'koffi.brou@douanes.example.ci',
  service: 'Bureau Administration Système',
  motifAcces: 'Relever les températures.',
  dateVisite: inDays(3),
  accompagne: false,
};
const account = { nomAffiche: 'Agent de la DSI', courriel: '', groupes: ['agent-dsi'], roles: [] };

describe('the superior of a requester', () => {
  it('should be the one who validates an access (H)', async () => {
    await atPage('/comptes/agent-dsi', { ...account, superieur: 'cb-bas' });
    const key = await start('acces-data-center', access);
    expect(await taskAt('cb-bas', key, 'H2_valider')).toMatchObject({
      candidateUsers: ['cb-bas'],
      candidateGroups: [],
    });
    expect(await tasksOf('n-plus-1', key)).toEqual([]);
  });

  it('should be whoever holds that office where none is recorded', async () => {
    await atPage('/comptes/agent-dsi', account);
    const key = await start('acces-data-center', access);
    expect(await taskAt('n-plus-1', key, 'H2_valider')).toMatchObject({
      candidateUsers: [],
      candidateGroups: ['n-plus-1'],
    });
  });
});

it('a request against the rules (H) is refused, naming the fields', async () => {
  const { status, body } = await program
    .as('agent-dsi')
    .post<{ errors: readonly { field: string }[] }>('/process-instances', {
      bpmnProcessId: 'acces-data-center',
      variables: { ...access, courrielRequerant: 'personne', dateVisite: '2020-01-01' },
    });
  expect(status).toBe(422);
  expect(body.errors.map(({ field }) => field).sort()).toEqual(['courrielRequerant', 'dateVisite']);
});

interface Mail {
  readonly subject: string;
  readonly to: readonly string[];
}
const mailsTo = async (address: string) =>
  (await program.as('admin').get<Items<Mail>>('/mailbox')).body.items.filter(({ to }) =>
    to.includes(address),
  );

/** The incident of the case, once there is one. */
async function incidentOf(key: string): Promise<Incident> {
  const { body } = await eventually(
    () =>
      program.as('responsable').get<Items<Incident>>(`/incidents?processInstanceKey=${key}&state=CREATED`),
    (answer) => answer.body.items.length > 0,
  );
  return body.items[0] as Incident;
}

async function resolve(incident: Incident): Promise<void> {
  const { status } = await program.as('responsable').post(`/incidents/${incident.key}/resolve`, {});
  expect(status).toBeLessThan(300);
}

describe('a mail to a group', () => {
  const cbgc = { ...account, nomAffiche: 'Chef de Bureau Gestion du Centre', courriel: 'cbgc@demo.example' };

  it('without a member: an incident that says what to do, and the mail leaves once it is done', async () => {
    await atPage('/comptes/cbgc', cbgc);
    const key = await start('acces-data-center', access);
    const incident = await incidentOf(key);
    expect(incident).toMatchObject({
      elementId: 'H1_envoyer',
      errorMessage: expect.stringMatching(/groupe « cbgc » .*aucun compte.*Ajoutez un membre/),
    });
    await atPage('/comptes/cbgc', { ...cbgc, nouveauGroupe: 'cbgc' });
    await resolve(incident);
    expect(await taskAt('n-plus-1', key, 'H2_valider')).toBeDefined();
  });

  it('whose members have no address: the incident names them', async () => {
    await atPage('/comptes/cbgc', { ...cbgc, courriel: '', nouveauGroupe: 'cbgc' });
    const key = await start('acces-data-center', access);
    const incident = await incidentOf(key);
    expect(incident.errorMessage).toMatch(/aucun de ses membres \(cbgc\) n’a d’adresse/);
    await atPage('/comptes/cbgc', { ...cbgc, nouveauGroupe: 'cbgc' });
    await resolve(incident);
    expect(await taskAt('n-plus-1', key, 'H2_valider')).toBeDefined();
  });

  it('goes to its address of diffusion where it has one', async () => {
    const values = { groupe: 'cbgc', courriel: 'bureau.gestion.centre@douanes.example.ci' };
    const kept = await program.as('proprietaire').post('/references/adresses-diffusion', { values });
    expect(kept.status).toBe(201);
    const key = await start('acces-data-center', access);
    await taskAt('n-plus-1', key, 'H2_valider');
    expect(await mailsTo(values.courriel)).toHaveLength(1);
    await program.as('proprietaire').delete('/references/adresses-diffusion/cbgc');
  });
});

it('a visit (H) is written to the entry register, completed at its exit, and seen on its page', async () => {
  const key = await start('acces-data-center', { ...access, motifAcces: 'Remplacer un disque.' });
  await done(key, 'H2_valider', { accordN1: true });
  await done(key, 'H4_analyser', { accordCsdc: true });
  await done(key, 'H4_se_presenter', { formalitesRemplies: true });
  await done(key, 'H5_verifier', { carteAcces: false, privileges: 'Aucun.' });
  await done(key, 'H6_remettre_carte', { carteRemise: 'V-07' });
  await done(key, 'H7_entree', {
    kitRemis: 'Kit 1',
    dateEntree: '2026-11-23',
    heureEntree: '09:05',
    accompagne: false,
  });
  const restitution = await taskAt('admin', key, 'H8_restituer');
  const entry = {
    personne: 'Koffi Brou',
    service: 'Bureau Administration Système',
    date: '2026-11-23',
    heureEntree: '09:05',
    motif: 'Remplacer un disque.',
    carte: 'V-07',
  };
  const lines = async () => {
    const { body } = await program
      .as('csdc')
      .get<Items<{ code: string; values: Values }>>('/references/registre-entrees');
    return body.items.filter(({ values }) => values['motif'] === entry.motif);
  };
  const [written] = await lines();
  expect(written?.values).toEqual({ ...entry, dossier: written?.code });
  expect(written?.code).toMatch(/^H-\d{4}-\d+$/);

  expect(await complete(restitution, { kitRestitue: true, carteRestituee: true })).toMatchObject({
    status: 200,
  });
  await done(key, 'H9_sortie', {
    restitutionConstatee: true,
    dateSortie: '2026-11-23',
    heureSortie: '11:15',
  });
  const after = await eventually(lines, ([line]) => line?.values['heureSortie'] !== undefined);
  expect(after.map(({ values }) => values)).toEqual([
    { ...entry, dateSortie: '2026-11-23', heureSortie: '11:15', dossier: written?.code },
  ]);
  const page = await atPage('/referentiels/registre-entrees');
  for (const shown of ['Koffi Brou', '23 novembre 2026', '09:05', '11:15', 'V-07'])
    expect(page).toContain(shown);
});

it('a group without members: named on the page of accounts, its tasks seen by those who follow cases', async () => {
  const key = await start('acces-data-center', access);
  await done(key, 'H2_valider', { accordN1: true });
  await taskAt('admin', key, 'H4_analyser');
  await atPage('/comptes/csdc', { ...account, nomAffiche: 'Chef de Section Data Center' });
  expect(await taskAt('admin', key, 'H4_analyser')).toMatchObject({ candidateGroups: ['csdc'] });
  expect(await taskAt('responsable', key, 'H4_analyser')).toMatchObject({ candidateGroups: ['csdc'] });
  expect(await tasksOf('csdc', key)).toEqual([]);
  expect(await atPage('/comptes')).toMatch(/personne n’en est membre[^<]*<strong>csdc</);
  await atPage('/comptes/csdc', {
    ...account,
    nomAffiche: 'Chef de Section Data Center',
    courriel: 'csdc@demo.example',
    groupes: ['csdc'],
  });
  expect(await taskAt('csdc', key, 'H4_analyser')).toMatchObject({ candidateGroups: ['csdc'] });
});

describe('a decision table of M', () => {
  const table = readFileSync(
    path.join(projectRoot, 'processes/m-gestion-anomalies/bureau-competent.dmn'),
    'utf8',
  );
  afterAll(() => deploy('bureau-competent.dmn', table));

  async function analysed(): Promise<string> {
    const key = await start('gestion-anomalies', {
      requerant: 'Koffi Brou',
      courrielRequerant: 'koffi.brou@douanes.example.ci',
      service: 'Bureau des douanes de San-Pédro',
      systemeTouche: 'sydam-world',
      anomalie: 'Une liquidation reste bloquée.',
    });
    await done(key, 'M2_enregistrer', { dateConstat: '2026-11-23', circonstances: 'Message d’erreur.' });
    await done(key, 'M3_analyser', {
      analyse: 'Reproduit.',
      resolueParSa: false,
      natureAnomalie: 'maintenance',
    });
    return key;
  }

  it('without a rule that matches leaves it to the Section Assistance', async () => {
    await deploy('bureau-competent.dmn', table.replace('"maintenance"', '"autre-chose"'));
    expect(await taskAt('sa', await analysed(), 'M5_designer')).toMatchObject({ candidateGroups: ['sa'] });
  });

  it('with two rules that match stops with an incident, and goes on once it is mended', async () => {
    await deploy('bureau-competent.dmn', table.replace('"projets"', '"maintenance"'));
    const key = await analysed();
    const { body } = await eventually(
      () => program.as('responsable').get<Items<Incident>>(`/incidents?processInstanceKey=${key}`),
      (answer) => answer.body.items.length > 0,
    );
    expect(body.items).toMatchObject([
      { elementId: 'M5_proposer', errorMessage: expect.stringContaining('UNIQUE') },
    ]);
    await deploy('bureau-competent.dmn', table);
    const resolved = await program.as('responsable').post(`/incidents/${body.items[0]?.key}/resolve`, {});
    expect(resolved.status).toBeLessThan(300);
    expect(await taskAt('cb-bma', key, 'M6_traiter')).toMatchObject({ candidateGroups: ['cb-bma'] });
  });
});

it.each([0, -3, 1.5])('a deadline of %s is refused, naming the field', async (duree) => {
  const { status, body } = await program.as('proprietaire').post('/references/delais', {
    values: { procedure: 'acces-data-center', etape: 'H4_analyser', duree, unite: 'jours' },
  });
  expect({ status, body }).toMatchObject({
    status: 422,
    body: { code: 'FORM_INVALID', errors: [{ field: 'duree', label: 'Durée' }] },
  });
});

describe('the deadline of a timer', () => {
  const folder = path.join(projectRoot, 'processes/perte-vol-terminal');
  const diagram = readFileSync(path.join(folder, 'perte-vol-terminal.bpmn'), 'utf8');
  afterAll(() => deploy('perte-vol-terminal.bpmn', diagram));

  async function waiting(): Promise<string> {
    const key = await start('perte-vol-terminal', {
      requerant: 'Paul Martin',
      courrielRequerant: 'paul.martin@douanes.example',
      service: 'Recette régionale',
      natureDeclaration: 'vol',
      terminal: 'Smartphone 0042',
      dateConstat: '2026-11-20',
      circonstances: 'Volé dans un taxi.',
    });
    await done(key, 'PVT_effacer', { effacementConfirme: false, causeNonEffacement: 'Hors réseau.' });
    return key;
  }

  it('missing in the diagram and in the reference data: an incident that says where to keep it', async () => {
    await deploy('perte-vol-terminal.bpmn', diagram.replace(/<zeebe:header key="defaut"[^>]*>/, ''));
    const key = await waiting();
    const incident = await incidentOf(key);
    expect(incident).toMatchObject({
      elementId: 'PVT_delai',
      errorMessage: expect.stringMatching(/Aucun délai.*« perte-vol-terminal », étape « PVT_attendre »/),
    });
    const values = { procedure: 'perte-vol-terminal', etape: 'PVT_attendre', duree: 2, unite: 'heures' };
    expect((await program.as('proprietaire').post('/references/delais', { values })).status).toBe(201);
    await resolve(incident);
    const given = await eventually(
      () =>
        program
          .as('admin')
          .get<Items<{ name: string; value: unknown }>>(`/process-instances/${key}/variables`),
      ({ body }) => body.items.some(({ name }) => name === 'delaiNouvelEssai'),
    );
    expect(given.body.items.find(({ name }) => name === 'delaiNouvelEssai')?.value).toBe('PT7200S');
    await program.as('proprietaire').delete('/references/delais/perte-vol-terminal.PVT_attendre');
  });

  it('of zero in the diagram: an incident that says how to write it', async () => {
    await deploy('perte-vol-terminal.bpmn', diagram.replace('value="1 heure"', 'value="0 heure"'));
    const incident = await incidentOf(await waiting());
    expect(incident).toMatchObject({
      elementId: 'PVT_delai',
      errorMessage: expect.stringContaining('le logigramme dit « 0 heure »'),
    });
  });
});

describe('the supplier of an order (G)', () => {
  async function ordered(variables: Values) {
    const key = await start('commande-reception-materiel', { objetBesoin: 'Renouvellement des écrans' });
    const lignes = [{ article: 'ecran', quantite: 2 }];
    await done(key, 'G1_fiche', {
      pointStock: 'Aucun.',
      pointDemandes: 'Neuf.',
      justification: 'Urgent.',
      lignes,
    });
    await done(key, 'G2_valider', { ficheValidee: true });
    const task = await taskAt('rds', key, 'G4_emettre');
    const order = { lignes, lieuLivraison: 'Magasin', delaiApresNotification: 7, ...variables };
    return { key, task, answer: await complete(task, order) };
  }
  const name = 'Abidjan Informatique';

  it('is one of the reference data, which give its addresses', async () => {
    const { key, task, answer } = await ordered({ fournisseur: name });
    expect(answer).toMatchObject({ status: 200 });
    const { body } = await program
      .as('rds')
      .get<{ form: { components: readonly Values[] } }>(`/tasks/${task.key}`);
    const field = body.form.components.find((one) => one['key'] === 'fournisseur');
    expect(field).toMatchObject({
      type: 'select',
      values: expect.arrayContaining([{ value: name, label: name }]),
    });
    await taskAt('admin', key, 'G4_signer');
    const known = await program
      .as('admin')
      .get<Items<{ name: string; value: unknown }>>(`/process-instances/${key}/variables`);
    const values = Object.fromEntries(known.body.items.map((one) => [one.name, one.value]));
    expect(values).toMatchObject({
      courrielFournisseur: 'ventes@abidjan-informatique.example.ci',
      adresseFournisseur: 'Treichville, Abidjan',
      // Nobody said a last day: thirty days, as the diagram has it.
      dateLimite: inDays(30),
    });
  });

  it('that nobody knows is refused, naming those that are known', async () => {
    const { answer } = await ordered({ fournisseur: 'Inconnu SA', dateLimite: inDays(10) });
    expect(answer).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'fournisseur', message: expect.stringContaining(name) }] },
    });
  });

  it('a last day of the past is refused', async () => {
    const { answer } = await ordered({ fournisseur: name, dateLimite: inDays(-2) });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ field: 'dateLimite' }] } });
  });
});

it('an order of nothing (G) is refused where it is written, and can be written again', async () => {
  const key = await start('commande-reception-materiel', {
    objetBesoin: 'Renouvellement des écrans',
  });
  const sheet = { pointStock: 'Aucun écran.', pointDemandes: 'Neuf demandes.', justification: 'Urgent.' };
  const task = await taskAt('admin', key, 'G1_fiche');
  const expected = {
    status: 422,
    body: {
      errors: [
        { field: 'lignes', label: 'Matériel', message: '« Matériel » doit avoir au moins une ligne.' },
      ],
    },
  };
  expect(await complete(task, { ...sheet, lignes: [] })).toMatchObject(expected);
  expect(await complete(task, sheet)).toMatchObject(expected);
  const lignes = [{ article: 'ecran', quantite: 2 }];
  expect(await complete(task, { ...sheet, lignes })).toMatchObject({ status: 200 });
});

describe('a form that is no form-js form', () => {
  const broken = JSON.stringify({ id: 'm-enregistrement', components: [{ key: 'sansType' }] });
  const right = readFileSync(
    path.join(projectRoot, 'processes/m-gestion-anomalies/m-enregistrement.form'),
    'utf8',
  );

  it('is refused when it is deployed', async () => {
    const { status, body } = await deploy('m-enregistrement.form', broken);
    expect({ status, body }).toMatchObject({ status: 400, body: { code: 'RESOURCE_INVALID' } });
    expect(body.detail).toContain('m-enregistrement.form');
  });

  it('deployed by another program: the task says so, and is done once the form is mended', async () => {
    const client = createZeebeClient({ address: program.engineAddress, logger: pino({ level: 'silent' }) });
    try {
      await client.deploy([{ name: 'm-enregistrement.form', content: broken }]);
      const key = await start('gestion-anomalies', {
        requerant: 'Koffi Brou',
        courrielRequerant: 'koffi.brou@douanes.example.ci',
        service: 'Bureau de San-Pédro',
        systemeTouche: 'sydam-world',
        anomalie: 'Blocage.',
      });
      const answer = await complete(await taskAt('hotline', key, 'M2_enregistrer'), {});
      expect(answer).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
      expect(String(answer.body['detail'])).toContain('rien n’a été enregistré');
      await client.deploy([{ name: 'm-enregistrement.form', content: right }]);
      expect(await taskAt('hotline', key, 'M2_enregistrer')).toBeDefined();
    } finally {
      await client.close();
    }
  });
});

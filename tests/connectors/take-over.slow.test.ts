/** Procedure D without a connector, then with one: what waited for people is done by the program, nothing is lost. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { eventually, startTestProgram, type Person, type TestProgram } from '../kit/program';

interface Task {
  readonly key: string;
  readonly elementId: string;
  readonly processInstanceKey: string;
}

const open = async (person: Person, key: string, elementId: string) => {
  const list = await eventually(
    async () =>
      (await person.get<{ items: Task[] }>(`/tasks?state=CREATED&processInstanceKey=${key}`)).body.items,
    (items) => items.some((task) => task.elementId === elementId),
  );
  const task = list.find((one) => one.elementId === elementId);
  if (task === undefined) throw new Error('unreachable');
  return task;
};

async function startCase(program: TestProgram): Promise<string> {
  const answer = await program.as('admin').post<{ processInstanceKey: string }>('/process-instances', {
    bpmnProcessId: 'sauvegarde-serveurs',
    variables: {
      origine: 'plan',
      serveur: 'Messagerie et annuaire',
      reference: 'PS-2026-04',
      dateSauvegarde: '2026-11-23',
    },
  });
  expect([answer.status, answer.body]).toEqual([201, expect.objectContaining({})]);
  return answer.body.processInstanceKey;
}

async function complete(person: Person, task: Task, variables: object): Promise<void> {
  expect((await person.post(`/tasks/${task.key}/claim`)).status).toBe(200);
  const done = await person.post(`/tasks/${task.key}/complete`, { variables });
  expect([done.status, done.body]).toEqual([200, expect.anything()]);
}

test('tasks done by hand are taken over when the connector is configured', async () => {
  const root = mkdtempSync(path.join(os.tmpdir(), 'logigramme-takeover-'));
  const [folder, external, source] = ['sauvegardes', 'disque', 'source'].map((name) => path.join(root, name));
  for (const one of [folder, external, source]) mkdirSync(one ?? '');
  writeFileSync(path.join(source ?? '', 'annuaire.ldif'), 'dn: dc=douanes');
  const file = path.join(root, 'connecteurs.yaml');
  const text = JSON.stringify({
    backup: {
      folder,
      external: { folder: external, reference: 'DX-07' },
      plans: [{ name: 'messagerie', servers: ['Messagerie et annuaire'], kind: 'directory', source }],
    },
  });
  writeFileSync(file, text);
  let program = await startTestProgram();
  try {
    const waiting = [await startCase(program), await startCase(program)];
    const csss = program.as('csss');
    for (const key of waiting) await open(csss, key, 'D2_executer');
    const byHand = await startCase(program);
    await complete(csss, await open(csss, byHand, 'D2_executer'), {
      modeExecution: 'manuelle',
      statutSauvegarde: 'succès',
      rapportSauvegarde: 'Faite à la main.',
    });
    await open(csss, byHand, 'D3_verifier');
    await program.stop({ keepData: true });

    program = await startTestProgram({ CONNECTORS_FILE: file }, program.dataDir);
    const cbBas = program.as('cb-bas');
    for (const key of waiting) {
      const task = await open(cbBas, key, 'D3_verifier');
      await complete(cbBas, task, { sauvegardeReussie: true });
      await open(program.as('csss'), key, 'D5_recuperer');
    }
    await complete(cbBas, await open(cbBas, byHand, 'D3_verifier'), { sauvegardeReussie: true });
    // What the program did not make, it does not copy: whoever made it says where its copy is.
    const taking = await open(program.as('csss'), byHand, 'D5_recuperer');
    const without = await program
      .as('csss')
      .post(`/tasks/${taking.key}/complete`, { variables: { dateRemise: '2026-11-24' } });
    expect(without.status).toBe(422);
    const named = { dateRemise: '2026-11-24', supports: ['Bande magnétique'], referenceSupports: 'BM-3' };
    await complete(program.as('csss'), taking, named);
    await open(cbBas, byHand, 'D6_externaliser_supports');
    expect(readdirSync(folder ?? '')).toHaveLength(2);
    expect(readdirSync(external ?? '').sort()).toEqual(readdirSync(folder ?? '').sort());
  } finally {
    await program.stop();
    rmSync(root, { recursive: true, force: true });
  }
}, 300_000);

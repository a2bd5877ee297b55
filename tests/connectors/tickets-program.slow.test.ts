/** The three-level support with MantisBT in the whole program: refused, recovered by one click, corrected, closed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { MANTIS_TOKEN, startMantis } from '../kit/mantis';
import { eventually, startTestProgram } from '../kit/program';
import { complete, start, type Items } from './people';

test('a bug is handed over once, and its correction answers the user', async () => {
  const root = mkdtempSync(path.join(os.tmpdir(), 'logigramme-mantis-'));
  const mantis = await startMantis();
  const file = path.join(root, 'connecteurs.yaml');
  const tickets = {
    url: mantis.url,
    tokenFrom: 'MANTIS_TOKEN',
    project: 'SYDAM World',
    followEverySeconds: 5,
  };
  writeFileSync(file, JSON.stringify({ tickets }));
  const program = await startTestProgram({ CONNECTORS_FILE: file, MANTIS_TOKEN });
  try {
    const admin = program.as('admin');
    const key = await start(admin, 'demande-assistance-3-niveaux', {
      requerant: 'Claire Morel',
      courrielRequerant: 'claire.morel@operateur.example',
      origine: 'externe',
      applicationConcernee: 'Dédouanement',
      demande: 'La déclaration est rejetée sans motif.',
    });
    const first = { analyseN1: 'Rejet sans message.', resolueN1: false, orientation: 'niveau-2' };
    await complete(program.as('sau'), key, 'AS3_prendre_en_charge', first);
    mantis.faults.push({ status: 403 });
    const second = { analyseN2: 'Le contrôle est faux.', suiteN2: 'anomalie' };
    await complete(program.as('assistance-niveau-2'), key, 'AS3_expertiser', second);

    type Incident = { readonly key: string; readonly errorMessage: string };
    const { items } = await eventually(
      async () => (await admin.get<Items<Incident>>('/incidents')).body,
      (incidents) => incidents.items.length > 0,
    );
    expect(items[0]?.errorMessage).toContain('MantisBT refuse l’accès (403');
    expect(mantis.issues).toEqual([]);
    expect((await admin.post(`/incidents/${items[0]?.key}/resolve`)).status).toBeLessThan(300);

    await eventually(
      async () => mantis.issues,
      (issues) => issues.length === 1,
    );
    expect(mantis.issues[0]?.summary).toMatch(/^\[.+\] Dédouanement : Le contrôle est faux\.$/);
    expect(mantis.issues[0]?.description).toContain('La déclaration est rejetée sans motif.');
    mantis.resolve(4711, { text: 'La règle 12 est réécrite.' });
    await eventually(
      async () => (await admin.get<{ state: string }>(`/process-instances/${key}`)).body.state,
      (state) => state === 'COMPLETED',
      60_000,
    );
    expect(mantis.issues.map(({ status }) => status.name)).toEqual(['closed']);
    const mails = (await admin.get<Items<{ to: string; text: string }>>('/mailbox')).body.items;
    expect(JSON.stringify(mails)).toContain('La règle 12 est réécrite.');
  } finally {
    await program.stop();
    await mantis.stop();
    rmSync(root, { recursive: true, force: true });
  }
}, 300_000);

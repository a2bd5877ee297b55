/** Procedure S with its connector in the whole program: a stop that fails, recovered by one click, then up again. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { eventually, startTestProgram } from '../kit/program';
import { complete, start, type Items } from './people';

test('an approved stop is done, its failure told and mended, and the application is up at the end', async () => {
  const root = mkdtempSync(path.join(os.tmpdir(), 'logigramme-s-'));
  const place = (name: string) => path.join(root, name);
  const script = (name: string, text: string) => {
    writeFileSync(place(name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    return place(name);
  };
  writeFileSync(place('en-marche'), '');
  const [up, journal] = [place('en-marche'), place('journal')];
  const applications = [
    {
      name: 'SYDAM World',
      stop: {
        program: script(
          'arreter',
          `[ -e ${place('sessions-fermees')} ] || { echo 'Sessions ouvertes : 12' >&2; exit 3; }\necho arrêt >> ${journal}\nrm ${up}`,
        ),
      },
      start: { program: script('demarrer', `echo démarrage >> ${journal}\ntouch ${up}`) },
      test: { program: script('tester', `[ -e ${up} ]`) },
    },
  ];
  writeFileSync(place('connecteurs.yaml'), JSON.stringify({ applications }));
  const program = await startTestProgram({ CONNECTORS_FILE: place('connecteurs.yaml') });
  try {
    const admin = program.as('admin');
    const key = await start(admin, 'arret-application-sydam-world', {
      requerant: 'Awa Traoré',
      courrielRequerant: 'awa.traore@douanes.example.ci',
      service: 'Bureau Exploitation',
      typeArret: 'non programmé',
      causeArret: 'anomalie bloquante',
      motif: 'Les déclarations ne s’enregistrent plus.',
    });
    await complete(program.as('dsi'), key, 'S4_valider', { accordDsi: true });
    const told = { dateArret: '2026-03-02', heureArret: '20:00' };
    await complete(program.as('agent-ssa'), key, 'S7_preparer', told);

    type Incident = { readonly key: string; readonly errorMessage: string };
    const { items } = await eventually(
      async () => (await admin.get<Items<Incident>>('/incidents')).body,
      (incidents) => incidents.items.length > 0,
    );
    expect(items[0]?.errorMessage).toContain('s’est terminée avec le code 3.\nSessions ouvertes : 12');
    expect(existsSync(up)).toBe(true);
    writeFileSync(place('sessions-fermees'), '');
    expect((await admin.post(`/incidents/${items[0]?.key}/resolve`)).status).toBeLessThan(300);
    await eventually(
      async () => (await admin.get<{ state: string }>(`/process-instances/${key}`)).body.state,
      (state) => state === 'COMPLETED',
    );
    expect(readFileSync(journal, 'utf8')).toBe('arrêt\ndémarrage\n');
    expect(existsSync(up)).toBe(true);
    const variables = (await admin.get<unknown>(`/process-instances/${key}/variables`)).body;
    expect(JSON.stringify(variables)).toContain('testsConcluants');
  } finally {
    await program.stop();
    rmSync(root, { recursive: true, force: true });
  }
}, 300_000);

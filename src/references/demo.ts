/** What the demonstration knows from the start. */
import type { References } from './references';

export const demoReferences = [
  {
    kind: 'fournisseurs',
    code: 'abidjan-informatique',
    values: {
      nom: 'Abidjan Informatique',
      courriel: 'ventes@abidjan-informatique.example.ci',
      telephone: '+225 27 20 00 00 01',
      adresse: 'Treichville, Abidjan',
    },
  },
  {
    kind: 'fournisseurs',
    code: 'lagune-equipements',
    values: { nom: 'Lagune Équipements', courriel: 'commandes@lagune-equipements.example.ci' },
  },
  {
    kind: 'adresses-diffusion',
    code: 'utilisateurs-sydam',
    values: {
      groupe: 'utilisateurs-sydam',
      courriel: 'utilisateurs-sydam@douanes.example.ci',
      remarque: 'Liste de diffusion des utilisateurs de SYDAM World (procédure S)',
    },
  },
];

/** Safe to call at every start: each item is made once, and stays as people leave it. */
export async function seedDemoReferences(references: Pick<References, 'record'>): Promise<void> {
  for (const { kind, code, values } of demoReferences) {
    await references.record({
      kind,
      code,
      jobKey: `demo:${kind}:${code}`,
      by: 'Logigramme',
      revise: (current) => current ?? values,
    });
  }
}

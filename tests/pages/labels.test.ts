/** A case's variables in words: labels and options come from the forms that asked for them. */
import { translate, translateCount } from '../../src/web/catalogue';
import { createFormatter } from '../../src/web/pages/kit/format';
import { isForPeople, variableDescriber } from '../../src/web/pages/kit/labels';
import { processFiles, readProcessFile } from '../processes/files';

const forms = processFiles('.form')
  .filter((file) => file.includes('/g-'))
  .map((file) => JSON.parse(readProcessFile(file)) as Record<string, unknown>);
const describeVariable = variableDescriber(
  {
    lang: 'fr',
    format: createFormatter('fr', 'Africa/Abidjan', 0),
    user: null,
    t: (key, parameters) => translate('fr', key, parameters),
    count: (stem, n) => translateCount('fr', stem, n),
  },
  forms,
);

test.each([
  ['fournisseur', 'Abidjan Informatique', 'Fournisseur', 'Abidjan Informatique'],
  ['dateLimite', '2026-12-01', "Date limite d'exécution", '1er décembre 2026'],
  [
    'suiteNonConformite',
    'retour du matériel',
    'Suite demandée au fournisseur',
    'Retour du matériel chez le fournisseur',
  ],
  [
    'lignes',
    [
      { article: 'ecran', quantite: 12, precisions: '24 pouces' },
      { article: 'scanner', quantite: 1, precisions: '' },
    ],
    'Matériel',
    'Matériel : Écran ; Quantité : 12 ; Caractéristiques demandées : 24 pouces\nMatériel : Scanner ; Quantité : 1',
  ],
  ['lignes', 'aucune', 'Matériel', 'aucune'],
  ['resultatInconnu', 4, 'Resultat inconnu', '4'],
])('%s %j', (name, value, label, shown) => {
  expect(describeVariable(name, value)).toEqual({ label, value: shown });
});

test('ids of documents are not for people', () => {
  const names = ['fournisseur', 'bonCommandeDocumentId', 'pvDocumentId', 'initiateur'];
  expect(names.filter(isForPeople)).toEqual(['fournisseur']);
});

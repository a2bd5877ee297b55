/** A case's variables in words: labels and options come from the forms that asked for them. */
import { translate, translateCount } from '../../src/text/catalogue';
import { createFormatter } from '../../src/text/format';
import { isForPeople, variableDescriber } from '../../src/words/labels';
import { contractForm } from '../../src/workers/contracts/contract-form';
import { worker as runBackup } from '../../workers/run-backup';
import { processFiles, readProcessFile } from '../processes/files';

const forms = processFiles('.form')
  .filter((file) => /\/(?:ach|g)-/.test(file))
  .map((file) => JSON.parse(readProcessFile(file)) as Record<string, unknown>);
const describeVariable = variableDescriber(
  {
    lang: 'fr',
    format: createFormatter('fr', 'Africa/Abidjan', 0),
    t: (key, parameters) => translate('fr', key, parameters),
    count: (stem, n) => translateCount('fr', stem, n),
  },
  forms,
  [contractForm(runBackup)],
);

test.each([
  ['fournisseur', 'Abidjan Informatique', 'Fournisseur', 'Abidjan Informatique'],
  ['dateLimite', '2026-12-01', 'Date limite d’exécution', '1er décembre 2026'],
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
    'Matériel\u00a0: Écran\u00a0; Quantité\u00a0: 12\u00a0; Caractéristiques demandées\u00a0: 24 pouces\nMatériel\u00a0: Scanner\u00a0; Quantité\u00a0: 1',
  ],
  ['lignes', 'aucune', 'Matériel', 'aucune'],
  ['montantEstime', 1500000, 'Montant estimé', '1\u202f500\u202f000\u00a0FCFA'],
  ['statutSauvegarde', 'succès', 'Statut de la sauvegarde', 'Succès'],
  ['resultatInconnu', 4, 'Resultat inconnu', '4'],
])('%s %j', (name, value, label, shown) => {
  expect(describeVariable(name, value)).toEqual({ label, value: shown });
});

test('ids of documents are not for people', () => {
  const names = ['fournisseur', 'bonCommandeDocumentId', 'pvDocumentId', 'initiateur'];
  expect(names.filter(isForPeople)).toEqual(['fournisseur']);
});

import type { ReferenceKind } from '../kind';

export const kind: ReferenceKind = {
  slug: 'registre-entrees',
  plural: 'Registre des entrées du Data Center',
  singular: 'entrée',
  lead: 'Qui est entré au Data Center, quand, et avec quelle carte. La procédure H y inscrit chaque visite ; une entrée hors procédure s’y ajoute à la main.',
  editors: ['csdc', 'cbgc'],
  readers: 'keepers',
  document: { template: 'registre-entrees', sortedBy: ['date', 'heureEntree'] },
  fields: [
    { key: 'personne', label: 'Personne', type: 'textfield', required: true, inList: true },
    { key: 'service', label: 'Service ou société', type: 'textfield', inList: true },
    { key: 'date', label: 'Date d’entrée', type: 'date', required: true, inList: true },
    { key: 'heureEntree', label: 'Heure d’entrée', type: 'time', required: true, inList: true },
    { key: 'dateSortie', label: 'Date de sortie', type: 'date' },
    { key: 'heureSortie', label: 'Heure de sortie', type: 'time', inList: true },
    { key: 'motif', label: 'Motif', type: 'textarea', required: true },
    { key: 'carte', label: 'Carte d’accès', type: 'textfield', inList: true },
    { key: 'personnesAccompagnees', label: 'Personnes accompagnées', type: 'textarea' },
    { key: 'dossier', label: 'Dossier', type: 'textfield' },
  ],
};

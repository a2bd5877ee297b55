import type { ReferenceKind } from '../kind';

export const kind: ReferenceKind = {
  slug: 'registre-entrees',
  plural: 'Registre des entrées du Data Center',
  singular: 'entrée',
  lead: 'Qui est entré au Data Center, quand, et avec quel badge (procédure H).',
  editors: ['csdc', 'cbgc'],
  fields: [
    { key: 'personne', label: 'Personne', type: 'textfield', required: true, inList: true },
    { key: 'service', label: 'Service ou société', type: 'textfield', inList: true },
    { key: 'date', label: 'Date', type: 'date', required: true, inList: true },
    { key: 'heureEntree', label: 'Heure d’entrée', type: 'time', required: true, inList: true },
    { key: 'heureSortie', label: 'Heure de sortie', type: 'time', inList: true },
    { key: 'motif', label: 'Motif', type: 'textfield', required: true },
    { key: 'badge', label: 'Badge', type: 'reference', kind: 'badges' },
    { key: 'accompagnePar', label: 'Accompagné par', type: 'textfield' },
    { key: 'dossier', label: 'Dossier', type: 'textfield' },
  ],
};

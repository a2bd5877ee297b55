import type { ReferenceKind } from '../kind';

export const kind: ReferenceKind = {
  slug: 'badges',
  plural: 'Badges du Data Center',
  singular: 'badge',
  lead: 'Les badges remis à l’entrée du Data Center (procédure H).',
  editors: ['csdc', 'cbgc'],
  readers: 'keepers',
  fields: [
    { key: 'numero', label: 'Numéro', type: 'textfield', required: true, inList: true },
    {
      key: 'nature',
      label: 'Nature',
      type: 'select',
      required: true,
      inList: true,
      choices: [
        { value: 'agent', label: 'Agent' },
        { value: 'visiteur', label: 'Visiteur' },
      ],
    },
    {
      key: 'etat',
      label: 'État',
      type: 'select',
      required: true,
      inList: true,
      choices: [
        { value: 'disponible', label: 'Disponible' },
        { value: 'remis', label: 'Remis' },
        { value: 'perdu', label: 'Perdu' },
        { value: 'hors-service', label: 'Hors service' },
      ],
    },
    { key: 'detenteur', label: 'Détenteur', type: 'textfield', inList: true },
  ],
};

import type { ReferenceKind } from '../kind';

export const kind: ReferenceKind = {
  slug: 'horaires',
  plural: 'Horaires de travail',
  singular: 'plage de travail',
  lead: 'Les heures ouvrées de la semaine. Sans aucune plage, tous les jours de la semaine comptent, du lundi au vendredi.',
  editors: [],
  readers: 'everyone',
  fields: [
    {
      key: 'jour',
      label: 'Jour',
      type: 'select',
      required: true,
      inList: true,
      choices: [
        { value: '1', label: 'Lundi' },
        { value: '2', label: 'Mardi' },
        { value: '3', label: 'Mercredi' },
        { value: '4', label: 'Jeudi' },
        { value: '5', label: 'Vendredi' },
        { value: '6', label: 'Samedi' },
        { value: '7', label: 'Dimanche' },
      ],
    },
    { key: 'debut', label: 'De', type: 'time', required: true, inList: true },
    { key: 'fin', label: 'À', type: 'time', required: true, inList: true },
  ],
  codeOf: ({ jour, debut }) => `${String(jour)}-${String(debut).replace(':', '')}`,
};

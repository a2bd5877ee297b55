import type { ReferenceKind } from '../kind';

export const kind: ReferenceKind = {
  slug: 'jours-feries',
  plural: 'Jours fériés',
  singular: 'jour férié',
  lead: 'Les jours où l’administration ne travaille pas : les délais en jours ouvrés les sautent.',
  editors: [],
  readers: 'everyone',
  fields: [
    { key: 'nom', label: 'Nom', type: 'textfield', required: true, inList: true },
    { key: 'date', label: 'Date', type: 'date', required: true, inList: true },
  ],
  codeOf: ({ date }) => String(date),
};

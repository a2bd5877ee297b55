import type { ReferenceKind } from '../kind';

export const kind: ReferenceKind = {
  slug: 'fournisseurs',
  plural: 'Fournisseurs',
  singular: 'fournisseur',
  lead: 'Ceux à qui les commandes de matériel sont transmises (procédure G).',
  editors: ['rds', 'gs', 'bit'],
  readers: 'everyone',
  fields: [
    { key: 'nom', label: 'Nom', type: 'textfield', required: true, inList: true },
    { key: 'courriel', label: 'Courriel', type: 'textfield', format: 'email', required: true, inList: true },
    { key: 'telephone', label: 'Téléphone', type: 'textfield', inList: true },
    { key: 'contact', label: 'Personne à contacter', type: 'textfield' },
    { key: 'adresse', label: 'Adresse', type: 'textarea' },
  ],
};

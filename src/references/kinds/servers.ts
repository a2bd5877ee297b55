import type { ReferenceKind } from '../kind';

export const kind: ReferenceKind = {
  slug: 'serveurs',
  plural: 'Serveurs',
  singular: 'serveur',
  lead: 'Les serveurs et applications en production, à sauvegarder (procédures D et R) ou à arrêter (S).',
  editors: ['cb-bas', 'csss', 'cs'],
  readers: 'keepers',
  fields: [
    { key: 'nom', label: 'Nom', type: 'textfield', required: true, inList: true },
    { key: 'role', label: 'Rôle ou application', type: 'textfield', required: true, inList: true },
    { key: 'systeme', label: 'Système d’exploitation', type: 'textfield' },
    { key: 'site', label: 'Site', type: 'reference', kind: 'sites', inList: true },
    { key: 'adresseReseau', label: 'Adresse réseau', type: 'textfield' },
  ],
};

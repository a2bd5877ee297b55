import type { ReferenceKind } from '../kind';

export const kind: ReferenceKind = {
  slug: 'sites',
  plural: 'Sites',
  singular: 'site',
  lead: 'Les bureaux et locaux que la DSI équipe (procédures A et B).',
  editors: ['dsi', 'bit', 'cb-bit'],
  readers: 'everyone',
  fields: [
    { key: 'nom', label: 'Nom', type: 'textfield', required: true, inList: true },
    { key: 'ville', label: 'Ville', type: 'textfield', required: true, inList: true },
    { key: 'responsable', label: 'Responsable du site', type: 'textfield', inList: true },
    { key: 'courriel', label: 'Courriel du responsable', type: 'textfield', format: 'email' },
    {
      key: 'raccorde',
      label: 'Raccordé au réseau',
      type: 'radio',
      choices: [
        { value: true, label: 'Oui' },
        { value: false, label: 'Non' },
      ],
      inList: true,
    },
    { key: 'observations', label: 'Observations', type: 'textarea' },
  ],
};

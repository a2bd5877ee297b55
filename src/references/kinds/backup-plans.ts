import type { ReferenceKind } from '../kind';

export const kind: ReferenceKind = {
  slug: 'plans-sauvegarde',
  plural: 'Plans de sauvegarde',
  singular: 'plan de sauvegarde',
  lead: 'Ce qui est sauvegardé, quand et sur quel support. Les commandes, elles, sont configurées par l’administrateur du service.',
  editors: ['cb-bas', 'csss', 'cs'],
  readers: 'keepers',
  fields: [
    { key: 'nom', label: 'Nom', type: 'textfield', required: true, inList: true },
    { key: 'serveur', label: 'Serveur', type: 'reference', kind: 'serveurs', inList: true },
    {
      key: 'periodicite',
      label: 'Périodicité',
      type: 'select',
      required: true,
      inList: true,
      choices: [
        { value: 'quotidienne', label: 'Quotidienne' },
        { value: 'hebdomadaire', label: 'Hebdomadaire' },
        { value: 'mensuelle', label: 'Mensuelle' },
        { value: 'exceptionnelle', label: 'Exceptionnelle' },
      ],
    },
    { key: 'heure', label: 'Heure', type: 'time', inList: true },
    {
      key: 'support',
      label: 'Support d’externalisation',
      type: 'select',
      choices: [
        { value: 'bande', label: 'Bande magnétique' },
        { value: 'disque', label: 'Disque dur externe' },
        { value: 'bande-et-disque', label: 'Bande magnétique et disque dur externe' },
      ],
    },
    { key: 'conservation', label: 'Conservation (jours)', type: 'number', min: 1, max: 36_500 },
  ],
};

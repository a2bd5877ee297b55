import type { ReferenceKind } from '../kind';

/** A step of a procedure and the time it may take. The guide gives none: these are the administration's own. */
export const kind: ReferenceKind = {
  slug: 'delais',
  plural: 'Délais',
  singular: 'délai',
  lead: 'Le temps accordé à une étape. Le guide n’en donne aucun : ce sont des réglages de l’administration.',
  editors: [],
  readers: 'everyone',
  fields: [
    {
      key: 'procedure',
      label: 'Procédure (identifiant)',
      type: 'textfield',
      required: true,
      inList: true,
      description: 'Tel qu’il figure dans l’adresse de la page de la procédure.',
    },
    {
      key: 'etape',
      label: 'Étape (identifiant)',
      type: 'textfield',
      required: true,
      inList: true,
      description: 'Identifiant de l’élément du logigramme.',
    },
    {
      key: 'duree',
      label: 'Durée',
      type: 'number',
      required: true,
      min: 1,
      max: 10_000,
      inList: true,
      description: 'Un nombre entier, au moins 1.',
    },
    {
      key: 'unite',
      label: 'Unité',
      type: 'select',
      required: true,
      inList: true,
      choices: [
        { value: 'jours-ouvres', label: 'Jours ouvrés' },
        { value: 'jours', label: 'Jours' },
        { value: 'heures', label: 'Heures' },
        { value: 'minutes', label: 'Minutes' },
      ],
    },
  ],
  codeOf: ({ procedure, etape }) => `${String(procedure)}.${String(etape)}`,
};

import type { ReferenceKind } from '../kind';

export const GROUP_ADDRESSES = 'adresses-diffusion';

export const kind: ReferenceKind = {
  slug: GROUP_ADDRESSES,
  plural: 'Adresses de diffusion',
  singular: 'adresse de diffusion',
  lead: 'L’adresse commune d’un groupe. Les courriels adressés à un groupe qui n’en a pas vont à chacun de ses membres.',
  editors: [],
  readers: 'everyone',
  fields: [
    {
      key: 'groupe',
      label: 'Groupe',
      type: 'textfield',
      required: true,
      inList: true,
      description: 'Tel qu’il figure sur la page « Comptes », ou dans le logigramme de la procédure.',
      format: {
        pattern: '^[a-z0-9][a-z0-9-]{0,59}$',
        says: 'Minuscules sans accent, chiffres et tirets sont attendus.',
      },
    },
    { key: 'courriel', label: 'Courriel', type: 'textfield', format: 'email', required: true, inList: true },
    { key: 'remarque', label: 'Remarque', type: 'textfield' },
  ],
  codeOf: ({ groupe }) => String(groupe),
};

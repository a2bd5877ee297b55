import { bothLanguages } from './both-languages';

export const references = bothLanguages({
  fr: {
    'references.pdf': 'En PDF',
    'references.noDocument': 'Ce référentiel n’a pas de document.',
    'references.title': 'Référentiels',
    'references.lead':
      'Les données que les procédures utilisent, tenues à jour par ceux qui les connaissent.',
    'references.unknown': 'Ce référentiel n’existe pas. Choisissez-le dans la liste.',
    'references.add': 'Ajouter : {what}',
    'references.forbidden': 'Vous ne pouvez pas modifier « {what} ». Adressez-vous à ceux qui le tiennent.',
    'references.save': 'Enregistrer',
    'references.remove': 'Retirer cet élément',
    'references.history': 'Historique',
    'references.change.CREATED': 'Créé',
    'references.change.CHANGED': 'Modifié',
    'references.change.REMOVED': 'Retiré',
    'references.empty.title': 'Rien pour le moment',
  },
  en: {
    'references.pdf': 'As PDF',
    'references.noDocument': 'This list has no document.',
    'references.title': 'Reference data',
    'references.lead': 'The data that procedures use, kept by those who know them.',
    'references.unknown': 'There is no such reference data. Choose it in the list.',
    'references.add': 'Add: {what}',
    'references.forbidden': 'You may not change “{what}”. Ask those who keep it.',
    'references.save': 'Save',
    'references.remove': 'Remove this item',
    'references.history': 'History',
    'references.change.CREATED': 'Created',
    'references.change.CHANGED': 'Changed',
    'references.change.REMOVED': 'Removed',
    'references.empty.title': 'Nothing yet',
  },
});

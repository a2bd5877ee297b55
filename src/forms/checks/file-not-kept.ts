import { eachComponent, Severity } from './rule';
import { validationOf } from './walk';

export const fileNotKept = eachComponent('file-not-kept', Severity.TOLD, ({ schema }) =>
  schema['type'] === 'filepicker' && validationOf(schema)['required'] !== true
    ? 'Les formulaires ne gardent pas de fichier : un fichier choisi ici serait refusé. Retirez ce champ.'
    : null,
);

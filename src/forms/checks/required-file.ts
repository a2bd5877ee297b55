import { eachComponent, Severity } from './rule';
import { validationOf } from './walk';

export const requiredFile = eachComponent('required-file', Severity.REFUSED, ({ schema }) =>
  schema['type'] === 'filepicker' && validationOf(schema)['required'] === true
    ? 'Un fichier est obligatoire, mais les formulaires ne gardent pas de fichier : personne ne pourrait terminer l’étape. Rendez ce champ facultatif ou retirez-le.'
    : null,
);

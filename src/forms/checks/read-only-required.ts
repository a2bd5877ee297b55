import { eachComponent, Severity } from './rule';
import { validationOf } from './walk';

export const readOnlyRequired = eachComponent('read-only-required', Severity.REFUSED, ({ schema }) =>
  schema['readonly'] === true &&
  validationOf(schema)['required'] === true &&
  schema['defaultValue'] === undefined
    ? 'Ce champ est obligatoire et en lecture seule : sans valeur, personne ne pourrait terminer l’étape. Retirez l’un des deux, ou donnez une valeur par défaut.'
    : null,
);

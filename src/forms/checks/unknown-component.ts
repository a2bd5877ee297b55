import { componentTypes } from '../types';
import { eachComponent, Severity } from './rule';
import { textOf } from './walk';

export const unknownComponent = eachComponent('unknown-component', Severity.REFUSED, ({ schema }) => {
  const type = textOf(schema, 'type');
  if (type === null)
    return 'Ce composant n’a pas de genre (« type ») : le formulaire ne s’afficherait pas. Donnez-le ou retirez le composant.';
  return componentTypes.has(type)
    ? null
    : `Le genre « ${type} » est inconnu : le formulaire ne s’afficherait pas. Choisissez un composant de form-js.`;
});

import { carriesValue } from '../types';
import { eachComponent, Severity } from './rule';
import { textOf } from './walk';

export const missingKey = eachComponent('missing-key', Severity.REFUSED, ({ schema }) => {
  const type = textOf(schema, 'type') ?? '';
  if (type === 'dynamiclist' && textOf(schema, 'path') === null)
    return 'Cette liste n’a pas de chemin (« path ») : ses lignes ne seraient gardées nulle part. Donnez-lui le nom d’une variable.';
  return carriesValue(type) && textOf(schema, 'key') === null
    ? 'Ce champ n’a pas de clé (« key ») : ce qui y est saisi serait refusé. Donnez-lui le nom d’une variable.'
    : null;
});

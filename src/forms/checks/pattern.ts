import { eachComponent, Severity } from './rule';
import { validationOf } from './walk';

export const pattern = eachComponent('pattern', Severity.REFUSED, ({ schema }) => {
  const source = validationOf(schema)['pattern'];
  if (typeof source !== 'string' || source === '') return null;
  try {
    new RegExp(source);
    return null;
  } catch {
    return `Le modèle « ${source} » n’est pas une expression régulière : aucune saisie ne passerait. Corrigez-le.`;
  }
});

import { isExpression, isReadable } from '../feel';
import { isObject } from '../paths';
import { eachComponent, Severity } from './rule';

export const hideCondition = eachComponent('hide-condition', Severity.REFUSED, ({ schema }) => {
  const { conditional } = schema;
  const hide = isObject(conditional) ? conditional['hide'] : undefined;
  if (hide === undefined || hide === null || hide === '') return null;
  if (!isExpression(hide))
    return `La condition « ${String(hide)} » n’est pas une expression : elle commence par « = ». Sans cela elle n’a pas d’effet.`;
  return isReadable(hide, 'condition')
    ? null
    : `La condition « ${hide} » ne se lit pas comme du FEEL : le champ ne se cacherait jamais. Corrigez-la.`;
});

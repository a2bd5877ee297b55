import { isObject } from '../paths';
import { eachComponent, Severity } from './rule';

const choosing = new Set(['select', 'radio', 'checklist', 'taglist']);
const sources = ['values', 'valuesKey', 'valuesExpression'];

export const noChoice = eachComponent('no-choice', Severity.TOLD, ({ schema }) => {
  if (!choosing.has(String(schema['type']))) return null;
  const isFilled = isObject(schema['properties']) && schema['properties']['referentiel'] !== undefined;
  const hasSource = sources.some((name) => {
    const source = schema[name];
    return Array.isArray(source) ? source.length > 0 : typeof source === 'string' && source !== '';
  });
  return isFilled || hasSource ? null : 'Aucun choix n’est proposé : donnez les choix, ou d’où ils viennent.';
});

import { isExpression, isReadable } from '../feel';
import { eachComponent, Severity } from './rule';
import { validationOf } from './walk';

const properties = [
  'expression',
  'valuesExpression',
  'dataSource',
  'columnsExpression',
  'label',
  'description',
  'source',
];
const bounds = ['min', 'max', 'minLength', 'maxLength'];

export const faultyExpression = eachComponent('faulty-expression', Severity.REFUSED, ({ schema }) => {
  const rules = validationOf(schema);
  const expressions = [...properties.map((name) => schema[name]), ...bounds.map((name) => rules[name])];
  const { readonly } = schema;
  const faulty =
    expressions.filter(isExpression).find((one) => !isReadable(one, 'expression')) ??
    [readonly].filter(isExpression).find((one) => !isReadable(one, 'condition'));
  return faulty === undefined
    ? null
    : `L’expression « ${faulty} » ne se lit pas comme du FEEL : elle ne donnerait rien. Corrigez-la.`;
});

import { isExpression } from '../feel';
import { eachComponent, Severity } from './rule';
import { validationOf } from './walk';

const bounds = {
  min: 'minimum',
  max: 'maximum',
  minLength: 'longueur minimale',
  maxLength: 'longueur maximale',
};

const isNumber = (value: unknown): boolean =>
  typeof value === 'number' ||
  (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)));

export const numericBounds = eachComponent('bounds', Severity.REFUSED, ({ schema }) => {
  const rules = validationOf(schema);
  const faulty = Object.entries(bounds).find(([name]) => {
    const value = rules[name];
    return value !== undefined && value !== null && value !== '' && !isExpression(value) && !isNumber(value);
  });
  if (faulty === undefined) return null;
  const [name, said] = faulty;
  return `Sa ${said} « ${String(rules[name])} » n’est ni un nombre ni une expression : aucune saisie ne passerait.`.replace(
    /^Sa (m[a-z]+imum)/,
    'Son $1',
  );
});

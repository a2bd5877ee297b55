/** Names that the rules give, one line a case. */
import {
  candidateNames,
  oneLine,
  plain,
  readPersonName,
  renderName,
} from '../../../src/connectors/accounts/naming';

test.each([
  ['Awa Traoré', 'Awa', 'Traoré'],
  ['  Awa   Traoré ', 'Awa', 'Traoré'],
  ['TRAORÉ Awa', 'Awa', 'TRAORÉ'],
  ['Awa TRAORÉ', 'Awa', 'TRAORÉ'],
  ['KOUASSI KONAN Jean Marc', 'Jean Marc', 'KOUASSI KONAN'],
  ['Jean N’Guessan Kouamé', 'Jean', 'N’Guessan Kouamé'],
  ['Traoré', '', 'Traoré'],
  ['AWA TRAORÉ', 'AWA', 'TRAORÉ'],
])('« %s » is %s, of the family %s', (full, first, last) => {
  expect(readPersonName(full, 'prenom nom')).toMatchObject({ first, last });
});

test('« Traoré Awa » is told by the order of the settings', () => {
  expect(readPersonName('Traoré Awa Marie', 'nom prenom')).toMatchObject({
    first: 'Awa Marie',
    last: 'Traoré',
  });
});

test.each([
  ['Élodie', 'elodie'],
  ['N’Guessan', 'nguessan'],
  ['Œuvrard-Ça', 'oeuvrard-ca'],
  ['--Jean--Marc--', 'jean-marc'],
  ['Ａwa', 'wa'],
  ['王', ''],
  ['a,ou=b)(uid=*\0\n', 'aoubuid'],
])('« %s » in a name is %j', (text, expected) => {
  expect(plain(text)).toBe(expected);
});

test('what is shown is one line without what nobody sees', () => {
  expect(oneLine(' A\0w\u202Ea\r\nTraoré\u200B ')).toBe('A w a Traoré');
});

test.each([
  ['{{prenom.0}}{{nom}}', 'atraore'],
  ['{{prenom}}.{{nom}}', 'awa.traore'],
  ['{{nom.2}}{{ prenom.1 }}', 'traaw'],
  ['ext-{{nom}}', 'ext-traore'],
])('the rule %s gives %s', (rule, expected) => {
  expect(renderName(rule, { prenom: 'awa', nom: 'traore' })).toBe(expected);
});

const first = (count: number, names: Iterable<string>): string[] => [...names].slice(0, count);

test('candidates are the rules, then numbers; never longer than allowed', () => {
  const person = readPersonName('Awa Traoré', 'prenom nom');
  const rules = ['{{prenom.0}}{{nom}}', '{{prenom}}.{{nom}}'];
  expect(first(4, candidateNames(person, { rules, longest: 20 }))).toEqual([
    'atraore',
    'awa.traore',
    'atraore2',
    'atraore3',
  ]);
  const all = [...candidateNames(person, { rules, longest: 5 })];
  expect(all.slice(0, 3)).toEqual(['atrao', 'awa.t', 'atra2']);
  expect(all.at(-1)).toBe('atr99');
  expect(all.every((name) => name.length <= 5)).toBe(true);
});

test('a person without a first name, or without Latin letters', () => {
  const rules = ['{{prenom}}.{{nom}}'];
  expect(first(1, candidateNames(readPersonName('Traoré', 'prenom nom'), { rules, longest: 20 }))).toEqual([
    'traore',
  ]);
  expect(() => first(1, candidateNames(readPersonName('王', 'prenom nom'), { rules, longest: 20 }))).toThrow(
    'écrivez-le en lettres latines',
  );
});

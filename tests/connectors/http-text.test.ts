/** The letters of an answer, whatever its charset. */
import { answerOf } from '../../src/connectors/http/answer';

const answer = (type: string, bytes: readonly number[] | Buffer) =>
  answerOf('essai', { status: 200, headers: { 'content-type': type }, body: Buffer.from(bytes) }, new Date(0))
    .body;
const latin1 = (text: string) => Buffer.from(text, 'latin1');
const bom = [0xef, 0xbb, 0xbf];

it.each([
  ['text/plain; charset=windows-1252', latin1('1 200 \x80 d\x92avance'), '1 200 € d’avance'],
  ['text/plain; charset="ISO-8859-1"', latin1('Bouaké'), 'Bouaké'],
  ['text/csv; charset=iso-8859-15', latin1('\xa4;\xbd'), '€;œ'],
  ['text/plain', latin1('Korhogo, c\xf4t\xe9 nord'), 'Korhogo, côté nord'],
  ['text/plain', Buffer.from('déjà €'), 'déjà €'],
  ['text/plain; charset=utf-16le', Buffer.from('Hôtel', 'utf16le'), 'Hôtel'],
  ['application/json; charset=iso-8859-1', latin1('{"ville":"Séguéla"}'), { ville: 'Séguéla' }],
  ['application/json', latin1('{"ville":"Séguéla"}'), { ville: 'Séguéla' }],
  ['application/json', Buffer.from([...bom, ...Buffer.from('{"ville":"Séguéla"}')]), { ville: 'Séguéla' }],
  ['application/problem+json; charset=latin1', Buffer.from([...bom, ...Buffer.from('["é"]')]), ['é']],
])('should read %s', (type, bytes, expected) => {
  expect(answer(type, bytes)).toEqual(expected);
});

it.each([
  ['text/plain; charset=utf-8', latin1('été')],
  ['text/plain; charset=klingon', Buffer.from('x')],
])('should say that %s is not what it says', (type, bytes) => {
  expect(() => answer(type, bytes)).toThrow(/jeu de caractères annoncé/);
});

import { nonBreaking, ordinalFirst } from '../../src/text/typography';

test.each([
  ['Motif du refus :', 'Motif du refus\u00a0:'],
  ['Accord ? Oui ; sinon non !', 'Accord\u00a0? Oui\u00a0; sinon non\u00a0!'],
  ['« En cas d’accord »', '«\u00a0En cas d’accord\u00a0»'],
  ['<b>Dossier {{n}} : accès</b>', '<b>Dossier {{n}}\u00a0: accès</b>'],
  ['Donnez-vous votre accord ?*', 'Donnez-vous votre accord\u00a0?*'],
  ['{{#if a != null}}b{{/if}}', '{{#if a != null}}b{{/if}}'],
  ['<td style="padding:2px 0; color: red">', '<td style="padding:2px 0; color: red">'],
  ['11:15', '11:15'],
])('%s', (text, expected) => {
  expect(nonBreaking(text)).toBe(expected);
});

test.each([
  ['1 décembre 2026', '1er décembre 2026'],
  ['1 août 2026 à 08:00', '1er août 2026 à 08:00'],
  ['11 août 2026', '11 août 2026'],
  ['01/08/2026', '01/08/2026'],
])('%s is written %s', (date, expected) => {
  expect(ordinalFirst(date)).toBe(expected);
});

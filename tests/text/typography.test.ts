import { nonBreaking } from '../../src/text/typography';

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

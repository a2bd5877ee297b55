/** What a start form knows of who fills it in. */
import { ownData } from '../../src/web/pages/kit/own-data';

const account = {
  name: 'koffi',
  displayName: 'Aya Koffi',
  email: 'aya.koffi@douanes.example',
  roles: [],
  groups: [],
  superior: null,
};
const field = (key: string, compte?: unknown) => ({
  type: 'textfield',
  key,
  ...(compte !== undefined && { properties: { compte } }),
});

test.each([
  [
    'the account’s name and mail',
    [field('a', 'nom'), field('b', 'courriel')],
    { a: 'Aya Koffi', b: account.email },
  ],
  ['in groups too', [{ type: 'group', components: [field('a', 'nom')] }], { a: 'Aya Koffi' }],
  [
    'nothing where a field does not ask, or asks for what there is not',
    [field('a'), field('b', 'age'), 7],
    {},
  ],
])('gives %s', (_what, components, expected) => {
  expect(ownData({ components }, account)).toEqual(expected);
});

test('gives nothing without a form, nor a mail that the account has not', () => {
  expect(ownData(null, account)).toEqual({});
  expect(ownData({ components: [field('b', 'courriel')] }, { ...account, email: null })).toEqual({});
});

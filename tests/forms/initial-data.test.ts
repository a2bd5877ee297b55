import { initialData } from '../../src/forms';

const schema = {
  type: 'default',
  components: [
    { type: 'html', content: '<p>secret {{if numero = null then "secret" else numero}}</p>' },
    { type: 'textfield', key: 'client.nom', label: '=titre', validate: { maxLength: '=plafond' } },
    { type: 'select', key: 'article', valuesKey: 'articles' },
    {
      type: 'group',
      path: 'lieu',
      components: [{ type: 'number', key: 'etage', conditional: { hide: '=not(haut)' } }],
    },
  ],
};

test('only the variables that the form uses leave the server', () => {
  const variables = {
    numero: 1,
    client: {},
    titre: 't',
    plafond: 3,
    article: 'a',
    articles: [],
    lieu: {},
    etage: 1,
    haut: true,
    secret: 'x',
    nom: 'x',
    autre: 'x',
  };
  expect(Object.keys(initialData(schema, variables))).toEqual([
    'numero',
    'client',
    'titre',
    'plafond',
    'article',
    'articles',
    'lieu',
    'etage',
    'haut',
  ]);
});

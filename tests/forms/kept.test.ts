/** What a form shows and nobody touches comes back as it was; what it does not show is not erased. */
import { initialData, validateForm } from '../../src/forms';

type Json = Record<string, unknown>;

const field = (type: string, key: string, more: Json = {}): Json => ({ type, id: `id_${key}`, key, ...more });
const list = (path: string, components: Json[], more: Json = {}): Json => ({
  type: 'dynamiclist',
  id: `id_${path}`,
  path,
  components,
  ...more,
});
const options = { timeZone: 'Europe/Paris' };

function submit(components: Json[], submitted: Json, variables: Json) {
  return validateForm({ components }, submitted, variables, options);
}

describe('what is not to be filled in', () => {
  const lines = [
    field('textfield', 'article', { readonly: true }),
    field('number', 'nombre'),
    field('textfield', 'note', { conditional: { hide: '=this.nombre < 5' } }),
    field('textfield', 'gel', { disabled: true }),
  ];
  const before = [
    { article: 'Souris', nombre: 4, note: 'n1', gel: 'g1', prix: 12 },
    { article: 'Clavier', nombre: 9, note: 'n2', gel: 'g2', prix: 30 },
    { article: 'Câble', nombre: 1, note: 'n3', gel: 'g3', prix: 3 },
  ];
  const sent = [
    { article: 'Souris', nombre: 4, '@ligne': 0 },
    { article: 'Clavier', nombre: 9, note: 'n2', '@ligne': 1 },
    { article: 'Câble', nombre: 1, '@ligne': 2 },
  ];

  test('read-only, hidden, disabled and unknown members of rows stay', () => {
    expect(submit([list('lignes', lines)], { lignes: sent }, { lignes: before })).toEqual({
      ok: true,
      values: { lignes: before },
    });
  });

  test('they stay with their row when another is taken away, and a new one has none', () => {
    const changed = [{ ...sent[2], nombre: 2 }, { ...sent[1] }, { nombre: 7, note: 'neuf' }];
    expect(submit([list('lignes', lines)], { lignes: changed }, { lignes: before })).toEqual({
      ok: true,
      values: { lignes: [{ ...before[2], nombre: 2 }, before[1], { nombre: 7, note: 'neuf' }] },
    });
  });

  test('a caller that marks no row is understood, or told what to say', () => {
    const form = [list('lignes', lines)];
    const rows = [{ article: 'Clavier', nombre: 9, note: 'n2' }];
    expect(submit(form, { lignes: rows }, { lignes: before })).toEqual({
      ok: true,
      values: { lignes: [before[1]] },
    });
    expect(submit(form, { lignes: [{ nombre: 77 }] }, { lignes: before })).toMatchObject({
      errors: [{ field: 'lignes', message: expect.stringContaining('@ligne') as string }],
    });
    // Nothing of a row is kept where every field of it is open.
    expect(
      submit([list('l', [field('number', 'n')])], { l: [{ n: 5 }] }, { l: [{ n: 1 }, { n: 2 }] }),
    ).toEqual({
      ok: true,
      values: { l: [{ n: 5 }] },
    });
  });

  test('a list whose rows went is empty, also inside a row; a list that nobody sees is as it was', () => {
    const inner = list('lots', [field('textfield', 'code')]);
    const outer = list('envois', [field('textfield', 'ville'), inner]);
    const variables = { envois: [{ ville: 'Man', lots: [{ code: 'a' }, { code: 'b' }] }] };
    expect(submit([outer], { envois: [] }, variables)).toEqual({ ok: true, values: { envois: [] } });
    const emptied = { envois: [{ ville: 'Man', lots: [], '@ligne': 0 }] };
    expect(submit([outer], emptied, variables)).toEqual({
      ok: true,
      values: { envois: [{ ville: 'Man', lots: [] }] },
    });
    const hidden = { ...outer, conditional: { hide: '=true' } };
    expect(submit([hidden, field('textfield', 'x')], { envois: [], x: 'y' }, variables)).toEqual({
      ok: true,
      values: { x: 'y' },
    });
  });

  test.each([
    [
      'a group with a path',
      [{ type: 'group', id: 'g', path: 'agent', components: [field('textfield', 'nom')] }],
    ],
    ['a dotted key', [field('textfield', 'agent.nom')]],
    [
      'a read-only neighbour',
      [field('textfield', 'agent.nom'), field('textfield', 'agent.poste', { readonly: '=true' })],
    ],
  ])('%s erases no other member', (_name, components) => {
    const agent = { nom: 'Awa', poste: '4512', chef: { nom: 'Koffi' } };
    expect(submit(components, { agent: { nom: 'Aya' } }, { agent })).toEqual({
      ok: true,
      values: { agent: { ...agent, nom: 'Aya' } },
    });
  });

  test('a default nobody may change is stored, where there is no value yet', () => {
    const form = [
      field('textfield', 'urgence', { readonly: true, defaultValue: 'NORMALE' }),
      field('number', 'rang', { readonly: '=true', defaultValue: 3 }),
      field('textfield', 'gele', { disabled: true, defaultValue: 'non' }),
      field('textfield', 'cache', { readonly: true, defaultValue: 'x', conditional: { hide: '=true' } }),
    ];
    expect(submit(form, {}, {})).toEqual({ ok: true, values: { urgence: 'NORMALE', rang: 3 } });
    expect(submit(form, { urgence: 'FAUX' }, { urgence: 'HAUTE', rang: 0 })).toEqual({
      ok: true,
      values: {},
    });
  });
});

describe('what a field cannot show as it is', () => {
  test.each([
    ['an instant', { subtype: 'date' }, '2026-12-24T23:30:00Z', '2026-12-25'],
    ['an instant with a zone', { subtype: 'date' }, '2026-07-01T00:00:00Z[Etc/UTC]', '2026-07-01'],
    ['an offset', { subtype: 'date' }, '2026-07-01T00:00:00+09:00', '2026-06-30'],
    ['a local date and time', { subtype: 'date' }, '2026-07-01T23:59:00', '2026-07-01'],
    ['a time with seconds', { subtype: 'time' }, '10:30:15', '10:30'],
    ['a moment with seconds', { subtype: 'datetime' }, '2026-07-01T08:00:00Z', '2026-07-01T10:00'],
    [
      'a moment in another zone',
      { subtype: 'datetime', timeSerializingFormat: 'utc_normalized' },
      '2026-07-01T08:00:00+02:00[Europe/Paris]',
      '2026-07-01T06:00Z',
    ],
  ])('%s is shown by its day or hour, and stays when nobody changes it', (_name, kind, value, shown) => {
    const form = { components: [field('datetime', 'd', kind)] };
    expect(initialData(form, { d: value }, options.timeZone)).toEqual({ d: shown });
    expect(validateForm(form, { d: shown }, { d: value }, options)).toEqual({
      ok: true,
      values: { d: value },
    });
    expect(validateForm(form, { d: null }, { d: value }, options)).toEqual({ ok: true, values: { d: null } });
  });

  test.each<[string, Json, unknown, unknown]>([
    ['a number in a text field', field('textfield', 'v'), 42, '42'],
    ['an object in a text field', field('textarea', 'v'), { a: 1 }, ''],
    ['a text in a number field', field('number', 'v'), '42', 42],
    ['what is no choice', field('select', 'v', { values: [{ label: 'A', value: 'a' }] }), 'z', null],
    ['choices that are none', field('checklist', 'v', { values: ['a', 'b'] }), ['a', 'z'], ['a']],
  ])('%s stays when nobody changes it', (_name, component, value, shown) => {
    expect(initialData({ components: [component] }, { v: value })).toEqual({ v: shown });
    expect(submit([component], { v: shown }, { v: value })).toEqual({ ok: true, values: { v: value } });
  });
});

test.each(['awa@dsi', 'jean.@demo.example', 'a..b@demo.example', '.a@demo.example'])(
  '%s is no address to write to',
  (adresse) => {
    const form = [field('textfield', 'adresse', { validate: { validationType: 'email' } })];
    expect(submit(form, { adresse }, {})).toMatchObject({ ok: false });
  },
);

test.each(['rh&paie@demo.example', ' o’brien@demo.example'.replace('’', "'"), 'a.b+c@x-y.demo.example '])(
  '« %s » is one, without the spaces around it',
  (adresse) => {
    const form = [field('textfield', 'adresse', { validate: { validationType: 'email' } })];
    expect(submit(form, { adresse }, {})).toEqual({ ok: true, values: { adresse: adresse.trim() } });
  },
);

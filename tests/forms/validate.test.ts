/** The rules of forms. Longer than other files because it is one table of cases, by kind of field. */
import { FormSchemaError, validateForm } from '../../src/forms';

const now = new Date('2026-11-22T10:00:00Z');

/** Label = key with a capital, so that a message can be checked to name it. */
function field(type: string, key: string, more: object = {}): object {
  return { type, id: `id_${key}`, key, label: key.toUpperCase(), ...more };
}

function submit(components: object[], submitted: unknown, context: Record<string, unknown> = {}) {
  return validateForm({ type: 'default', id: 'f', components }, submitted, context, { now });
}

const colours = { values: [{ label: 'Rouge', value: 'r' }, { label: 'Vert', value: 'v' }, 3] };
const date = { subtype: 'date' };
const time = { subtype: 'time', timeSerializingFormat: 'no_timezone' };
const moment = { subtype: 'datetime', timeSerializingFormat: 'utc_offset' };

describe('one field', () => {
  test.each([
    ['a text', field('textfield', 'a'), 'é', 'é'],
    ['a text on one line', field('textfield', 'a'), 'é\nb\tc', 'é b c'],
    ['an empty text', field('textfield', 'a'), '', ''],
    ['a text set to nothing', field('textfield', 'a'), null, ''],
    ['a long text keeps its lines', field('textarea', 'a'), 'a\r\nb', 'a\nb'],
    ['an emoji', field('textfield', 'a'), 'ok 👍', 'ok 👍'],
    ['a number', field('number', 'a'), 3.5, 3.5],
    ['a number as text', field('number', 'a'), ' 3.5 ', 3.5],
    [
      'a number kept as text',
      field('number', 'a', { serializeToString: true }),
      '12345678901234567890',
      '12345678901234567890',
    ],
    ['zero where at least zero', field('number', 'a', { validate: { min: 0, required: true } }), 0, 0],
    ['a multiple of 0.1', field('number', 'a', { increment: '0.1' }), 0.3, 0.3],
    ['no number', field('number', 'a'), null, null],
    ['a ticked box', field('checkbox', 'a'), true, true],
    ['an unticked box', field('checkbox', 'a'), false, false],
    ['a date', field('datetime', 'a', date), '2028-02-29', '2028-02-29'],
    ['a time', field('datetime', 'a', time), '23:59', '23:59'],
    ['a date and time', field('datetime', 'a', moment), '2026-11-22T08:30+01:00', '2026-11-22T08:30+01:00'],
    ['today', field('datetime', 'a', { ...date, disallowPassedDates: true }), '2026-11-22', '2026-11-22'],
    ['a choice', field('radio', 'a', colours), 'v', 'v'],
    ['a choice that is a number', field('select', 'a', colours), 3, 3],
    [
      'a choice that is false',
      field('radio', 'a', { values: [{ label: 'Non', value: false }], validate: { required: true } }),
      false,
      false,
    ],
    ['several choices', field('checklist', 'a', colours), ['v', 3], ['v', 3]],
    ['no choices', field('taglist', 'a', colours), [], []],
    [
      'a courriel',
      field('textfield', 'a', { validate: { validationType: 'email' } }),
      'a.b@c-d.ci',
      'a.b@c-d.ci',
    ],
    [
      'a phone number',
      field('textfield', 'a', { validate: { validationType: 'phone' } }),
      '+2250701020304',
      '+2250701020304',
    ],
    ['a pattern', field('textfield', 'a', { validate: { pattern: '^B-\\d+$' } }), 'B-12', 'B-12'],
    [
      'an empty optional text under rules',
      field('textfield', 'a', { validate: { minLength: 3, pattern: '^x' } }),
      '',
      '',
    ],
  ])('takes %s', (_name, component, submitted, expected) => {
    expect(submit([component], { a: submitted })).toEqual({ ok: true, values: { a: expected } });
  });

  test.each([
    ['a number for a text', field('textfield', 'a'), 3, '« A » doit être un texte.'],
    ['an object for a text', field('textarea', 'a'), {}, '« A » doit être un texte.'],
    ['a NUL character', field('textfield', 'a'), 'a\0b', '« A » contient un caractère interdit.'],
    ['half a surrogate pair', field('textfield', 'a'), 'a\ud800', '« A » contient un caractère interdit.'],
    [
      'a required text that is empty',
      field('textfield', 'a', { validate: { required: true } }),
      '',
      '« A » est obligatoire.',
    ],
    [
      'a required text of spaces',
      field('textarea', 'a', { validate: { required: true } }),
      ' \n ',
      '« A » est obligatoire.',
    ],
    [
      'a required box unticked',
      field('checkbox', 'a', { validate: { required: true } }),
      false,
      '« A » est obligatoire.',
    ],
    [
      'a required number',
      field('number', 'a', { validate: { required: true } }),
      null,
      '« A » est obligatoire.',
    ],
    [
      'required choices',
      field('checklist', 'a', { ...colours, validate: { required: true } }),
      [],
      '« A » est obligatoire.',
    ],
    ['a word for a number', field('number', 'a'), 'trois', '« A » doit être un nombre.'],
    ['hexadecimal', field('number', 'a'), '0x10', '« A » doit être un nombre.'],
    ['true for a number', field('number', 'a'), true, '« A » doit être un nombre.'],
    [
      'a fraction for an integer',
      field('number', 'a', { decimalDigits: 0 }),
      1.5,
      '« A » doit être un nombre entier.',
    ],
    [
      'too many decimals',
      field('number', 'a', { decimalDigits: 2 }),
      1.005,
      '« A » accepte au plus 2 décimales.',
    ],
    [
      'a small number that has decimals',
      field('number', 'a', { decimalDigits: 2 }),
      1e-7,
      '« A » accepte au plus 2 décimales.',
    ],
    [
      'a number between steps',
      field('number', 'a', { increment: '0.5' }),
      1.2,
      '« A » : les valeurs acceptées les plus proches sont 1 et 1,5.',
    ],
    ['too little', field('number', 'a', { validate: { min: 1 } }), 0, '« A » doit valoir au moins 1.'],
    ['too much', field('number', 'a', { validate: { max: 2.5 } }), 3, '« A » doit valoir au plus 2,5.'],
    [
      'too short',
      field('textfield', 'a', { validate: { minLength: 3 } }),
      'ab ',
      '« A » doit avoir au moins 3 caractères.',
    ],
    [
      'too long',
      field('textfield', 'a', { validate: { maxLength: 1 } }),
      'ab',
      '« A » doit avoir au plus 1 caractère.',
    ],
    [
      'another pattern',
      field('textfield', 'a', { validate: { pattern: '^x' } }),
      'y',
      '« A » n’a pas la forme attendue.',
    ],
    [
      'a pattern with its own message',
      field('textfield', 'a', { validate: { pattern: '^x', patternErrorMessage: 'Non !' } }),
      'y',
      'Non !',
    ],
    [
      'a broken pattern',
      field('textfield', 'a', { validate: { pattern: '(' } }),
      'y',
      expect.stringContaining('sa règle est mal écrite'),
    ],
    [
      'a pattern that backtracks for ever',
      field('textfield', 'a', { validate: { pattern: '^(a+)+$' } }),
      `${'a'.repeat(40)}b`,
      expect.stringContaining('sa règle est mal écrite'),
    ],
    [
      'no courriel',
      field('textfield', 'a', { validate: { validationType: 'email' } }),
      'a@',
      '« A » doit être une adresse de courriel.',
    ],
    [
      'no phone number',
      field('textfield', 'a', { validate: { validationType: 'phone' } }),
      '0701',
      expect.stringContaining('+2250701020304'),
    ],
    ['a text for a box', field('checkbox', 'a'), 'true', '« A » doit être coché ou non (vrai ou faux).'],
    ['30 February', field('datetime', 'a', date), '2026-02-30', '« A » doit être une date (AAAA-MM-JJ).'],
    ['a French date', field('datetime', 'a', date), '22/11/2026', '« A » doit être une date (AAAA-MM-JJ).'],
    [
      'a moment for a date',
      field('datetime', 'a', date),
      '2026-11-22T08:30',
      '« A » doit être une date (AAAA-MM-JJ).',
    ],
    ['a number for a date', field('datetime', 'a', date), 20261122, '« A » doit être une date (AAAA-MM-JJ).'],
    ['25 hours', field('datetime', 'a', time), '25:00', '« A » doit être une heure (HH:MM).'],
    [
      'a date for a moment',
      field('datetime', 'a', moment),
      '2026-11-22',
      expect.stringContaining('une date et une heure'),
    ],
    [
      'a moment without its offset',
      field('datetime', 'a', moment),
      '2026-11-22T08:30',
      expect.stringContaining('une date et une heure'),
    ],
    [
      'a past date',
      field('datetime', 'a', { ...date, disallowPassedDates: true }),
      '2026-11-20',
      '« A » ne peut pas être une date passée.',
    ],
    [
      'another choice',
      field('select', 'a', colours),
      'b',
      '« A » : choisissez parmi « Rouge », « Vert », « 3 ».',
    ],
    [
      'a choice of another type',
      field('select', 'a', colours),
      '3',
      expect.stringContaining('choisissez parmi'),
    ],
    [
      'no choices at all',
      field('select', 'a', { valuesKey: 'absent' }),
      'b',
      '« A » : aucun choix n’est disponible.',
    ],
    ['one choice for several', field('checklist', 'a', colours), 'v', '« A » doit être une liste de choix.'],
    [
      'the same choice twice',
      field('taglist', 'a', colours),
      ['v', 'v'],
      '« A » contient deux fois le même choix.',
    ],
    [
      'a file that was never sent',
      field('filepicker', 'a'),
      'files::1',
      expect.stringContaining('déjà envoyés'),
    ],
    ['two files where one is asked', field('filepicker', 'a'), ['x', 'y'], '« A » attend un seul fichier.'],
    [
      'a required file that is missing',
      field('filepicker', 'a', { validate: { required: true } }),
      [],
      expect.anything(),
    ],
  ])('refuses %s', (_name, component, submitted, message) => {
    expect(submit([component], { a: submitted })).toEqual({
      ok: false,
      errors: [{ field: 'a', label: 'A', message }],
    });
  });

  test('an absent optional field sets nothing, an absent box is unticked', () => {
    const components = [
      field('textfield', 'a'),
      field('number', 'b'),
      field('checkbox', 'c'),
      field('radio', 'd', colours),
    ];
    expect(submit(components, {})).toEqual({ ok: true, values: { c: false } });
  });

  test('an absent required field is an error, also when the variable is already set', () => {
    const required = [field('textfield', 'a', { validate: { required: true } })];
    expect(submit(required, {}, { a: 'avant' })).toMatchObject({ ok: false, errors: [{ field: 'a' }] });
  });

  test('a date field is named by its own label', () => {
    const component = {
      type: 'datetime',
      subtype: 'date',
      key: 'd',
      dateLabel: 'Jour',
      validate: { required: true },
    };
    expect(submit([component], {})).toMatchObject({
      errors: [{ field: 'd', label: 'Jour', message: '« Jour » est obligatoire.' }],
    });
  });
});

describe('the whole form', () => {
  test.each([
    ['a list', []],
    ['nothing', null],
    ['a text', 'x'],
  ])('%s is no set of fields', (_name, submitted) => {
    expect(submit([field('textfield', 'a')], submitted)).toMatchObject({
      ok: false,
      errors: [{ field: '' }],
    });
  });

  test('names every unknown field and every faulty one', () => {
    const components = [field('textfield', 'a'), { type: 'text', text: 'x', key: 'note' }];
    const result = submit(components, { a: 'x', b: 1, note: 'x' });
    expect(result).toEqual({
      ok: false,
      errors: [
        { field: 'b', label: 'b', message: 'Le formulaire n’a pas de champ « b ».' },
        { field: 'note', label: 'note', message: 'Le formulaire n’a pas de champ « note ».' },
      ],
    });
    const faults = submit([field('number', 'a'), field('checkbox', 'b')], { a: 'x', b: 'x' });
    expect(faults).toMatchObject({ errors: [{ field: 'a' }, { field: 'b' }] });
  });

  test.each(['__proto__', 'constructor', 'toString'])('does not take %s for a field', (name) => {
    const submitted = JSON.parse(`{"${name}": {"polluted": true}}`) as unknown;
    expect(submit([field('textfield', 'a')], submitted)).toMatchObject({
      ok: false,
      errors: [{ field: name }],
    });
    expect({}).not.toHaveProperty('polluted');
  });

  test('ignores what is submitted for disabled and read-only fields', () => {
    const components = [
      field('textfield', 'a', { disabled: true, validate: { required: true } }),
      field('textfield', 'b', { readonly: true }),
      field('textfield', 'c', { readonly: '=verrou' }),
    ];
    expect(submit(components, { a: 1, b: 'x', c: 'y' }, { verrou: true })).toEqual({ ok: true, values: {} });
    expect(submit(components, { c: 'y' }, { verrou: false })).toEqual({ ok: true, values: { c: 'y' } });
  });

  test('a schema that is none is the fault of its author', () => {
    expect(() => validateForm({ composants: [] }, {}, {})).toThrow(FormSchemaError);
  });

  test('choices come from a variable or an expression', () => {
    const byKey = [field('select', 'a', { valuesKey: 'liste' })];
    expect(submit(byKey, { a: 2 }, { liste: [1, 2] })).toMatchObject({ ok: true });
    expect(submit(byKey, { a: 3 }, { liste: [1, 2] })).toMatchObject({ ok: false });
    const byExpression = [field('select', 'a', { valuesExpression: '=if grand then [10] else [1]' })];
    expect(submit(byExpression, { a: 10 }, { grand: true })).toMatchObject({ ok: true });
    expect(submit(byExpression, { a: 10 }, { grand: false })).toMatchObject({ ok: false });
  });

  test('bounds may be expressions over the variables and the other fields', () => {
    const components = [
      field('number', 'a'),
      field('number', 'b', { validate: { min: '=a', max: '=plafond' } }),
    ];
    expect(submit(components, { a: 3, b: 2 }, {})).toMatchObject({
      errors: [{ message: '« B » doit valoir au moins 3.' }],
    });
    expect(submit(components, { a: 3, b: 9 }, { plafond: 5 })).toMatchObject({
      errors: [{ message: '« B » doit valoir au plus 5.' }],
    });
    expect(submit(components, { a: 3, b: 4 }, { plafond: null })).toMatchObject({ ok: true });
  });

  test('an expression field is computed here, whatever was sent', () => {
    const components = [field('number', 'a'), field('expression', 'double', { expression: '=a * 2' })];
    expect(submit(components, { a: '3', double: 100 })).toEqual({ ok: true, values: { a: 3, double: 6 } });
  });
});

describe('conditions', () => {
  const components = [
    field('radio', 'accord', {
      values: [
        { label: 'Oui', value: true },
        { label: 'Non', value: false },
      ],
      validate: { required: true },
    }),
    field('textarea', 'motif', { validate: { required: true }, conditional: { hide: '=accord != false' } }),
    field('textfield', 'suite', { conditional: { hide: '=motif = ""' } }),
  ];

  test('a hidden field is neither required nor kept', () => {
    expect(submit(components, { accord: true })).toEqual({ ok: true, values: { accord: true } });
    expect(submit(components, { accord: true, motif: 'x' })).toEqual({ ok: true, values: { accord: true } });
  });

  test('a shown field is required', () => {
    expect(submit(components, { accord: false })).toMatchObject({ errors: [{ field: 'motif' }] });
    expect(submit(components, {})).toMatchObject({ errors: [{ field: 'accord' }] });
  });

  test('a field that depends on a hidden one follows it', () => {
    const hidden = { accord: true, motif: 'x', suite: 'y' };
    expect(submit(components, hidden)).toEqual({ ok: true, values: { accord: true } });
    const shown = { accord: false, motif: 'x', suite: 'y' };
    expect(submit(components, shown)).toEqual({ ok: true, values: shown });
  });

  test('a forged expression field opens nothing', () => {
    const form = [
      field('expression', 'ouvert', { expression: '=false' }),
      field('textfield', 'a', { conditional: { hide: '=ouvert != true' } }),
    ];
    expect(submit(form, { ouvert: true, a: 'x' })).toEqual({ ok: true, values: { ouvert: false } });
  });
});

describe('groups and lists', () => {
  const group = {
    type: 'group',
    id: 'g',
    path: 'lieu',
    label: 'Lieu',
    components: [
      field('textfield', 'site.nom', { validate: { required: true } }),
      field('textfield', 'etage'),
    ],
  };
  const list = {
    type: 'dynamiclist',
    id: 'l',
    path: 'lignes',
    label: 'Lignes',
    components: [
      field('textfield', 'article', { validate: { required: true } }),
      field('number', 'quantite', { validate: { min: 1 } }),
      field('textfield', 'note', { conditional: { hide: '=this.quantite < 10' } }),
      field('expression', 'total', { expression: '=this.quantite * prix' }),
    ],
  };

  test('values live at the path of their group and key', () => {
    const submitted = { lieu: { site: { nom: 'Port' }, etage: '2' } };
    expect(submit([group], submitted)).toEqual({ ok: true, values: submitted });
    expect(submit([group], { lieu: { etage: '2' } })).toMatchObject({
      errors: [{ field: 'lieu.site.nom', label: 'SITE.NOM' }],
    });
    expect(submit([group], { lieu: 'Port' })).toMatchObject({
      errors: [{ field: 'lieu', label: 'Lieu', message: '« Lieu » doit être un groupe de champs.' }],
    });
    expect(submit([group], { lieu: { autre: 1 } })).toMatchObject({ errors: [{ field: 'lieu.autre' }] });
  });

  test('a hidden group hides its fields', () => {
    const hidden = { ...group, conditional: { hide: '=true' } };
    expect(submit([hidden], { lieu: { etage: '2' } })).toEqual({ ok: true, values: {} });
  });

  test('each row is read on its own', () => {
    const lignes = [
      { article: 'a', quantite: 2 },
      { article: 'b', quantite: 12, note: 'n' },
    ];
    expect(submit([list], { lignes }, { prix: 5 })).toEqual({
      ok: true,
      values: {
        lignes: [
          { article: 'a', quantite: 2, total: 10 },
          { article: 'b', quantite: 12, note: 'n', total: 60 },
        ],
      },
    });
  });

  test('a fault names its row', () => {
    const lignes = [{ article: 'a' }, { article: '', quantite: 0 }];
    expect(submit([list], { lignes })).toEqual({
      ok: false,
      errors: [
        {
          field: 'lignes.1.article',
          label: 'Lignes, ligne 2 : ARTICLE',
          message: '« Lignes, ligne 2 : ARTICLE » est obligatoire.',
        },
        {
          field: 'lignes.1.quantite',
          label: 'Lignes, ligne 2 : QUANTITE',
          message: expect.stringContaining('au moins 1') as string,
        },
      ],
    });
  });

  test('rows are objects in a list, and as many as allowed', () => {
    expect(submit([list], { lignes: {} })).toMatchObject({
      errors: [{ field: 'lignes', message: '« Lignes » doit être une liste de lignes.' }],
    });
    expect(submit([list], { lignes: [1] })).toMatchObject({ errors: [{ field: 'lignes.0' }] });
    expect(submit([list], { lignes: [] })).toEqual({ ok: true, values: { lignes: [] } });
    const fixed = { ...list, allowAddRemove: false, defaultRepetitions: 1 };
    expect(submit([fixed], { lignes: [] })).toMatchObject({
      errors: [{ field: 'lignes', message: '« Lignes » doit avoir exactement 1 ligne.' }],
    });
  });
});

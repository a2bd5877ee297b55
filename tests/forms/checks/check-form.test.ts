/** Each rule finds its fault and lets its neighbours pass. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../../src/config/root';
import { checkForm, formRuleIds } from '../../../src/forms/checks';

type Json = Record<string, unknown>;

const form = (components: Json[], more: Json = {}): Json => ({
  id: 'f',
  type: 'default',
  components,
  ...more,
});
const text = (key: string, more: Json = {}): Json => ({
  type: 'textfield',
  id: `i_${key}`,
  key,
  label: key,
  ...more,
});
const group = (where: string, components: Json[]): Json => ({
  type: 'group',
  id: `g_${where}`,
  path: where,
  components,
});
const list = (where: string, components: Json[]): Json => ({
  type: 'dynamiclist',
  id: `l_${where}`,
  path: where,
  components,
});

const faults: readonly (readonly [rule: string, element: string | null, schema: unknown])[] = [
  ['form-type', null, { id: 'f', components: [text('a')] }],
  ['unreadable-form', null, { id: 'f', type: 'default' }],
  ['unreadable-form', null, form([text('a', { validate: { required: 'oui' } })])],
  ['unknown-component', 'i_a', form([text('a', { type: 'signature' })])],
  ['unknown-component', 'x', form([group('g', [{ id: 'x', key: 'x' }])])],
  ['missing-key', 'z', form([{ type: 'number', id: 'z', label: 'sans clé' }])],
  ['missing-key', 'l', form([{ type: 'dynamiclist', id: 'l', components: [text('a')] }])],
  ['same-key', 'n', form([text('k'), { type: 'number', id: 'n', key: 'k' }])],
  ['same-key', 'g_a', form([text('a'), group('a', [text('b')])])],
  ['same-key', 'i_a', form([group('a', [text('b')]), text('a')])],
  ['same-key', 'i_a.b', form([group('a', [text('b')]), text('a.b')])],
  ['same-key', 'i_l.x', form([list('l', [text('a')]), text('l.x')])],
  ['same-key', 'i_a', form([text('a'), text('b', { id: 'i_a' })])],
  [
    'read-only-required',
    'i_r',
    form([list('l', [text('r', { readonly: true, validate: { required: true } })])]),
  ],
  ['hide-condition', 'i_a', form([text('a', { conditional: { hide: '=b +* 2' } })])],
  ['hide-condition', 'i_a', form([text('a', { conditional: { hide: 'b > 2' } })])],
  ['faulty-expression', 'i_a', form([text('a', { readonly: '=if b' })])],
  ['faulty-expression', 'e', form([{ type: 'expression', id: 'e', key: 'e', expression: '=1 +' }])],
  ['faulty-expression', 'n', form([{ type: 'number', id: 'n', key: 'n', validate: { max: '=(a' } }])],
  ['bounds', 'n', form([{ type: 'number', id: 'n', key: 'n', validate: { min: 'dix' } }])],
  ['bounds', 'i_a', form([text('a', { validate: { maxLength: 'long' } })])],
  ['pattern', 'i_a', form([text('a', { validate: { pattern: '(' } })])],
  ['no-choice', 's', form([{ type: 'select', id: 's', key: 's', label: 'S' }])],
  ['other-host', 'm', form([{ type: 'image', id: 'm', source: 'https://ailleurs.example/x.png' }])],
];

test.each(faults)('%s finds what is wrong with %s', (rule, element, schema) => {
  const findings = checkForm(schema);
  expect(findings.map(({ rule: found, elementId }) => [found, elementId])).toContainEqual([rule, element]);
  for (const { message } of findings) expect(message).toMatch(/[.»]$/);
});

test('every rule has a fixture', () => {
  expect([...new Set(faults.map(([rule]) => rule))].sort()).toEqual([...formRuleIds].sort());
});

test('what people can fill in passes', () => {
  const good = form([
    text('a', { validate: { required: true, pattern: '^[a-z]+$', maxLength: '=plafond' } }),
    text('agent.nom'),
    group('agent', [text('poste', { readonly: true })]),
    group('lieu', [group('site', [text('nom')])]),
    list('lignes', [text('a', { id: 'ligne' }), list('lots', [text('a', { id: 'lot' })])]),
    text('d', { id: 'd', conditional: { hide: '=day of week(date(a)) = "Monday" or n in [1..3]' } }),
    text('r', { id: 'r', readonly: true, defaultValue: 'x', validate: { required: true } }),
    { type: 'select', id: 's', key: 's', valuesKey: 'choix' },
    { type: 'taglist', id: 't', key: 't', properties: { referentiel: 'sites' } },
    { type: 'text', id: 'x', text: '# Bonjour' },
  ]);
  expect(checkForm(good)).toEqual([]);
});

const processes = path.join(projectRoot, 'processes');
const shipped = readdirSync(processes, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.form'),
);

test.each(shipped)('%s passes', (name) => {
  expect(checkForm(JSON.parse(readFileSync(path.join(processes, name), 'utf8')))).toEqual([]);
});

/** Server and browser must find the same fields wrong and keep the same values. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { projectRoot } from '../../src/config/root';
import { initialData, validateForm } from '../../src/forms';
import { submitInBrowser } from './form-js';

type Json = Record<string, unknown>;

const options = {
  values: [
    { label: 'Un', value: 1 },
    { label: 'Deux', value: 'deux' },
    { label: 'Non', value: false },
  ],
};
const everyKind = {
  type: 'default',
  id: 'tout',
  components: [
    {
      type: 'textfield',
      id: 'texte',
      key: 'texte',
      validate: { required: true, minLength: 2, maxLength: 4 },
    },
    { type: 'textfield', id: 'courriel', key: 'courriel', validate: { validationType: 'email' } },
    { type: 'textfield', id: 'modele', key: 'modele', validate: { pattern: '^[a-c]+$' } },
    {
      type: 'textarea',
      id: 'long',
      key: 'long',
      conditional: { hide: '=case' },
      validate: { required: true },
    },
    { type: 'number', id: 'entier', key: 'entier', decimalDigits: 0, validate: { min: 1, max: '=plafond' } },
    { type: 'number', id: 'pas', key: 'pas', increment: '0.25', validate: { required: true } },
    { type: 'checkbox', id: 'case', key: 'case' },
    {
      type: 'checkbox',
      id: 'coche',
      key: 'coche',
      validate: { required: true },
      conditional: { hide: '=entier > 2' },
    },
    { type: 'radio', id: 'radio', key: 'radio', ...options, validate: { required: true } },
    { type: 'checklist', id: 'liste', key: 'liste', ...options, validate: { required: true } },
    { type: 'datetime', subtype: 'date', id: 'jour', key: 'jour', validate: { required: true } },
    { type: 'textfield', id: 'fige', key: 'fige', disabled: true, validate: { required: true } },
    {
      type: 'group',
      id: 'groupe',
      path: 'groupe',
      conditional: { hide: '=texte = "ab"' },
      components: [{ type: 'textfield', id: 'membre', key: 'membre', validate: { required: true } }],
    },
  ],
};

const text = fc.constantFrom('', 'a', 'ab', 'abc', 'abcde', 'é', 'x@y.z', 'a@', 'd');
const amount = fc.option(fc.constantFrom(0, 1, 2, 2.5, 3, 0.25, 0.3, -1, 1e-7), { nil: null });
const filling: fc.Arbitrary<Json> = fc.record({
  texte: text,
  courriel: text,
  modele: text,
  long: text,
  entier: amount,
  pas: amount,
  case: fc.boolean(),
  coche: fc.boolean(),
  radio: fc.option(fc.constantFrom<unknown>(1, 'deux', false), { nil: null }),
  liste: fc.subarray<unknown>([1, 'deux', false]),
  jour: fc.option(fc.constantFrom('2026-11-22', '2028-02-29'), { nil: null }),
  groupe: fc.record({ membre: text }),
});

/** Ids of the fields, by the path of their value. */
function idsByPath(components: readonly Json[], prefix = ''): Record<string, string> {
  return Object.assign(
    {},
    ...components.map((field) => {
      const at = prefix + String(field['key'] ?? field['path'] ?? '');
      const inner = field['components'] as Json[] | undefined;
      return inner ? idsByPath(inner, `${at}.`) : { [at]: field['id'] };
    }),
  ) as Record<string, string>;
}

async function expectAgreement(schema: { components: Json[] }, variables: Json, filled: Json): Promise<void> {
  const browser = await submitInBrowser(schema, variables, filled);
  const server = validateForm(schema, browser.data, variables);
  const ids = idsByPath(schema.components);
  // form-js names a field of a list once, whatever its row.
  const idOf = (field: string) => ids[field.replace(/\.\d+(?=\.)/g, '')] ?? field;
  const wrong = server.ok ? [] : [...new Set(server.errors.map(({ field }) => idOf(field)))];
  expect(wrong.sort()).toEqual([...browser.wrong].sort());
  if (server.ok) expect(server.values).toEqual(browser.data);
}

test('a form with every kind of field', async () => {
  const contexts = fc.constantFrom<Json>(
    { plafond: 2 },
    { plafond: null },
    { plafond: 3, long: 'avant', entier: 3 },
  );
  await fc.assert(
    fc.asyncProperty(contexts, filling, (variables, filled) => expectAgreement(everyKind, variables, filled)),
    { numRuns: 150 },
  );
});

const processes = path.join(projectRoot, 'processes');
const forms = readdirSync(processes, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.form'),
);

describe('the forms of the procedures', () => {
  const values: Json = {
    numeroDossier: 'B-2026-000012',
    requerant: 'Awa Koné',
    courrielRequerant: 'a.kone@douanes.ci',
    service: 'Port',
    article: 'ecran',
    quantite: 2,
    motif: 'Écran en panne',
    resultatEnquete: 'Aucun écran',
    motifRejet: 'Doublon',
    numeroSerie: 'S1',
    numeroInventaire: 'I1',
    configuration: 'Standard',
    lieuInstallation: 'Port',
    dateInstallation: '2026-11-22',
    utilisateur: 'Awa Koné',
    observations: '',
    motifRefusSignature: 'Date fausse',
    dateDeploiement: '2026-11-23',
    deploiementConforme: true,
    viseePar: 'Awa Koné',
    dateVisa: '2026-11-23',
  };
  const answers = fc.constantFrom<unknown>(true, false, null);

  test.each(forms)('%s', async (file) => {
    const schema = JSON.parse(readFileSync(path.join(processes, file), 'utf8')) as { components: Json[] };
    const keys = schema.components.flatMap((field) =>
      typeof field['key'] === 'string' ? [field['key']] : [],
    );
    // Choices of other procedures under the same name.
    const offered = (key: string) => {
      const options = schema.components.find((field) => field['key'] === key)?.['values'];
      return !Array.isArray(options) || options.some((option: Json) => option['value'] === values[key]);
    };
    const known = keys.filter((key) => key in values && offered(key));
    const emptied = fc.subarray(known);
    const decisions = fc.record({ demandeJustifiee: answers, pvSigne: answers });
    await fc.assert(
      fc.asyncProperty(emptied, decisions, async (left, decided) => {
        const filled = Object.fromEntries(
          known.filter((key) => !left.includes(key)).map((key) => [key, values[key]]),
        );
        const decision = Object.fromEntries(Object.entries(decided).filter(([key]) => keys.includes(key)));
        await expectAgreement(schema, initialData(schema, {}), { ...filled, ...decision });
      }),
      { numRuns: 20 },
    );
  });
});

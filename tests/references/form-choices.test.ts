import { validateForm } from '../../src/forms';
import { createFormChoices, fillingIn, type ChoiceSource } from '../../src/references/form-choices';

type Item = Awaited<ReturnType<ChoiceSource['list']>>[number];

const choicesOf = (items: readonly Item[]) =>
  createFormChoices({
    list: async () => items,
    titleOf: (_kind, { values }) => String(values['nom']),
    nameOf: () => 'Fournisseurs',
  });
const formOf = (field: object) => ({ id: 'f', type: 'default', components: [{ id: 'x', ...field }] });
const supplier = {
  type: 'select',
  key: 'fournisseur',
  label: 'Fournisseur',
  validate: { required: true },
  values: [],
  properties: { referentiel: 'fournisseurs', valeur: 'nom', remplit: 'courriel=courriel, adresse=adresse' },
};
const items = [
  { code: 'a', values: { nom: 'Alpha', courriel: 'a@alpha.example' } },
  { code: 'b', values: { nom: 'Bêta', courriel: 'b@beta.example', adresse: 'Plateau' } },
];
const optionsIn = (form: { components: readonly object[] }) =>
  (form.components[0] as { values?: unknown; type: string; description?: string }) ?? {};

describe('choices from the reference data', () => {
  it('are the items, by the field that the form asks for', async () => {
    expect(optionsIn(await choicesOf(items).filled(formOf(supplier))).values).toEqual([
      { value: 'Alpha', label: 'Alpha' },
      { value: 'Bêta', label: 'Bêta' },
    ]);
    const byCode = { ...supplier, properties: { referentiel: 'fournisseurs' } };
    expect(optionsIn(await choicesOf(items).filled(formOf(byCode))).values).toEqual([
      { value: 'a', label: 'Alpha' },
      { value: 'b', label: 'Bêta' },
    ]);
  });

  it('set what the form wants of the chosen item; what it lacks is emptied', async () => {
    const form = await choicesOf(items).filled(formOf(supplier));
    const validate = fillingIn((schema: Readonly<Record<string, unknown>>, submitted) =>
      validateForm(schema, submitted, {}),
    );
    expect(validate(form, { fournisseur: 'Bêta' })).toEqual({
      ok: true,
      values: { fournisseur: 'Bêta', courriel: 'b@beta.example', adresse: 'Plateau' },
    });
    expect(validate(form, { fournisseur: 'Alpha' })).toMatchObject({ values: { adresse: null } });
    expect(validate(form, { fournisseur: 'Gamma' })).toMatchObject({
      ok: false,
      errors: [{ field: 'fournisseur', message: '« Fournisseur » : choisissez parmi « Alpha », « Bêta ».' }],
    });
  });

  it('tell two of the same name apart', async () => {
    const twins = items.map((item) => ({ ...item, values: { ...item.values, nom: 'Alpha' } }));
    expect(optionsIn(await choicesOf(twins).filled(formOf(supplier))).values).toEqual([
      { value: 'Alpha (a)', label: 'Alpha (a)' },
      { value: 'Alpha (b)', label: 'Alpha (b)' },
    ]);
  });

  it('turn a text into a choice, in rows of a list too, and leave it a text while there are none', async () => {
    const text = {
      ...supplier,
      type: 'textfield',
      values: undefined,
      validate: { required: true, maxLength: 5 },
    };
    const rows = formOf({ type: 'dynamiclist', path: 'lignes', components: [text] });
    const filled = await choicesOf(items).filled(rows);
    const [inner] = (filled.components[0] as unknown as { components: object[] }).components;
    expect(inner).toMatchObject({ type: 'select', validate: { required: true } });
    expect(await choicesOf([]).filled(formOf(text))).toEqual(formOf(text));
  });

  it('say where to add the first one', async () => {
    expect(optionsIn(await choicesOf([]).filled(formOf(supplier))).description).toContain(
      '« Fournisseurs » ne contient rien',
    );
  });

  it('leave other forms as they are', async () => {
    const form = formOf({ type: 'textfield', key: 'nom' });
    expect(await choicesOf(items).filled(form)).toBe(form);
    expect(await choicesOf(items).filled(null)).toBeNull();
  });
});

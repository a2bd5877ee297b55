/**
 * Choices that the reference data give to the forms of procedures. A field says so by its form-js `properties`:
 *
 *     referentiel   the kind, or `articles` for those of the stock
 *     valeur        the field of the item that becomes the variable; absent: its code
 *     remplit       other variables that the choice sets: `courrielFournisseur=courriel, adresse=adresse`
 *
 * While the reference data are empty the field stays as the form has it: a text, or a choice of its own.
 */
import type { ReferenceItem } from './references';

type Json = Readonly<Record<string, unknown>>;

export interface FormChoices {
  /** The schema with the choices of today. */
  filled<Schema extends Json | null>(schema: Schema): Promise<Schema>;
}

export interface ChoiceSource {
  list(kind: string): Promise<readonly Pick<ReferenceItem, 'code' | 'values'>[]>;
  titleOf(kind: string, item: Pick<ReferenceItem, 'code' | 'values'>): string;
  nameOf(kind: string): string;
}

/** So many choices that one is searched for. */
const MANY = 10;
/** Where a filled schema keeps what each choice sets. */
const FILLS = 'remplissage';

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const propertiesOf = (field: Json): Json => (isJson(field['properties']) ? field['properties'] : {});
const components = (holder: Json): readonly Json[] =>
  Array.isArray(holder['components']) ? holder['components'].filter(isJson) : [];
const asks = (holder: Json): boolean =>
  components(holder).some((field) => typeof propertiesOf(field)['referentiel'] === 'string' || asks(field));

/** `a=b, c=d` */
function pairs(text: unknown): readonly (readonly [string, string])[] {
  return String(text ?? '')
    .split(',')
    .map((pair) => pair.split('=').map((part) => part.trim()))
    .flatMap(([variable = '', field = '']) => (variable === '' || field === '' ? [] : [[variable, field]]));
}

type Items = Awaited<ReturnType<ChoiceSource['list']>>;

/** What each item is chosen by. Two of the same name are told apart by their codes. */
function keysOf(items: Items, valeur: unknown): readonly string[] {
  const wanted = items.map(({ code, values }) => {
    const value = typeof valeur === 'string' ? values[valeur] : code;
    return typeof value === 'string' && value !== '' ? value : code;
  });
  const isUnique = (value: string) => wanted.indexOf(value) === wanted.lastIndexOf(value);
  return items.map(({ code }, at) => {
    const value = wanted[at] ?? code;
    return isUnique(value) ? value : `${value} (${code})`;
  });
}

function withChoices(field: Json, kind: string, items: Items, source: ChoiceSource): Json {
  const { valeur, remplit, ...properties } = propertiesOf(field);
  const keys = keysOf(items, valeur);
  const required = isJson(field['validate']) && field['validate']['required'] === true;
  const sets = (item: Items[number]) =>
    Object.fromEntries(pairs(remplit).map(([variable, from]) => [variable, item.values[from] ?? null]));
  return {
    ...field,
    type: 'select',
    searchable: items.length > MANY,
    // The rules of a text field are not a choice's.
    validate: { required },
    values: items.map((item, at) => ({
      value: keys[at],
      label: valeur === undefined ? source.titleOf(kind, item) : keys[at],
    })),
    properties: {
      ...properties,
      ...(remplit !== undefined && {
        [FILLS]: Object.fromEntries(items.map((item, at) => [keys[at], sets(item)])),
      }),
    },
  };
}

function withoutChoices(field: Json, kind: string, source: ChoiceSource): Json {
  const own = field['values'];
  if (field['type'] !== 'select' || (Array.isArray(own) && own.length > 0)) return field;
  const description =
    `« ${source.nameOf(kind)} » ne contient rien : ajoutez-y ce qu’il faut (page « Référentiels »), ` +
    'puis rechargez cette page.';
  return { ...field, description };
}

export function createFormChoices(source: ChoiceSource): FormChoices {
  async function fill(field: Json): Promise<Json> {
    const kind = propertiesOf(field)['referentiel'];
    if (Array.isArray(field['components'])) return fillAll(field);
    if (typeof kind !== 'string') return field;
    const items = await source.list(kind);
    return items.length === 0 ? withoutChoices(field, kind, source) : withChoices(field, kind, items, source);
  }
  async function fillAll<Holder extends Json>(holder: Holder): Promise<Holder> {
    return { ...holder, components: await Promise.all(components(holder).map(fill)) };
  }
  return {
    filled: async (schema) => (schema !== null && asks(schema) ? fillAll(schema) : schema),
  };
}

/** What the choices made in a filled form set beside their own variables. */
function setByChoices(schema: Json, values: Json): Json {
  return Object.assign(
    {},
    ...components(schema).map((field) => {
      const fills = propertiesOf(field)[FILLS];
      const chosen = values[String(field['key'])];
      if (isJson(fills) && typeof chosen === 'string' && isJson(fills[chosen])) return fills[chosen];
      return Array.isArray(field['components']) && field['type'] === 'group'
        ? setByChoices(field, values)
        : {};
    }),
  ) as Json;
}

type Result = { readonly ok: true; readonly values: Json } | { readonly ok: false };

/** A validation whose values have what the choices set as well. */
export function fillingIn<Answer extends Result, Rest extends readonly unknown[]>(
  validate: (schema: Json, submitted: Json, ...rest: Rest) => Answer,
): (schema: Json, submitted: Json, ...rest: Rest) => Answer {
  return (schema, submitted, ...rest) => {
    const result = validate(schema, submitted, ...rest);
    return result.ok
      ? { ...result, values: { ...result.values, ...setByChoices(schema, result.values) } }
      : result;
  };
}

interface FormQueries {
  task(key: string): Promise<{ readonly form: Json | null } | null>;
  process(bpmnProcessId: string): Promise<{ readonly startForm: Json | null } | null>;
  formsOfTasks(keys: readonly string[]): Promise<Json[]>;
}

/** The queries, with the choices in every form that they give. */
export function withFormChoices<Queries extends FormQueries>(
  queries: Queries,
  choices: FormChoices,
): Queries {
  return {
    ...queries,
    async task(key: string) {
      const found = await queries.task(key);
      return found && { ...found, form: await choices.filled(found.form) };
    },
    formsOfTasks: async (keys: readonly string[]) =>
      Promise.all((await queries.formsOfTasks(keys)).map((form) => choices.filled(form))),
    async process(bpmnProcessId: string) {
      const found = await queries.process(bpmnProcessId);
      return found && { ...found, startForm: await choices.filled(found.startForm) };
    },
  };
}

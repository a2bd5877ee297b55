/** A worker's contract as data: for pages, for the documentation, and for workers written elsewhere. */

export type JsonSchema = Readonly<Record<string, unknown>>;

export interface WorkerContract {
  readonly jobType: string;
  /** French, one sentence. */
  readonly description: string;
  /** What the job's variables must be. */
  readonly input: JsonSchema;
  /** What the job is completed with. */
  readonly output: JsonSchema;
  /** BPMN errors that the job may be ended with. */
  readonly errors: readonly { readonly code: string; readonly description: string }[];
  readonly timeLimitSeconds: number;
  /** Key in the connectors file of the outside system that it acts on; null: none. Without it people do the job. */
  readonly connector: string | null;
  /** False: nobody has written it, people do the job. */
  readonly written: boolean;
}

export const FIELD_KINDS = [
  'text',
  'choice',
  'date',
  'time',
  'mail',
  'id',
  'integer',
  'number',
  'boolean',
  'list',
  'data',
  'any',
] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

export interface ContractField {
  readonly name: string;
  readonly title: string | null;
  readonly kinds: readonly FieldKind[];
  readonly choices: readonly string[];
  readonly required: boolean;
}

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null;
const schemas = (value: unknown): JsonSchema[] => (Array.isArray(value) ? value.filter(isSchema) : []);

const formats: Readonly<Record<string, FieldKind>> = {
  date: 'date',
  time: 'time',
  email: 'mail',
  uuid: 'id',
};
const types: Readonly<Record<string, FieldKind>> = {
  string: 'text',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  array: 'list',
  object: 'data',
};

function kindsOf(schema: JsonSchema): FieldKind[] {
  const either = schemas(schema['anyOf']).filter(({ type }) => type !== 'null');
  if (either.length > 0) return [...new Set(either.flatMap(kindsOf))];
  if (Array.isArray(schema['enum'])) return ['choice'];
  const format = formats[String(schema['format'])];
  return [format ?? types[String(schema['type'])] ?? 'any'];
}

function choicesOf(schema: JsonSchema): string[] {
  const own = Array.isArray(schema['enum']) ? schema['enum'].map(String) : [];
  const items = isSchema(schema['items']) ? choicesOf(schema['items']) : [];
  return [...own, ...items, ...schemas(schema['anyOf']).flatMap(choicesOf)];
}

/** The variables that an object's schema names. */
export function fieldsOf(schema: JsonSchema): ContractField[] {
  const properties = isSchema(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'].map(String) : [];
  return Object.entries(properties)
    .filter((entry): entry is [string, JsonSchema] => isSchema(entry[1]))
    .map(([name, property]) => ({
      name,
      title: typeof property['title'] === 'string' ? property['title'] : null,
      kinds: kindsOf(property),
      choices: choicesOf(property),
      required: required.includes(name),
    }));
}

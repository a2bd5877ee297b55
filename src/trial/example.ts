/** What a worker could return, from the JSON schema of its contract. */
type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const texts: Readonly<Record<string, string>> = {
  date: '2026-01-15',
  time: '08:00',
  'date-time': '2026-01-15T08:00:00Z',
  email: 'exemple@example.org',
  uuid: '00000000-0000-4000-8000-000000000000',
  uri: 'https://example.org',
};

function bounded(schema: Json): number {
  const { minimum, exclusiveMinimum, maximum } = schema;
  const least =
    typeof minimum === 'number' ? minimum : typeof exclusiveMinimum === 'number' ? exclusiveMinimum + 1 : 1;
  const value = Math.max(least, 1);
  return typeof maximum === 'number' ? Math.min(value, maximum) : value;
}

/** A value that the schema allows, as far as it says; texts speak of themselves. */
export function exampleOf(schema: unknown, title = 'exemple'): unknown {
  if (!isObject(schema)) return title;
  if ('default' in schema) return schema['default'];
  if ('const' in schema) return schema['const'];
  if (Array.isArray(schema['enum'])) return schema['enum'][0];
  const either = [schema['anyOf'], schema['oneOf']].find(Array.isArray) as unknown[] | undefined;
  if (either !== undefined) {
    return exampleOf(either.find((one) => isObject(one) && one['type'] !== 'null') ?? either[0], title);
  }
  const own = typeof schema['title'] === 'string' ? schema['title'] : title;
  switch (schema['type']) {
    case 'object':
      return exampleVariables(schema);
    case 'array':
      return Number(schema['minItems'] ?? 0) > 0 ? [exampleOf(schema['items'], own)] : [];
    case 'integer':
    case 'number':
      return bounded(schema);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return texts[String(schema['format'])] ?? own;
  }
}

/** An example of each property. */
export function exampleVariables(schema: unknown): Record<string, unknown> {
  const properties = isObject(schema) && isObject(schema['properties']) ? schema['properties'] : {};
  return Object.fromEntries(Object.entries(properties).map(([name, of]) => [name, exampleOf(of, name)]));
}

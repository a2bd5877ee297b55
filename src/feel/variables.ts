/** Variables that an expression reads, as far as its text tells. */
import { parse } from './engine/parser';

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Names that the expression itself makes: iterators, parameters, entries of contexts. */
function boundBy(node: Readonly<Record<string, unknown>>): readonly string[] {
  const iterators = (node['iterators'] ?? []) as readonly { readonly name: string }[];
  const parameters = (node['parameters'] ?? []) as readonly string[];
  const entries = (node['entries'] ?? []) as readonly (readonly [string, unknown])[];
  return [...iterators.map(({ name }) => name), ...parameters, ...entries.map(([name]) => name)];
}

function collect(value: unknown, bound: ReadonlySet<string>, found: Set<string>): void {
  if (!isObject(value)) return;
  if (value['kind'] === 'constant') return;
  if (value['kind'] === 'ref') {
    const [name] = value['names'] as readonly string[];
    if (name !== undefined && !bound.has(name)) found.add(name);
    return;
  }
  // What stands in a filter may be a field of the item.
  if (value['kind'] === 'filter') {
    collect(value['target'], bound, found);
    return;
  }
  const inner = new Set([...bound, ...boundBy(value)]);
  for (const part of Object.values(value)) collect(part, inner, found);
}

/** None of an expression that does not parse. */
export function variablesOf(source: string): readonly string[] {
  const found = new Set<string>();
  try {
    collect(parse(source), new Set(['item', 'partial']), found);
  } catch {
    return [];
  }
  return [...found];
}

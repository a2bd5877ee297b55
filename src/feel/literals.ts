/** What an expression says in so many words, without evaluating it. */
import { parse } from './engine/parser';

export interface FeelLiterals {
  /** Every text written in it. */
  readonly strings: readonly string[];
  /** Entries of its contexts whose value is a text: `{groupe: "dsi"}` gives `['groupe', 'dsi']`. */
  readonly entries: readonly (readonly [key: string, text: string])[];
  /** The expression is nothing but this text. */
  readonly whole: string | null;
}

const nothing: FeelLiterals = { strings: [], entries: [], whole: null };

const textOf = (node: unknown): string | null =>
  isObject(node) && node['kind'] === 'constant' && typeof node['value'] === 'string' ? node['value'] : null;

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function* nodes(value: unknown): Generator<Readonly<Record<string, unknown>>> {
  if (!isObject(value)) return;
  if (typeof value['kind'] === 'string') yield value;
  if (value['kind'] === 'constant') return;
  for (const part of Object.values(value)) yield* nodes(part);
}

function entriesOf(context: Readonly<Record<string, unknown>>): FeelLiterals['entries'] {
  const entries = context['entries'] as readonly (readonly [string, unknown])[];
  return entries.flatMap(([key, node]) => {
    const text = textOf(node);
    return text === null ? [] : [[key, text] as const];
  });
}

/** Nothing when the source does not parse. */
export function literalsOf(source: string): FeelLiterals {
  let root: unknown;
  try {
    root = parse(source);
  } catch {
    return nothing;
  }
  const all = [...nodes(root)];
  return {
    strings: all.map(textOf).filter((text) => text !== null),
    entries: all.filter(({ kind }) => kind === 'context').flatMap(entriesOf),
    whole: textOf(root),
  };
}

/**
 * Input and output mappings of an element. Zeebe evaluates them as one FEEL context, so a later mapping sees what
 * an earlier one made, and a failure quotes the whole context.
 */
import type { Expression, Mapping } from './expression';
import { evaluateExpression, type EvaluationOptions } from './evaluate';
import type { Typed } from './typed';

type Document = Readonly<Record<string, unknown>>;
type Tree = Map<string, Expression | Tree>;
type Direction = 'input' | 'output';

class MappingFailure extends Error {}

interface Failing {
  readonly tree: Tree;
  readonly direction: Direction;
  readonly context: Document;
  readonly options: EvaluationOptions | undefined;
}

/**
 * The variables that the mappings make. A dotted target makes an object; on output it is merged into the object
 * that the variable holds already. A failure is the text of an IO_MAPPING_ERROR incident.
 */
export function evaluateMappings(
  mappings: readonly Mapping[],
  direction: Direction,
  context: Document,
  options?: EvaluationOptions,
): Typed<Record<string, unknown>> {
  const tree = treeOf(mappings);
  try {
    return { ok: true, value: evaluateTree(tree, [], direction, context, options) };
  } catch (error) {
    if (!(error instanceof MappingFailure)) throw error;
    return { ok: false, failure: failureOf({ tree, direction, context, options }, error) };
  }
}

/** Of the whole context, so that it tells the warnings of the mappings before the one that failed. */
function failureOf({ tree, direction, context, options }: Failing, { message }: MappingFailure): string {
  const source = printTree(tree, [], direction);
  const whole = evaluateExpression({ kind: 'feel', source }, context, options);
  return whole.ok ? message.replace("''", `'${source}'`) : whole.failure;
}

function treeOf(mappings: readonly Mapping[]): Tree {
  const root: Tree = new Map();
  for (const { source, target } of mappings) {
    const path = target.split('.');
    const last = path.pop() ?? target;
    let node = root;
    for (const name of path) {
      const next = node.get(name);
      const child: Tree = next instanceof Map ? next : new Map<string, Expression | Tree>();
      node.set(name, child);
      node = child;
    }
    node.set(last, source);
  }
  return root;
}

function evaluateTree(
  tree: Tree,
  path: readonly string[],
  direction: Direction,
  context: Document,
  options: EvaluationOptions | undefined,
): Record<string, unknown> {
  const made = new Map<string, unknown>();
  for (const [name, node] of tree) {
    const visible = { ...context, ...Object.fromEntries(made) };
    const value =
      node instanceof Map
        ? merged(node, [...path, name], direction, visible, options)
        : evaluateSource(node, visible, options);
    made.set(name, value);
  }
  return Object.fromEntries(made);
}

function merged(
  tree: Tree,
  path: readonly string[],
  direction: Direction,
  context: Document,
  options: EvaluationOptions | undefined,
): unknown {
  const made = evaluateTree(tree, path, direction, context, options);
  if (direction === 'input') return made;
  const existing = valueAt(context, path);
  if (existing === null) return made;
  return isDocument(existing) ? { ...existing, ...made } : null;
}

function evaluateSource(
  source: Expression,
  context: Document,
  options: EvaluationOptions | undefined,
): unknown {
  const result = evaluateExpression(source, context, options);
  if (result.ok) return result.value;
  throw new MappingFailure(result.failure.replace(`'${source.source}'`, "''"));
}

function valueAt(context: Document, path: readonly string[]): unknown {
  let value: unknown = context;
  for (const name of path) value = isDocument(value) ? value[name] : null;
  return value ?? null;
}

function isDocument(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function printTree(tree: Tree, path: readonly string[], direction: Direction): string {
  const entries = [...tree].map(([name, node]) => {
    if (!(node instanceof Map)) return `${name}:${printSource(node)}`;
    const nested = printTree(node, [...path, name], direction);
    const existing = [...path, name].join('.');
    return direction === 'input'
      ? `${name}:${nested}`
      : `${name}:if (${existing} != null) then context merge(${existing},${nested}) else ${nested}`;
  });
  return `{${entries.join(',')}}`;
}

function printSource(source: Expression): string {
  return source.kind === 'feel' ? source.source : `"${source.source.replaceAll('"', '\\"')}"`;
}

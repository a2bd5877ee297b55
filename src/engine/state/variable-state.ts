import { documentNumber, parseJson } from '../../json';
import type { Document } from '../values';
import { ColumnFamily, keyOf, stringKey } from './column-family';
import type { Index } from './column-family';
import type { ElementInstanceState } from './element-instance-state';
import type { UndoLog } from './undo-log';

export interface Variable {
  readonly key: number;
  readonly scopeKey: number;
  readonly name: string;
  /** JSON text. */
  readonly value: string;
}

/** Scope → name → variable. */
class ScopeIndex implements Index<string, Variable> {
  private readonly scopes = new Map<number, Map<string, Variable>>();

  of(scopeKey: number): ReadonlyMap<string, Variable> | undefined {
    return this.scopes.get(scopeKey);
  }

  update(_key: string, before: Variable | undefined, after: Variable | undefined): void {
    if (after !== undefined) {
      let scope = this.scopes.get(after.scopeKey);
      if (scope === undefined) this.scopes.set(after.scopeKey, (scope = new Map()));
      scope.set(after.name, after);
    } else if (before !== undefined) {
      const scope = this.scopes.get(before.scopeKey);
      scope?.delete(before.name);
      if (scope?.size === 0) this.scopes.delete(before.scopeKey);
    }
  }
}

export class VariableState {
  private readonly variables: ColumnFamily<string, Variable>;
  private readonly scopes: ScopeIndex;
  private readonly parsed = new WeakMap<Variable, unknown>();
  readonly families: readonly [ColumnFamily<string, Variable>];

  constructor(
    undo: UndoLog,
    private readonly elements: ElementInstanceState,
  ) {
    this.variables = new ColumnFamily('variable', undo, stringKey);
    this.scopes = this.variables.index(new ScopeIndex());
    this.families = [this.variables];
  }

  local(scopeKey: number, name: string): Variable | undefined {
    return this.scopes.of(scopeKey)?.get(name);
  }

  /** Key of the enclosing scope; -1 when there is none. */
  parentScope(scopeKey: number): number {
    return this.elements.get(scopeKey)?.parentKey ?? -1;
  }

  /** What an expression sees: the scope's variables and those of its ancestors, inner ones first; parsed when read. */
  visible(scopeKey: number, primary: Document = {}): Document {
    const document: Record<string, unknown> = { ...primary };
    this.collect(scopeKey, (variable) => {
      if (Object.hasOwn(document, variable.name)) return;
      const get = (): unknown => this.valueOf(variable);
      Object.defineProperty(document, variable.name, { get, enumerable: true, configurable: true });
    });
    return document;
  }

  /** As `visible`, in Zeebe's order: innermost scope first, then by the name's length and bytes. */
  document(scopeKey: number, names: readonly string[] = []): Document {
    const wanted = names.length === 0 ? undefined : new Set(names);
    const document: Record<string, unknown> = {};
    for (let scope = scopeKey; scope >= 0; scope = this.parentScope(scope)) {
      for (const variable of inNameOrder(this.scopes.of(scope)?.values())) {
        if (wanted !== undefined && !wanted.has(variable.name)) continue;
        if (!Object.hasOwn(document, variable.name)) define(document, variable.name, this.valueOf(variable));
      }
    }
    return document;
  }

  /** Of the scope itself, in Zeebe's order. */
  locals(scopeKey: number): readonly Variable[] {
    return inNameOrder(this.scopes.of(scopeKey)?.values());
  }

  localDocument(scopeKey: number): Document {
    const document: Record<string, unknown> = {};
    for (const variable of this.locals(scopeKey)) define(document, variable.name, this.valueOf(variable));
    return document;
  }

  put(variable: Variable): void {
    this.variables.put(keyOf(variable.scopeKey, variable.name), variable);
  }

  removeScope(scopeKey: number): void {
    const scope = this.scopes.of(scopeKey);
    if (scope === undefined) return;
    for (const name of [...scope.keys()]) this.variables.delete(keyOf(scopeKey, name));
  }

  private collect(scopeKey: number, visit: (variable: Variable) => void): void {
    for (let scope = scopeKey; scope >= 0; scope = this.parentScope(scope)) {
      for (const variable of this.scopes.of(scope)?.values() ?? []) visit(variable);
    }
  }

  private valueOf(variable: Variable): unknown {
    if (!this.parsed.has(variable)) this.parsed.set(variable, parseJson(variable.value, documentNumber));
    return this.parsed.get(variable);
  }
}

/** Also for a variable named `__proto__`. */
function define(document: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(document, name, { value, enumerable: true, configurable: true, writable: true });
}

function inNameOrder(variables: Iterable<Variable> | undefined): Variable[] {
  if (variables === undefined) return [];
  return [...variables].sort((left, right) => compareNames(left.name, right.name));
}

export function compareNames(left: string, right: string): number {
  const leftBytes = Buffer.from(left);
  const rightBytes = Buffer.from(right);
  return leftBytes.length - rightBytes.length || Buffer.compare(leftBytes, rightBytes);
}

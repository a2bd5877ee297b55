/** Lists, contexts, ranges, variables and paths. */
import type { Node } from './ast';
import { fail, isError, type Code } from './failures';
import { propertiesOf } from './properties';
import type { Scope } from './scope';
import {
  FeelContext,
  FeelError,
  FeelFunction,
  FeelRange,
  isList,
  isOrdered,
  isSameKind,
  print,
  type Value,
} from './value';

export function compileList(items: readonly Code[]): Code {
  return (scope) => {
    const values: Value[] = [];
    for (const item of items) {
      const value = item(scope);
      if (isError(value)) return withinValue(value);
      values.push(value);
    }
    return values;
  };
}

/** A fatal error within a list or a context is an error like others. */
function withinValue(error: FeelError): FeelError {
  return error.isFatal ? new FeelError(`fatal error("${error.message}")`) : error;
}

/** An entry sees those before it. */
export function compileContext(entries: readonly (readonly [string, Code])[]): Code {
  return (scope) => {
    const made = new Map<string, Value>();
    const inner = scope.with(made);
    for (const [key, code] of entries) {
      const value = code(inner);
      if (isError(value)) return withinValue(value);
      made.set(key, value);
    }
    return new FeelContext(made);
  };
}

/** @param node tells which ends are closed */
export function compileRange(node: Extract<Node, { kind: 'range' }>, start: Code, end: Code): Code {
  return (scope) => {
    const [low, high] = [start(scope), end(scope)];
    if (isError(low)) return low;
    if (isError(high)) return high;
    if (typeof low === 'string' || !isOrdered(low) || isList(low) || !isSameKind(low, high)) {
      return fail(scope, 'INVALID_TYPE', `Invalid range definition '${print(low)}..${print(high)}'`);
    }
    return new FeelRange(
      { value: low, isClosed: node.start.isClosed },
      { value: high, isClosed: node.end.isClosed },
    );
  };
}

export function compileReference([name = '', ...keys]: readonly string[]): Code {
  return (scope) => {
    const found = scope.variable(name);
    if (found === undefined || isError(found)) {
      scope.evaluation.warn('NO_VARIABLE_FOUND', `No variable found with name '${name}'`);
      return null;
    }
    let value: Value = found;
    for (const key of keys) value = path(value, key, scope);
    return value;
  };
}

export function path(target: Value, key: string, scope: Scope): Value {
  if (isError(target)) return target;
  if (isList(target)) {
    scope.evaluation.spend(target.length);
    return target.map((item) => path(item, key, scope));
  }
  const missing = `No context entry found with key '${key}'.`;
  if (target === null) {
    scope.evaluation.warn('NO_CONTEXT_ENTRY_FOUND', `${missing} The context is null`);
    return null;
  }
  if (target instanceof FeelContext) {
    const value = target.get(key);
    if (value !== undefined && !(value instanceof FeelFunction)) return value;
    const keys = target
      .keys()
      .map((name) => `'${name}'`)
      .join(', ');
    const isEmpty = keys === '' && target.json === undefined;
    const available = isEmpty ? 'The context is empty' : `Available keys: ${keys}`;
    scope.evaluation.warn('NO_CONTEXT_ENTRY_FOUND', `${missing} ${available}`);
    return null;
  }
  return property(target, key, scope);
}

function property(target: Value, key: string, scope: Scope): Value {
  const properties = propertiesOf(target);
  const value = properties.get(key);
  if (value !== undefined) return value;
  const names = [...properties.keys()].map((name) => `'${name}'`).join(', ');
  const text = `No property found with name '${key}' of value '${print(target)}'. Available properties: ${names}`;
  scope.evaluation.warn('NO_PROPERTY_FOUND', text);
  return null;
}

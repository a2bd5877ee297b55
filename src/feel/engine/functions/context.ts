/** Context and boolean functions (DMN 1.3, 10.3.4.2 and 10.3.4.10). */
import { inMapOrder } from '../scala-order';
import { FeelContext, FeelError, isList, type Value } from '../value';
import { define, variadic, type Library } from './define';

export const contextFunctions: Library = {
  not: [define('negand', (negand) => (typeof negand === 'boolean' ? !negand : null))],
  'is defined': [define('value', (value) => value !== null)],
  'get or else': [define('value,default', (value = null, fallback = null) => value ?? fallback)],
  assert: [
    define('value,condition', (value = null, condition) =>
      condition === true ? value : new FeelError('The condition is not fulfilled'),
    ),
    define('value,condition,cause', (value = null, condition, cause) => {
      if (condition === true) return value;
      return typeof cause === 'string' ? new FeelError(cause) : undefined;
    }),
  ],
  'get entries': [define('context', entries), define('m', entries)],
  'get value': [define('m,key', valueOf), define('context,key', valueOf), define('context,keys', valueOf)],
  'context put': [define('context,key,value', put), define('context,keys,value', put)],
  put: [define('context,key,value', put)],
  'context merge': [variadic('contexts', merge)],
  'put all': [variadic('contexts', merge)],
  context: [define('entries', fromEntries)],
};

function entries(context?: Value): Value | undefined {
  if (!(context instanceof FeelContext)) return undefined;
  return inMapOrder(context.entries()).map(
    ([key, value]) =>
      new FeelContext([
        ['key', key],
        ['value', value],
      ]),
  );
}

function valueOf(context?: Value, key?: Value): Value | undefined {
  if (!(context instanceof FeelContext)) return undefined;
  if (typeof key === 'string') return context.get(key) ?? null;
  if (key === undefined || !isList(key)) return undefined;
  let found: Value = key.length === 0 ? null : context;
  for (const name of key)
    found = found instanceof FeelContext && typeof name === 'string' ? (found.get(name) ?? null) : null;
  return found;
}

function put(context?: Value, key?: Value, value?: Value): Value | undefined {
  if (!(context instanceof FeelContext)) return undefined;
  if (value instanceof FeelError) return value.isFatal ? value : null;
  if (typeof key === 'string') return context.with(key, value ?? null);
  if (key === undefined || !isList(key)) return undefined;
  if (key.length === 0) return null;
  return key.every((name) => typeof name === 'string') ? putAt(context, key, value ?? null) : undefined;
}

function putAt(context: FeelContext, [name = '', ...rest]: readonly string[], value: Value): FeelContext {
  if (rest.length === 0) return context.with(name, value);
  // Zeebe does not read what is in a variable here: nothing of it stays.
  const inner = context.isUntouched(name) ? undefined : context.get(name);
  return context.with(name, putAt(inner instanceof FeelContext ? inner : new FeelContext(), rest, value));
}

function merge(contexts?: Value): Value {
  if (contexts === undefined || !isList(contexts)) return null;
  if (!contexts.every((context) => context instanceof FeelContext)) return null;
  return FeelContext.merge(contexts);
}

function fromEntries(list?: Value): Value {
  if (list === undefined || !isList(list)) return null;
  const pairs: (readonly [string, Value])[] = [];
  for (const entry of list) {
    const key = entry instanceof FeelContext ? entry.get('key') : undefined;
    const value = entry instanceof FeelContext ? entry.get('value') : undefined;
    if (typeof key !== 'string' || value === undefined) return null;
    pairs.push([key, value]);
  }
  return new FeelContext(pairs);
}

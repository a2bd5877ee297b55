/** FEEL values as Zeebe writes them to records of decisions. */
import { FeelContext, isList, toJson, type Value } from '../feel/programs';
import { immutableMapOrder } from '../feel/engine/scala-order';

/** Entries of contexts that FEEL made stand in the order of Scala's maps. */
export function outputJson(value: Value): unknown {
  if (isList(value)) return value.map(outputJson);
  if (!(value instanceof FeelContext)) return toJson(value);
  const keys = value.json === undefined ? immutableMapOrder(value.keys()) : value.keys();
  return Object.fromEntries(keys.map((key) => [key, outputJson(value.get(key) ?? null)]));
}

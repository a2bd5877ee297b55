/** Variables that a decision sees: layers over those it was given. */
import { fromJson, readableIntegers, type Lookup, type Value } from '../feel/programs';

export class DecisionScope {
  private constructor(private readonly find: Lookup) {}

  static of(variables: Readonly<Record<string, unknown>>): DecisionScope {
    const known = new Map<string, Value>();
    return new DecisionScope((name) => {
      if (!known.has(name) && Object.hasOwn(variables, name))
        known.set(name, fromJson(readableIntegers(variables[name])));
      return known.get(name);
    });
  }

  with(entries: ReadonlyMap<string, Value>): DecisionScope {
    return entries.size === 0
      ? this
      : new DecisionScope((name) => (entries.has(name) ? entries.get(name) : this.find(name)));
  }

  readonly lookup: Lookup = (name) => this.find(name);
}

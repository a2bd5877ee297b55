/** Versions of what is deployed, by id. Keys grow with versions: the latest version has the greatest key. */
import type { ColumnFamily } from './column-family';
import { GroupIndex } from './indices';

interface Deployed {
  readonly versionTag: string;
  readonly deploymentKey: number;
}

export class Versions<V> {
  private readonly keys: GroupIndex<number, V, string>;

  constructor(
    private readonly family: ColumnFamily<number, V>,
    idOf: (value: V) => string,
  ) {
    this.keys = family.index(new GroupIndex(idOf, (left, right) => right - left));
  }

  latest(id: string): V | undefined {
    const key = this.keys.first(id);
    return key === undefined ? undefined : this.family.get(key);
  }

  newestWhere(id: string, matches: (value: V) => boolean): V | undefined {
    for (const key of this.keys.iterate(id)) {
      const value = this.family.get(key);
      if (value !== undefined && matches(value)) return value;
    }
    return undefined;
  }
}

/** The newest version with the tag. */
export function taggedVersion<V extends Deployed>(
  versions: Versions<V>,
  id: string,
  versionTag: string,
): V | undefined {
  return versions.newestWhere(id, (value) => value.versionTag === versionTag);
}

export function versionInDeployment<V extends Deployed>(
  versions: Versions<V>,
  id: string,
  deploymentKey: number,
): V | undefined {
  return versions.newestWhere(id, (value) => value.deploymentKey === deploymentKey);
}

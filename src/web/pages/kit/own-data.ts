/**
 * What a start form already knows of who fills it in. A field says so by its form-js `properties`:
 *
 *     compte   `nom` or `courriel` of the account; who starts for somebody else writes over it
 */
import type { Account } from '../../../identity/account';

type Json = Readonly<Record<string, unknown>>;

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function known(account: Account, wanted: unknown): string | null {
  if (wanted === 'nom') return account.displayName;
  return wanted === 'courriel' ? account.email : null;
}

/** Values by variable name. */
export function ownData(schema: Json | null, account: Account): Record<string, string> {
  const components = schema?.['components'];
  if (!Array.isArray(components)) return {};
  return Object.assign(
    {},
    ...components.filter(isJson).map((field) => {
      const { key, properties, type } = field;
      const value = isJson(properties) ? known(account, properties['compte']) : null;
      if (type === 'group' && key === undefined) return ownData(field, account);
      return typeof key === 'string' && value !== null ? { [key]: value } : {};
    }),
  ) as Record<string, string>;
}

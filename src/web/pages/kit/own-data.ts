/**
 * What a start form already knows of who fills it in. A field says so by its form-js `properties`:
 *
 *     compte   `nom` or `courriel` of the account; who starts for somebody else writes over it
 */
import type { Account } from '../../../identity/account';
import { list, record } from '../../../words/labels';
import type { FormSchema } from '../../../forms/schema';

function known(account: Account, wanted: unknown): string | null {
  if (wanted === 'nom') return account.displayName;
  return wanted === 'courriel' ? account.email : null;
}

/** Values by variable name. */
export function ownData(schema: FormSchema | null, account: Account): Record<string, string> {
  const values = list(schema?.components).map((candidate) => {
    const { key, properties, type, ...field } = record(candidate);
    if (type === 'group') return ownData(field, account);
    const value = known(account, record(properties).compte);
    return typeof key === 'string' && value !== null ? { [key]: value } : {};
  });
  return Object.assign({}, ...values) as Record<string, string>;
}

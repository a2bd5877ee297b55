/** Names of people and groups as others read them. */
import type { WebServices } from '../../services';

export type NameOf = (accountName: string | null) => string | null;

/** Display names by account name; a name without an account is shown as it is. */
export async function displayNames(services: WebServices): Promise<NameOf> {
  const [accounts, deactivated] = await Promise.all([
    services.identity.accounts(),
    services.identity.deactivated(),
  ]);
  const names = new Map([...deactivated, ...accounts].map((account) => [account.name, account.displayName]));
  return (name) => (name === null ? null : (names.get(name) ?? name));
}

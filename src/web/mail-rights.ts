/** Whose mails an account sees; pages and API ask here. */
import { hasRole, Role, type Account } from '../identity/account';
import type { WebServices } from './services';

/** Who sees all sent mails and may have one sent again. */
export function mayManageMails(account: Account): boolean {
  return hasRole(account, Role.ADMIN, Role.MANAGER);
}

/** The embedded mailbox holds everybody's mails: open to all in a demonstration only. */
export function mayReadMailbox(
  { mailbox, identity }: Pick<WebServices, 'mailbox' | 'identity'>,
  account: Account,
): boolean {
  return mailbox.enabled && (identity.demo || hasRole(account, Role.ADMIN));
}

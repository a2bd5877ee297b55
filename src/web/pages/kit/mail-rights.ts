import { hasRole, Role, type Account } from '../../../identity/account';

/** Who sees all sent mails and may have one sent again. */
export function mayManageMails(account: Account): boolean {
  return hasRole(account, Role.ADMIN, Role.MANAGER);
}

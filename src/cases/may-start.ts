/** Refuses whoever may not start a procedure, whichever way: page, API or mail. */
import { mayStart } from '../app/rights';
import { DomainError } from '../errors/catalogue';
import type { Account } from '../identity/account';
import type { ProcessView } from '../readmodel/views';

/** @throws DomainError FORBIDDEN */
export function checkStarter(account: Account, process: Pick<ProcessView, 'name' | 'startGroups'>): void {
  if (mayStart(account, process)) return;
  throw new DomainError(
    'FORBIDDEN',
    `La procédure « ${process.name} » est réservée aux membres de ${process.startGroups
      .map((group) => `« ${group} »`)
      .join(', ')}, et le compte « ${account.name} » n’en est pas. ` +
      'Demandez à l’un d’eux de la démarrer, ou à l’administrateur de compléter vos groupes (page « Comptes »).',
  );
}

/** `npm run admin`: the way in for whoever runs the program, when nobody else is there to let them in. */
import { StartError } from '../errors/start-error';
import type { Knex } from 'knex';
import { ACCOUNT_NAME } from './account-form';
import { findAccount } from './accounts';
import { createDirectory } from './directory';
import { MIN_PASSWORD, randomPassword } from './new-password';

export class AdministratorConfigurationError extends StartError {
  override readonly name = 'AdministratorConfigurationError';
}

export interface AdministratorRequest {
  readonly name: string;
  readonly displayName: string | null;
  readonly email: string | null;
  /** Null: one is made. */
  readonly password: string | null;
  readonly at: Date;
}

export interface AdministratorOutcome {
  readonly name: string;
  readonly isNew: boolean;
  /** To show once; null when it was given. */
  readonly newPassword: string | null;
}

/** Makes the account, or makes an administrator of it: active, with this password. Its sessions and tokens end. */
export async function makeAdministrator(
  knex: Knex,
  request: AdministratorRequest,
): Promise<AdministratorOutcome> {
  const { name, email, at } = request;
  if (!new RegExp(ACCOUNT_NAME).test(name)) {
    throw new AdministratorConfigurationError(
      `Un nom de compte en minuscules sans accent, chiffres, points et tirets est attendu, mais c’est « ${name} ».`,
    );
  }
  if (request.password !== null && request.password.length < MIN_PASSWORD) {
    throw new AdministratorConfigurationError(
      `Un mot de passe de ${String(MIN_PASSWORD)} caractères au moins est attendu, mais il en a ${String(request.password.length)}.`,
    );
  }
  const directory = createDirectory(knex, () => at);
  const known = await findAccount(knex, name);
  if (known === null) {
    const displayName = request.displayName ?? 'Administrateur';
    await directory.create(name, { displayName, email, roles: ['admin'], groups: [], superior: null });
  } else {
    const { account } = known;
    if (known.deactivatedAt !== null) await directory.reactivate(name);
    await directory.change(name, {
      ...account,
      displayName: request.displayName ?? account.displayName,
      email: email ?? account.email,
      roles: [...account.roles.filter((role) => role !== 'agent'), 'admin'],
    });
  }
  const password = request.password ?? randomPassword();
  await directory.setPassword(name, password);
  return { name, isNew: known === null, newPassword: request.password === null ? password : null };
}

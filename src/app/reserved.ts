/** Variables that the program sets: who asks, under which number, whose superior decides. Nobody else does. */
import { isDeepStrictEqual } from 'node:util';
import { DomainError } from '../errors/catalogue';

export const reservedVariables = ['initiateur', 'numeroDossier', 'superieur'] as const;

type Values = Readonly<Record<string, unknown>>;

/**
 * What of the submitted values may be sent to the engine. A form may show a reserved variable: it comes back as it was,
 * and is left out. `known`: their values now.
 * @throws DomainError FORM_INVALID naming each that was changed
 */
export function withoutReserved(submitted: Values, known: Values = {}): Values {
  const forged = reservedVariables.filter(
    (name) => Object.hasOwn(submitted, name) && !isDeepStrictEqual(submitted[name], known[name]),
  );
  if (forged.length > 0) {
    throw new DomainError(
      'FORM_INVALID',
      `Le programme donne lui-même : ${forged.join(', ')}. Retirez-les.`,
      {
        errors: forged.map((name) => ({
          field: name,
          label: name,
          message: `« ${name} » est une donnée que le programme donne lui-même : personne ne la fournit. Retirez-la.`,
        })),
      },
    );
  }
  const reserved: readonly string[] = reservedVariables;
  return Object.fromEntries(Object.entries(submitted).filter(([name]) => !reserved.includes(name)));
}

/** Messages that only a received mail publishes. */
const MAIL_MESSAGE = /^courriel-/u;

/** @throws DomainError FORBIDDEN, FORM_INVALID */
export function checkOutsideMessage(message: { readonly name: string; readonly variables: Values }): void {
  withoutReserved(message.variables);
  if (!MAIL_MESSAGE.test(message.name)) return;
  throw new DomainError(
    'FORBIDDEN',
    `Le message « ${message.name} » ne vient que d’un courriel reçu : il dit qui l’a envoyé. Envoyez un courriel à ` +
      'l’adresse de la procédure.',
  );
}

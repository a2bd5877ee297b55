/** What a form accepts of what was entered. */
import { DomainError } from '../errors/catalogue';
import { FormSchemaError } from '../forms';
import type { ValidateForm } from '../app/ports';
import type { FormSchema } from '../forms/schema';

type Values = Readonly<Record<string, unknown>>;

/** @throws DomainError FORM_INVALID naming each field; CONFLICT when the form itself cannot be used */
export function checkedForm(
  validateForm: ValidateForm,
  schema: FormSchema,
  submitted: Values,
  context: Values,
): Values {
  const result = usable(() => validateForm(schema, submitted, context));
  if (result.ok) return result.values;
  throw new DomainError('FORM_INVALID', 'Le formulaire contient des erreurs. Corrigez les champs indiqués.', {
    errors: result.errors,
  });
}

function usable<Result>(validate: () => Result): Result {
  try {
    return validate();
  } catch (error) {
    if (!(error instanceof FormSchemaError)) throw error;
    throw new DomainError(
      'CONFLICT',
      'Le formulaire de cette étape n’est pas un formulaire form-js : rien n’a été enregistré. ' +
        'Le propriétaire de la procédure doit corriger le fichier .form et le déployer, puis la saisie se refait. ' +
        `Détail : ${error.message}`,
      { cause: error },
    );
  }
}

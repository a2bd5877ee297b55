/** form-js validation messages in the page's language. form-js has no translation of its own (1.23). */
import { isAddress } from '../../../../text/address';
import type { Translate } from '../page-data';

type Rule = readonly [RegExp, (t: Translate, match: RegExpExecArray) => string];

const rules: readonly Rule[] = [
  [/^Field is required\.$/, (t) => t('validation.required')],
  [/^Field must match pattern /, (t) => t('validation.pattern')],
  [/^Field must have minimum value of (.+)\.$/, (t, [, n = '']) => t('validation.min', { n })],
  [/^Field must have maximum value of (.+)\.$/, (t, [, n = '']) => t('validation.max', { n })],
  [/^Field must have minimum length of (.+)\.$/, (t, [, n = '']) => t('validation.minLength', { n })],
  [/^Field must have maximum length of (.+)\.$/, (t, [, n = '']) => t('validation.maxLength', { n })],
  [/^Field must be a valid email/, (t) => t('validation.email')],
  [/^Field must be a valid .*phone number/, (t) => t('validation.phone')],
  [/^Value is not a number\.$/, (t) => t('validation.number')],
  [/^Value is expected to be an integer\.$/, (t) => t('validation.integer')],
  [/^Value is expected to have at most (\d+)/, (t, [, n = '']) => t('validation.decimals', { n })],
  [
    /nearest valid values are (\S+) and (\S+)\.$/,
    (t, [, before = '', after = '']) => t('validation.step', { before, after }),
  ],
  [/^(Min|Max) validation value is not a valid number/, (t) => t('validation.schema')],
];

/** Messages that no rule knows are the form author's own: they stay. */
export function translateValidation(t: Translate, message: string): string {
  for (const [pattern, say] of rules) {
    const match = pattern.exec(message);
    if (match) return say(t, match);
  }
  return message;
}

interface Validator {
  validateFieldInstance(fieldInstance: { readonly id: string }, value: unknown): string[];
}

interface Registry {
  get(id: string): { readonly validate?: { readonly validationType?: string } } | undefined;
}

/**
 * A form-js module that translates what the validator answers, takes for an address what the server does, and does not
 * let a rule that cannot be checked swallow what is typed: form-js throws then.
 */
export function validationModule(t: Translate) {
  function translatedValidation(validator: Validator, formFieldRegistry: Registry): object {
    const validate = validator.validateFieldInstance.bind(validator);
    validator.validateFieldInstance = (instance, value) => {
      const isAddressField = formFieldRegistry.get(instance.id)?.validate?.validationType === 'email';
      const given = isAddressField && typeof value === 'string' ? value.trim() : value;
      const found = attempt(t, () =>
        validate(instance, given).map((message) => translateValidation(t, message)),
      );
      const isWrong = isAddressField && typeof given === 'string' && given !== '' && !isAddress(given);
      return isWrong && found.length === 0 ? [t('validation.email')] : found;
    };
    return {};
  }
  translatedValidation.$inject = ['validator', 'formFieldRegistry'];
  return { __init__: ['translatedValidation'], translatedValidation: ['factory', translatedValidation] };
}

function attempt(t: Translate, validate: () => string[]): string[] {
  try {
    return validate();
  } catch {
    return [t('validation.schema')];
  }
}

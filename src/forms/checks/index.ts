/** Every rule about forms; to add one: its file, its line here, its fixture in tests/forms/checks. */
import { isObject } from '../paths';
import { FormSchemaError, parseFormSchema } from '../schema';
import { numericBounds } from './bounds';
import { faultyExpression } from './faulty-expression';
import { formType } from './form-type';
import { hideCondition } from './hide-condition';
import { missingKey } from './missing-key';
import { noChoice } from './no-choice';
import { otherHost } from './other-host';
import { pattern } from './pattern';
import { readOnlyRequired } from './read-only-required';
import { Severity, type FormProblem, type FormRule } from './rule';
import { sameKey } from './same-key';
import { unknownComponent } from './unknown-component';
import { formFile } from './walk';

export { Severity } from './rule';

const readable: FormRule = {
  id: 'unreadable-form',
  severity: Severity.REFUSED,
  check({ root }) {
    try {
      parseFormSchema(root);
      return [];
    } catch (error) {
      if (!(error instanceof FormSchemaError)) throw error;
      const message = `Ce n’est pas un formulaire form-js : ${error.message}`;
      return [{ elementId: null, elementName: null, message }];
    }
  },
};

const rules: readonly FormRule[] = [
  formType,
  unknownComponent,
  missingKey,
  sameKey,
  readOnlyRequired,
  hideCondition,
  faultyExpression,
  numericBounds,
  pattern,
  noChoice,
  otherHost,
];

export const formRuleIds: readonly string[] = [readable, ...rules].map(({ id }) => id);

export interface FormFinding extends FormProblem {
  readonly rule: string;
  readonly severity: Severity;
}

const found = (rule: FormRule, problems: readonly FormProblem[]): FormFinding[] =>
  problems.map((problem) => ({ ...problem, rule: rule.id, severity: rule.severity }));

/** `schema`: JSON that somebody wants to deploy as a form. */
export function checkForm(schema: unknown): readonly FormFinding[] {
  const root = isObject(schema) ? schema : {};
  const file = formFile(root);
  const findings = rules.flatMap((rule) => found(rule, rule.check(file)));
  // A missing type is said in words by its own rule.
  return findings.some(({ severity }) => severity === Severity.REFUSED)
    ? findings
    : [...found(readable, readable.check(file)), ...findings];
}

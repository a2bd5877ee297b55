/** What may be wrong with a form before anybody opens it. A rule is one file: id, severity, what it finds. */
import type { JsonObject } from '../paths';

export const Severity = {
  /** Nobody could do the step. */
  REFUSED: 'refused',
  /** It may be meant so. */
  TOLD: 'told',
} as const;
export type Severity = (typeof Severity)[keyof typeof Severity];

export interface Component {
  /** As the file has it; nothing about it is checked yet. */
  readonly schema: JsonObject;
  readonly id: string | null;
  /** For people: its label, else its key or id. */
  readonly name: string;
  /** Of the groups and lists around it, outermost first. */
  readonly parents: readonly JsonObject[];
}

export interface FormFile {
  readonly root: JsonObject;
  readonly components: readonly Component[];
}

export interface FormProblem {
  readonly elementId: string | null;
  readonly elementName: string | null;
  /** In French: what is wrong and what to do. */
  readonly message: string;
}

export interface FormRule {
  readonly id: string;
  readonly severity: Severity;
  check(form: FormFile): readonly FormProblem[];
}

export const at = ({ id, name }: Component, message: string): FormProblem => ({
  elementId: id,
  elementName: name,
  message,
});

/** A rule that looks at each component by itself: null is no problem. */
export function eachComponent(
  id: string,
  severity: Severity,
  problemOf: (component: Component) => string | null,
): FormRule {
  return {
    id,
    severity,
    check: ({ components }) =>
      components.flatMap((component) => {
        const message = problemOf(component);
        return message === null ? [] : [at(component, message)];
      }),
  };
}

/** What a diagram asks of what is not in it. A rule is one file: id, severity, what it finds. */
import type { DiagramAsks, ElementAsks } from '../../bpmn';
import type { Severity } from '../../forms/checks';

/** What there is, deployed or in the same deployment. */
export interface Surroundings {
  hasForm(formId: string): Promise<boolean>;
  hasDecision(decisionId: string): Promise<boolean>;
  hasProcess(bpmnProcessId: string): Promise<boolean>;
  hasTemplate(name: string): Promise<boolean>;
  hasGroup(name: string): Promise<boolean>;
  hasWorker(jobType: string): Promise<boolean>;
}

export interface Problem {
  readonly elementId: string | null;
  readonly elementName: string | null;
  /** In French: what is wrong and what to do. */
  readonly message: string;
}

export interface DiagramRule {
  readonly id: string;
  readonly severity: Severity;
  check(diagram: DiagramAsks, around: Surroundings): Promise<readonly Problem[]>;
}

/** A rule that looks at each element by itself: null is no problem. */
export function eachElement(
  id: string,
  severity: Severity,
  problemOf: (element: ElementAsks, around: Surroundings) => Promise<string | null> | string | null,
): DiagramRule {
  return {
    id,
    severity,
    async check({ elements }, around) {
      const found = await Promise.all(
        elements.map(async (element) => ({ element, message: await problemOf(element, around) })),
      );
      return found.flatMap(({ element: { id: elementId, name }, message }) =>
        message === null ? [] : [{ elementId, elementName: name === '' ? null : name, message }],
      );
    },
  };
}

export const ofFile = (message: string): readonly Problem[] => [
  { elementId: null, elementName: null, message },
];

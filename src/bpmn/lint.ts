/** bpmnlint's findings on a diagram, by the rules of the modeler for Zeebe. */
import { BpmnModdle } from 'bpmn-moddle';
import { Linter } from 'bpmnlint';
import NodeResolver from 'bpmnlint/lib/resolver/node-resolver';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json';

export interface LintFinding {
  /** `label-required`, `camunda-compat/timer`. */
  readonly rule: string;
  readonly elementId: string | null;
  readonly isError: boolean;
}

/** Camunda Modeler's own attributes, which say for which engine a file is. */
export const modelerAttributes = {
  name: 'Modeler',
  uri: 'http://camunda.org/schema/modeler/1.0',
  prefix: 'modeler',
  types: [
    {
      name: 'Definitions',
      isAbstract: true,
      extends: ['bpmn:Definitions'],
      properties: [
        { name: 'executionPlatform', isAttr: true, type: 'String' },
        { name: 'executionPlatformVersion', isAttr: true, type: 'String' },
      ],
    },
  ],
};

export const lintConfig = {
  extends: [
    'bpmnlint:recommended',
    'plugin:camunda-compat/camunda-cloud-8-5',
    'plugin:camunda-compat/camunda-cloud-8-6',
  ],
  rules: {
    // Loops and alternatives meet at the step they lead to, as in the guide's logigrammes, without a gateway.
    'fake-join': 'off',
    // Both kinds of user tasks are done in the inbox.
    'camunda-compat/zeebe-user-task': 'off',
    'camunda-compat/no-zeebe-user-task': 'off',
  },
};

/** @throws Error when the file is not BPMN */
export async function lintDiagram(xml: string): Promise<readonly LintFinding[]> {
  const { rootElement } = await new BpmnModdle({ zeebe, modeler: modelerAttributes }).fromXML(xml);
  const linter = new Linter({ resolver: new NodeResolver({ requireLocally: require }), config: lintConfig });
  const reports = await linter.lint(rootElement);
  return Object.entries(reports).flatMap(([rule, found]) =>
    found.map(({ id, category }) => ({ rule, elementId: id ?? null, isError: category === 'error' })),
  );
}

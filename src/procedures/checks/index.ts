/**
 * What is checked before a deployment, and shown of what is deployed: one function for the deploy page, the API and the
 * procedure's page. To add a rule: its file, its line here, its fixture in tests/procedures/checks.
 */
import { diagramAsks } from '../../bpmn';
import { checkForm, formRuleIds, Severity } from '../../forms/checks';
import type { Resource } from '../../zeebe';
import { camunda7 } from './camunda-7';
import { formElsewhere } from './form-elsewhere';
import { noAssignment } from './no-assignment';
import { noDiagram } from './no-diagram';
import { noWorker } from './no-worker';
import { notExecutable } from './not-executable';
import type { DiagramRule, Problem, Surroundings } from './rule';
import { shortCycle } from './short-cycle';
import { unknownDecision } from './unknown-decision';
import { unknownForm } from './unknown-form';
import { unknownGroup } from './unknown-group';
import { unknownProcedure } from './unknown-procedure';
import { noTemplate, unknownTemplate } from './unknown-template';
import { withResources } from './with-resources';

export type { Surroundings } from './rule';
export { Severity } from '../../forms/checks';

const rules: readonly DiagramRule[] = [
  notExecutable,
  camunda7,
  unknownForm,
  formElsewhere,
  unknownDecision,
  unknownProcedure,
  unknownTemplate,
  noTemplate,
  noAssignment,
  unknownGroup,
  noWorker,
  shortCycle,
  noDiagram,
];

const EMPTY = 'empty-file';
export const ruleIds: readonly string[] = [EMPTY, ...formRuleIds, ...rules.map(({ id }) => id)];

export interface Finding extends Problem {
  readonly rule: string;
  readonly severity: Severity;
  /** The file's name. */
  readonly resource: string;
}

/** Severities that differ from the rules' own, by rule. */
export type RuleSettings = ReadonlyMap<string, Severity | 'off'>;

export interface CheckParts {
  readonly around: Surroundings;
  readonly settings: RuleSettings;
}

/** Refusals first. Files that cannot be read at all are left to the engine, which says so in its words. */
export async function checkDeployment(
  resources: readonly Resource[],
  { around, settings }: CheckParts,
): Promise<readonly Finding[]> {
  const whole = await withResources(around, resources);
  const found = (await Promise.all(resources.map((resource) => checkResource(resource, whole)))).flat();
  const set = found.flatMap((finding) => {
    const severity = settings.get(finding.rule) ?? finding.severity;
    return severity === 'off' ? [] : [{ ...finding, severity }];
  });
  return [
    ...set.filter(({ severity }) => severity === Severity.REFUSED),
    ...set.filter(({ severity }) => severity === Severity.TOLD),
  ];
}

async function checkResource({ name, content }: Resource, around: Surroundings): Promise<Finding[]> {
  const text = String(content);
  if (text.trim() === '') {
    const message = 'Le fichier est vide. Enregistrez-le de nouveau depuis le modeleur.';
    return [
      {
        rule: EMPTY,
        severity: Severity.REFUSED,
        resource: name,
        elementId: null,
        elementName: null,
        message,
      },
    ];
  }
  if (/\.form$/i.test(name)) return checkFormText(text).map((finding) => ({ ...finding, resource: name }));
  return /\.bpmn$/i.test(name) ? checkDiagram(name, text, around) : [];
}

function checkFormText(text: string) {
  try {
    return checkForm(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

async function checkDiagram(resource: string, xml: string, around: Surroundings): Promise<Finding[]> {
  const diagram = await diagramAsks(xml);
  if (diagram === null) return [];
  const found = await Promise.all(
    rules.map(async (rule) =>
      (await rule.check(diagram, around)).map((problem) => ({
        ...problem,
        rule: rule.id,
        severity: rule.severity,
        resource,
      })),
    ),
  );
  return found.flat();
}

/** « Étape « Saisir » (t1) : … » */
export function sentenceOf({ elementId, elementName, message, resource }: Finding): string {
  const id = elementId === null ? '' : ` (${elementId})`;
  const where = elementName === null ? `${resource}${id}` : `${resource}, « ${elementName} »${id}`;
  return `${where} : ${message}`;
}

/** What the diagram asks of what is not in it: forms, decisions, other procedures, workers, people. */
import { addInterval, evaluateTimer, literalsOf } from '../feel';
import {
  body,
  child,
  children,
  expressionOf,
  extension,
  idOf,
  isA,
  isExecutable,
  processes,
  readXml,
  tagOf,
  text,
  walk,
  type Element,
} from './element';
import { groupsOf } from './actors';

export interface Cycle {
  /** -1: for ever. */
  readonly repetitions: number;
  /** Between two turns, in milliseconds; 0 or less where they follow at once. */
  readonly pauseMillis: number;
}

export interface ElementAsks {
  readonly id: string;
  readonly name: string;
  /** BPMN tag, e.g. `userTask`. */
  readonly type: string;
  readonly formId: string | null;
  /** `camunda-forms:bpmn:…` is a form inside the diagram, anything else is an address. */
  readonly formKey: string | null;
  readonly isAssigned: boolean;
  /** By name; those that an expression computes are not known. */
  readonly groups: readonly string[];
  /** The following are null where there is none, or an expression computes it. */
  readonly jobType: string | null;
  readonly calledProcess: string | null;
  readonly calledDecision: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Texts that input mappings give, by variable; undefined in it: given, but computed. */
  readonly inputs: ReadonlyMap<string, string | undefined>;
  /** The repeating timer of an event; null where there is none, or variables compute it. */
  readonly cycle: Cycle | null;
  /** Attributes of Camunda 7, which nothing here reads. */
  readonly foreign: readonly string[];
}

export interface DiagramAsks {
  readonly processIds: readonly string[];
  readonly executableIds: readonly string[];
  readonly hasDiagram: boolean;
  /** As the modeler wrote it: `Camunda Platform` is Camunda 7. */
  readonly platform: string | null;
  /** Of the executable processes, in document order. */
  readonly elements: readonly ElementAsks[];
}

/** Null when the text is not BPMN: an engine says so in its own words. */
export async function diagramAsks(xml: string): Promise<DiagramAsks | null> {
  const root = await readXml(xml).then(
    (read) => read.root,
    () => null,
  );
  if (root === null) return null;
  const all = processes(root);
  const executable = all.filter(isExecutable);
  return {
    processIds: all.map(idOf),
    executableIds: executable.map(idOf),
    hasDiagram: children(root, 'diagrams').length > 0,
    platform: attribute(root, 'modeler:executionPlatform'),
    elements: executable.flatMap((process) =>
      [...walk(process)].filter((one) => isA(one, 'bpmn:FlowNode')).map(asksOf),
    ),
  };
}

function attributes(element: Element): Readonly<Record<string, unknown>> {
  const found = element['$attrs'];
  return typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : {};
}

function attribute(element: Element, name: string): string | null {
  const value = attributes(element)[name];
  return typeof value === 'string' ? value : null;
}

const literal = (value: string | undefined): string | null => {
  const { kind, source } = expressionOf((value ?? '').trim());
  return kind === 'literal' && source !== '' ? source : null;
};

function asksOf(element: Element): ElementAsks {
  const form = extension(element, 'zeebe:FormDefinition');
  const assignment = extension(element, 'zeebe:AssignmentDefinition');
  const headers = children(extension(element, 'zeebe:TaskHeaders'), 'values').map(
    (header) => [text(header, 'key') ?? '', text(header, 'value') ?? ''] as const,
  );
  return {
    id: idOf(element),
    name: (text(element, 'name') ?? '').replace(/\s+/g, ' ').trim(),
    type: tagOf(element),
    formId: literal(text(form, 'formId')),
    formKey: text(form, 'formKey') ?? text(form, 'externalReference') ?? null,
    isAssigned: ['assignee', 'candidateGroups', 'candidateUsers'].some(
      (name) => (text(assignment, name) ?? '').trim() !== '',
    ),
    groups: groupsOf(text(assignment, 'candidateGroups')).filter((name) => name !== ''),
    jobType: literal(text(extension(element, 'zeebe:TaskDefinition'), 'type')),
    calledProcess: literal(text(extension(element, 'zeebe:CalledElement'), 'processId')),
    calledDecision: literal(text(extension(element, 'zeebe:CalledDecision'), 'decisionId')),
    headers: Object.fromEntries(headers),
    inputs: inputsOf(element),
    cycle: cycleOf(element),
    foreign: Object.keys(attributes(element)).filter((name) => name.startsWith('camunda:')),
  };
}

function cycleOf(element: Element): Cycle | null {
  const timer = children(element, 'eventDefinitions').find((one) => isA(one, 'bpmn:TimerEventDefinition'));
  const written = timer === undefined ? undefined : body(child(timer, 'timeCycle'));
  if (written === undefined) return null;
  const cycle = evaluateTimer({ kind: 'cycle', expression: expressionOf(written) }, {});
  if (!cycle.ok || cycle.value.kind !== 'interval') return null;
  const { repetitions, interval } = cycle.value;
  const { start: _begin, ...pause } = interval;
  return { repetitions, pauseMillis: addInterval(0, pause) };
}

function inputsOf(element: Element): ReadonlyMap<string, string | undefined> {
  const mappings = children(extension(element, 'zeebe:IoMapping'), 'inputParameters');
  return new Map(
    mappings.map((mapping) => {
      const { kind, source } = expressionOf((text(mapping, 'source') ?? '').trim());
      const given = kind === 'literal' ? source : (literalsOf(source).whole ?? undefined);
      return [text(mapping, 'target') ?? '', given];
    }),
  );
}

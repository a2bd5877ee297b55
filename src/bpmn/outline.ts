/** A diagram as its checks need it: every step with what it asks of forms, people, workers and variables. */
import {
  child,
  children,
  expressionOf,
  extension,
  flowElements,
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
import { slugOf } from './actors';

export interface FlowOutline {
  readonly id: string;
  readonly name: string;
  /** FEEL, without the sign; null: none. */
  readonly condition: string | null;
  readonly isDefault: boolean;
}

export interface MappingOutline {
  readonly source: string;
  readonly target: string;
}

export interface NodeOutline {
  readonly id: string;
  readonly name: string;
  /** BPMN tag, e.g. `userTask`. */
  readonly type: string;
  readonly formId: string | null;
  readonly decisionId: string | null;
  readonly calledProcessId: string | null;
  readonly jobType: string | null;
  /** `zeebe:taskHeaders` by key. */
  readonly headers: Readonly<Record<string, string>>;
  readonly assignee: string | null;
  readonly candidateGroups: string | null;
  readonly candidateUsers: string | null;
  readonly inputs: readonly MappingOutline[];
  readonly outputs: readonly MappingOutline[];
  /** Every FEEL expression that it holds, without the sign. */
  readonly expressions: readonly string[];
  /** Variables that it writes beside its outputs: result of a decision, a script, a multi-instance. */
  readonly results: readonly string[];
  readonly outgoing: readonly FlowOutline[];
}

export interface ProcessOutline {
  readonly bpmnProcessId: string;
  readonly name: string;
  readonly isExecutable: boolean;
  readonly lanes: readonly { readonly id: string; readonly name: string; readonly group: string }[];
  readonly nodes: readonly NodeOutline[];
}

export interface DiagramOutline {
  /** Something of it is drawn. */
  readonly isDrawn: boolean;
  readonly processes: readonly ProcessOutline[];
}

/** @throws Error when the file is not BPMN */
export async function outlineOf(xml: string): Promise<DiagramOutline> {
  const { root } = await readXml(xml);
  const planes = children(root, 'diagrams').map((diagram) => child(diagram, 'plane'));
  return {
    isDrawn: planes.some((plane) => children(plane, 'planeElement').length > 0),
    processes: processes(root).map(processOutline),
  };
}

function processOutline(process: Element): ProcessOutline {
  return {
    bpmnProcessId: idOf(process),
    name: text(process, 'name') ?? idOf(process),
    isExecutable: isExecutable(process),
    lanes: lanesIn(process).map((lane) => ({
      id: idOf(lane),
      name: text(lane, 'name') ?? '',
      group: slugOf(text(lane, 'name') ?? ''),
    })),
    nodes: nodesIn(process).map(nodeOutline),
  };
}

function lanesIn(process: Element): readonly Element[] {
  const inSet = (set: Element): readonly Element[] =>
    children(set, 'lanes').flatMap((lane) => {
      const inner = child(lane, 'childLaneSet');
      return inner === undefined ? [lane] : inSet(inner);
    });
  return children(process, 'laneSets').flatMap(inSet);
}

function nodesIn(scope: Element): readonly Element[] {
  return flowElements(scope)
    .filter((element) => isA(element, 'bpmn:FlowNode'))
    .flatMap((node) => (isA(node, 'bpmn:SubProcess') ? [node, ...nodesIn(node)] : [node]));
}

const feel = (source: string | undefined): string | null => {
  const { kind, source: body } = expressionOf((source ?? '').trim());
  return kind === 'feel' ? body : null;
};

function mappings(node: Element, name: 'inputParameters' | 'outputParameters'): readonly MappingOutline[] {
  return children(extension(node, 'zeebe:IoMapping'), name).map((one) => ({
    source: text(one, 'source') ?? '',
    target: text(one, 'target') ?? '',
  }));
}

function flowsOf(node: Element): readonly FlowOutline[] {
  const standard = child(node, 'default');
  return children(node, 'outgoing').map((flow) => ({
    id: idOf(flow),
    name: text(flow, 'name') ?? '',
    condition: feel(text(child(flow, 'conditionExpression'), 'body')),
    isDefault: flow === standard,
  }));
}

/** Texts of the node and its extensions that are FEEL; of a subprocess, not those of what is inside. */
function expressionsOf(node: Element): readonly string[] {
  const own = [...walk(node)].filter((element) => !isA(element, 'bpmn:FlowNode') || element === node);
  const inside = isA(node, 'bpmn:SubProcess') ? own.filter((element) => isOwn(element, node)) : own;
  const texts = inside.flatMap((element) =>
    Object.entries(element).filter(([name, value]) => typeof value === 'string' && !name.startsWith('$')),
  );
  return texts.map(([, value]) => feel(value as string)).filter((source) => source !== null);
}

function isOwn(element: Element, node: Element): boolean {
  let current: Element | undefined = element;
  while (current !== undefined && current !== node) {
    if (isA(current, 'bpmn:FlowElement')) return false;
    current = current.$parent;
  }
  return true;
}

function nodeOutline(node: Element): NodeOutline {
  const headers = children(extension(node, 'zeebe:TaskHeaders'), 'values');
  const assignment = extension(node, 'zeebe:AssignmentDefinition');
  const decision = extension(node, 'zeebe:CalledDecision');
  const loop = extension(child(node, 'loopCharacteristics'), 'zeebe:LoopCharacteristics');
  const results = [
    text(decision, 'resultVariable'),
    text(extension(node, 'zeebe:Script'), 'resultVariable'),
    text(loop, 'outputCollection'),
    text(loop, 'inputElement'),
  ];
  return {
    id: idOf(node),
    name: (text(node, 'name') ?? '').replace(/\s+/g, ' ').trim(),
    type: tagOf(node),
    formId: text(extension(node, 'zeebe:FormDefinition'), 'formId') ?? null,
    decisionId: text(decision, 'decisionId') ?? null,
    calledProcessId: text(extension(node, 'zeebe:CalledElement'), 'processId') ?? null,
    jobType: text(extension(node, 'zeebe:TaskDefinition'), 'type') ?? null,
    headers: Object.fromEntries(headers.map((one) => [text(one, 'key') ?? '', text(one, 'value') ?? ''])),
    assignee: text(assignment, 'assignee') ?? null,
    candidateGroups: text(assignment, 'candidateGroups') ?? null,
    candidateUsers: text(assignment, 'candidateUsers') ?? null,
    inputs: mappings(node, 'inputParameters'),
    outputs: mappings(node, 'outputParameters'),
    expressions: [
      ...expressionsOf(node),
      ...flowsOf(node)
        .map(({ condition }) => condition)
        .filter((condition) => condition !== null),
    ],
    results: results.filter((name) => name !== undefined),
    outgoing: flowsOf(node),
  };
}

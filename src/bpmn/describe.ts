/** What pages want to know of a procedure beside its execution. */
import {
  child,
  children,
  eventDefinitions,
  extension,
  flowElements,
  idOf,
  isA,
  processes,
  readXml,
  tagOf,
  text,
  type Element,
} from './element';
import { actorsOf, type Actors } from './actors';
import { SUSPENSION } from './suspend';
import { referencesOf, type References } from './references';

export interface ProcessDescription extends Actors {
  readonly bpmnProcessId: string;
  readonly name: string;
  /** `zeebe:property` `logigramme:lettre`; empty when there is none. */
  readonly letter: string;
  /** The document that it comes from (`logigramme:document`); empty when that is the guide, or when it is a circuit. */
  readonly source: string;
  readonly documentation: string;
  readonly lanes: readonly { readonly id: string; readonly name: string; readonly documentation: string }[];
  /** Of the none start event. */
  readonly startFormId: string | null;
  readonly startFormKey: string | null;
  readonly hasNoneStart: boolean;
  /** Names of the messages that start it, as written. */
  readonly startMessages: readonly string[];
  /** Groups whose members may start it (`logigramme:demarrage`, separated by commas); empty: anyone. */
  readonly startGroups: readonly string[];
  /** Why its starts are suspended (`logigramme:suspension`); empty: they are not. */
  readonly suspension: string;
  /** Made to be called by other procedures only. */
  readonly isCircuit: boolean;
  /** What it refers to in other files. */
  readonly references: References;
  /** Flow nodes of every depth, in document order. */
  readonly elements: readonly ElementDescription[];
}

export interface ElementDescription {
  readonly id: string;
  readonly name: string;
  /** BPMN tag, e.g. `userTask`. */
  readonly type: string;
  readonly documentation: string;
  /** Name of the innermost lane; empty when it is in none. */
  readonly lane: string;
  /** Answers of a gateway: the names of its flows and what each leads to. */
  readonly outcomes: readonly { readonly answer: string; readonly to: string }[];
  /** Of its `zeebe:taskDefinition`, as written: it may be an expression. Empty when it has none. */
  readonly jobType: string;
  /** Kind of document that whoever completes it signs (`logigramme:signe`), with the names of two variables; or null. */
  readonly signs: { readonly kind: string; readonly given: string; readonly reason: string } | null;
}

const LETTER = 'logigramme:lettre';
const DOCUMENT = 'logigramme:document';
/** `circuit`: for other procedures to call, not for people to start. */
const USE = 'logigramme:usage';
const STARTERS = 'logigramme:demarrage';

/** @throws Error when the file is not BPMN */
export async function describeProcesses(xml: string): Promise<readonly ProcessDescription[]> {
  const { root } = await readXml(xml);
  return processes(root).map(describe);
}

/** @throws Error when the file is not BPMN or has no such process */
export async function describeProcess(xml: string, bpmnProcessId: string): Promise<ProcessDescription> {
  const found = (await describeProcesses(xml)).find((one) => one.bpmnProcessId === bpmnProcessId);
  if (found === undefined)
    throw new Error(`Expected a process with id '${bpmnProcessId}', but the file has none`);
  return found;
}

function describe(process: Element): ProcessDescription {
  const start = flowElements(process).find(
    (element) => isA(element, 'bpmn:StartEvent') && eventDefinitions(element).length === 0,
  );
  const form = extension(start, 'zeebe:FormDefinition');
  const lanes = lanesOf(process);
  return {
    bpmnProcessId: idOf(process),
    name: text(process, 'name') ?? idOf(process),
    letter: propertyOf(process, LETTER),
    source: propertyOf(process, DOCUMENT),
    documentation: documentationOf(process),
    lanes: lanes.map((lane) => ({
      id: idOf(lane),
      name: text(lane, 'name') ?? '',
      documentation: documentationOf(lane),
    })),
    startFormId: text(form, 'formId') ?? null,
    startFormKey: text(form, 'formKey') ?? null,
    hasNoneStart: start !== undefined,
    startMessages: flowElements(process)
      .filter((element) => isA(element, 'bpmn:StartEvent'))
      .flatMap(eventDefinitions)
      .flatMap((definition) => text(child(definition, 'messageRef'), 'name') ?? []),
    startGroups: propertyOf(process, STARTERS)
      .split(',')
      .map((group) => group.trim())
      .filter((group) => group !== ''),
    suspension: propertyOf(process, SUSPENSION),
    isCircuit: propertyOf(process, USE) === 'circuit',
    ...actorsOf(process, lanes),
    references: referencesOf(process),
    elements: flowNodes(process).map((node) => ({
      id: idOf(node),
      name: text(node, 'name') ?? '',
      type: tagOf(node),
      documentation: documentationOf(node),
      lane: laneOf(node, lanes),
      outcomes: outcomesOf(node),
      jobType: text(extension(node, 'zeebe:TaskDefinition'), 'type') ?? '',
      signs: signsOf(node),
    })),
  };
}

function signsOf(node: Element): ElementDescription['signs'] {
  const kind = propertyOf(node, 'logigramme:signe');
  if (kind === '' || !isA(node, 'bpmn:UserTask')) return null;
  return {
    kind,
    given: propertyOf(node, 'logigramme:signe-si'),
    reason: propertyOf(node, 'logigramme:signe-motif'),
  };
}

function outcomesOf(node: Element): ElementDescription['outcomes'] {
  if (!isA(node, 'bpmn:Gateway')) return [];
  return children(node, 'outgoing').flatMap((flow) => {
    const answer = text(flow, 'name') ?? '';
    const target = child(flow, 'targetRef');
    return answer === '' ? [] : [{ answer, to: text(target, 'name') ?? idOf(target) }];
  });
}

/** Outer lanes before those inside them. */
function lanesOf(process: Element): readonly Element[] {
  const lanesIn = (set: Element): Element[] =>
    children(set, 'lanes').flatMap((lane) => {
      const inner = child(lane, 'childLaneSet');
      return [lane, ...(inner === undefined ? [] : lanesIn(inner))];
    });
  return children(process, 'laneSets').flatMap(lanesIn);
}

/** An element of a subprocess is in the lane of the subprocess. */
function laneOf(node: Element, lanes: readonly Element[]): string {
  let current: Element | undefined = node;
  while (current !== undefined && !isA(current, 'bpmn:Process')) {
    const lane = lanes.findLast((candidate) =>
      children(candidate, 'flowNodeRef').includes(current as Element),
    );
    if (lane !== undefined) return text(lane, 'name') ?? '';
    current = current.$parent;
  }
  return '';
}

function flowNodes(scope: Element): readonly Element[] {
  return flowElements(scope)
    .filter((element) => isA(element, 'bpmn:FlowNode'))
    .flatMap((node) => (isA(node, 'bpmn:SubProcess') ? [node, ...flowNodes(node)] : [node]));
}

function documentationOf(element: Element): string {
  return children(element, 'documentation')
    .map((documentation) => text(documentation, 'text') ?? '')
    .join('\n')
    .trim();
}

function propertyOf(process: Element, name: string): string {
  const properties = children(extension(process, 'zeebe:Properties'), 'properties');
  const property = properties.find((candidate) => text(candidate, 'name') === name);
  return text(property, 'value') ?? '';
}

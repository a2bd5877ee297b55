/** Jobs, user tasks, scripts and mappings of an element. */
import { USER_TASK_JOB_TYPE } from '../protocol/records';
import { children, expressionOf, extension, isA, text, type Element } from './element';
import type {
  Binding,
  CalledDecision,
  CalledElement,
  ExecutionListener,
  Expression,
  JobDefinition,
  Mapping,
  NativeUserTask,
  ScriptDefinition,
  UserTaskDefinition,
} from './model';

export function mappingsOf(node: Element, name: 'inputParameters' | 'outputParameters'): readonly Mapping[] {
  return children(extension(node, 'zeebe:IoMapping'), name).map((mapping) => ({
    source: expressionOf(text(mapping, 'source') ?? ''),
    target: text(mapping, 'target') ?? '',
  }));
}

export function jobOf(node: Element): JobDefinition | undefined {
  if (isA(node, 'bpmn:UserTask')) {
    return { type: literal(USER_TASK_JOB_TYPE), retries: literal('1'), headers: headersOf(node) };
  }
  const definition = extension(node, 'zeebe:TaskDefinition');
  if (definition === undefined || !isJobBased(node)) return undefined;
  return {
    type: expressionOf(text(definition, 'type') ?? ''),
    retries: expressionOf(text(definition, 'retries') || '3'),
    headers: headersOf(node),
  };
}

export function listenersOf(node: Element, event: 'start' | 'end'): readonly ExecutionListener[] | undefined {
  const listeners = children(extension(node, 'zeebe:ExecutionListeners'), 'listeners')
    .filter((listener) => text(listener, 'eventType') === event)
    .map((listener) => ({
      type: expressionOf(text(listener, 'type') ?? ''),
      retries: expressionOf(text(listener, 'retries') || '3'),
    }));
  return listeners.length === 0 ? undefined : listeners;
}

/** Elsewhere, such as on a none end event, Zeebe ignores the definition. */
function isJobBased(node: Element): boolean {
  if (['ServiceTask', 'SendTask', 'ScriptTask', 'BusinessRuleTask'].some((name) => isA(node, `bpmn:${name}`)))
    return true;
  return (
    isA(node, 'bpmn:ThrowEvent') &&
    children(node, 'eventDefinitions')[0]?.$type === 'bpmn:MessageEventDefinition'
  );
}

function headersOf(node: Element): Readonly<Record<string, string>> {
  const headers = new Map<string, string>();
  for (const header of children(extension(node, 'zeebe:TaskHeaders'), 'values')) {
    const key = text(header, 'key') ?? '';
    const value = text(header, 'value') ?? '';
    if (key !== '' && value !== '') headers.set(key, value);
  }
  // Made so, a header may be called __proto__.
  return Object.fromEntries(headers);
}

export function scriptOf(node: Element): ScriptDefinition | undefined {
  const script = extension(node, 'zeebe:Script');
  if (script === undefined || !isA(node, 'bpmn:ScriptTask')) return undefined;
  return {
    expression: expressionOf(text(script, 'expression') ?? ''),
    resultVariable: text(script, 'resultVariable') ?? '',
  };
}

export function calledDecisionOf(node: Element): CalledDecision | undefined {
  const called = extension(node, 'zeebe:CalledDecision');
  if (called === undefined || !isA(node, 'bpmn:BusinessRuleTask')) return undefined;
  return {
    decisionId: expressionOf(text(called, 'decisionId') ?? ''),
    resultVariable: text(called, 'resultVariable') ?? '',
    ...bindingOf(called),
  };
}

/** Which version is meant. */
function bindingOf(element: Element | undefined): Binding {
  const binding = text(element, 'bindingType');
  const versionTag = text(element, 'versionTag');
  return {
    binding: binding === 'deployment' || binding === 'versionTag' ? binding : 'latest',
    ...(binding === 'versionTag' && versionTag !== undefined && { versionTag }),
  };
}

export function calledElementOf(node: Element): CalledElement | undefined {
  const called = extension(node, 'zeebe:CalledElement');
  if (called === undefined || !isA(node, 'bpmn:CallActivity')) return undefined;
  return compact<CalledElement>({
    processId: expressionOf(text(called, 'processId') ?? ''),
    ...bindingOf(called),
    propagateAllChildVariables: called['propagateAllChildVariables'] !== false,
    propagateAllParentVariables: called['propagateAllParentVariables'] !== false,
  });
}

export function userTaskOf(node: Element): UserTaskDefinition | undefined {
  if (!isA(node, 'bpmn:UserTask')) return undefined;
  const assignment = extension(node, 'zeebe:AssignmentDefinition');
  const schedule = extension(node, 'zeebe:TaskSchedule');
  const form = extension(node, 'zeebe:FormDefinition');
  const formKey = text(form, 'formKey');
  return compact({
    assignee: filled(assignment, 'assignee', (source) => literalOr(source, asString)),
    candidateGroups: filled(assignment, 'candidateGroups', (source) => literalOr(source, asList)),
    candidateUsers: filled(assignment, 'candidateUsers', (source) => literalOr(source, asList)),
    dueDate: filled(schedule, 'dueDate', expressionOf),
    followUpDate: filled(schedule, 'followUpDate', expressionOf),
    formId: text(form, 'formId'),
    formBinding: bindingOf(form),
    formKey: formKey === undefined ? undefined : literal(formKey),
    native: nativeOf(node, form),
  });
}

function nativeOf(node: Element, form: Element | undefined): NativeUserTask | undefined {
  if (extension(node, 'zeebe:UserTask') === undefined) return undefined;
  const priority = text(extension(node, 'zeebe:PriorityDefinition'), 'priority') || '50';
  return compact<NativeUserTask>({
    externalReference: filled(form, 'externalReference', expressionOf),
    priority: expressionOf(priority),
  });
}

function filled(
  holder: Element | undefined,
  name: string,
  convert: (source: string) => Expression,
): Expression | undefined {
  const source = text(holder, name);
  return source === undefined || source.trim() === '' ? undefined : convert(source);
}

/** A constant is always text, even when it reads as a number; a constant list is comma-separated. */
function literalOr(source: string, convert: (constant: string) => string): Expression {
  const expression = expressionOf(source);
  return expression.kind === 'feel' ? expression : { kind: 'feel', source: convert(source) };
}

function asString(constant: string): string {
  return `"${constant}"`;
}

function asList(constant: string): string {
  return `[${constant
    .split(',')
    .map((value) => asString(value.trim()))
    .join(',')}]`;
}

function literal(source: string): Expression {
  return { kind: 'literal', source };
}

function compact<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as T;
}

/**
 * Finds the event that catches an error or an escalation: in the element, else in the scopes around it, else in the
 * caller.
 */
import type { ExecutableElement } from '../../bpmn/model';
import { Failure } from '../failure';
import type { StateView } from '../state/engine-state';
import type { ElementInstance } from '../state/element-instance-state';

export interface CaughtBy {
  readonly event: ExecutableElement;
  /** The activity it is attached to. */
  readonly scope: ElementInstance;
}

export function findErrorCatchEvent(
  state: StateView,
  errorCode: string,
  start: ElementInstance | undefined,
  errorMessage = '',
): CaughtBy | Failure {
  const available: string[] = [];
  for (
    let inner = start;
    inner?.state === 'ELEMENT_ACTIVATED';
    inner = state.elements.get(inner.value.parentElementInstanceKey)
  ) {
    for (
      let scope: ElementInstance | undefined = inner;
      scope?.state === 'ELEMENT_ACTIVATED' && scope.interruptingElementId === '';
      scope = state.elements.get(scope.parentKey)
    ) {
      for (const { event, code } of errorEvents(state, scope)) {
        available.push(code);
        if (code === '' || code === errorCode) return { event, scope };
      }
    }
  }
  return new Failure(describe(errorCode, errorMessage, available), 'UNHANDLED_ERROR_EVENT');
}

export function findEscalationCatchEvent(
  state: StateView,
  escalationCode: string,
  start: ElementInstance | undefined,
): CaughtBy | undefined {
  let process: ElementInstance | undefined = start;
  while (process !== undefined) {
    let passes = true;
    for (
      let scope: ElementInstance | undefined = process;
      scope !== undefined && passes;
      scope = state.elements.get(scope.parentKey)
    ) {
      const found = escalationEvents(state, scope).find(({ code }) => code === '' || code === escalationCode);
      if (found !== undefined) return { event: found.event, scope };
      passes = scope.state === 'ELEMENT_ACTIVATED' && scope.interruptingElementId === '';
    }
    const caller: ElementInstance | undefined = state.elements.get(process.value.parentElementInstanceKey);
    process = caller?.state === 'ELEMENT_ACTIVATED' ? caller : undefined;
  }
  return undefined;
}

interface CodedEvent {
  readonly event: ExecutableElement;
  readonly code: string;
}

/** An error event without a code catches all; codes by expression catch nothing. */
function errorEvents(state: StateView, scope: ElementInstance): CodedEvent[] {
  return codedEvents(state, scope, ({ event }) => {
    if (event?.type !== 'ERROR' || event.error.code?.kind === 'feel') return undefined;
    return event.error.code?.source ?? '';
  });
}

/** An escalation event without an escalation catches all; one whose escalation has no code catches nothing. */
function escalationEvents(state: StateView, scope: ElementInstance): CodedEvent[] {
  return codedEvents(state, scope, ({ event }) =>
    event?.type === 'ESCALATION' && event.escalation.code?.kind === 'literal'
      ? event.escalation.code.source
      : undefined,
  );
}

/** Greatest code first, so that one that catches all comes last. */
function codedEvents(
  state: StateView,
  scope: ElementInstance,
  codeOf: (event: ExecutableElement) => string | undefined,
): CodedEvent[] {
  const { events } = state.processes.model(scope.value.processDefinitionKey).nodeOf(scope.value);
  return events
    .flatMap((event) => {
      const code = codeOf(event);
      return code === undefined ? [] : [{ event, code }];
    })
    .sort((left, right) => (left.code < right.code ? 1 : left.code > right.code ? -1 : 0));
}

function describe(errorCode: string, errorMessage: string, available: readonly string[]): string {
  const withMessage = errorMessage === '' ? '' : ` with message '${errorMessage}'`;
  const events =
    available.length === 0
      ? 'No error events are available in the scope.'
      : `Available error events are [${available.join(', ')}]`;
  return `Expected to throw an error event with the code '${errorCode}'${withMessage}, but it was not caught. ${events}`;
}

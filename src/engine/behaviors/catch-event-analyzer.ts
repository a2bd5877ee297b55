/** Finds the error event that catches an error: in the element, else in the scopes around it, else in the caller. */
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

/** Greatest code first, so that one that catches all comes last. Codes by expression catch nothing. */
function errorEvents(
  state: StateView,
  scope: ElementInstance,
): { readonly event: ExecutableElement; readonly code: string }[] {
  const { events } = state.processes.model(scope.value.processDefinitionKey).nodeOf(scope.value);
  return events
    .flatMap((event) => {
      if (event.event?.type !== 'ERROR') return [];
      const { code } = event.event.error;
      return code?.kind === 'feel' ? [] : [{ event, code: code?.source ?? '' }];
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

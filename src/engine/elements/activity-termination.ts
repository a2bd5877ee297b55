/** The end of an activity that was terminated: by an interrupting boundary event, or with its scope. */
import type { Behaviors } from '../behaviors/behaviors';
import type { ElementContext } from '../behaviors/element-context';

export function terminateActivity(behaviors: Behaviors, context: ElementContext): void {
  const { state, transitions, eventTriggers, scopes } = behaviors;
  const flowScope = scopes.flowScope(context);
  const trigger = state.eventTriggers.peek(context.key);
  const activatesEvent =
    trigger !== undefined &&
    trigger.elementId !== context.value.elementId &&
    flowScope?.state === 'ELEMENT_ACTIVATED' &&
    flowScope.interruptingElementId === '';
  transitions.toTerminated(context);
  if (activatesEvent) eventTriggers.activate(trigger, context.key, context.value.flowScopeKey, context.value);
  else transitions.onChildTerminated(context);
}

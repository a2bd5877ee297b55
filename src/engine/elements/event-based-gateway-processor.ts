import type { Behaviors } from '../behaviors/behaviors';
import type { ElementContext } from '../behaviors/element-context';
import type { Failure } from '../failure';
import type { ModelNode } from '../model/process-model';
import type { ElementProcessor } from './element-processor';

/** Waits for the first of the events behind it; the sequence flow to that event is not taken. */
export class EventBasedGatewayProcessor implements ElementProcessor {
  constructor(private readonly behaviors: Behaviors) {}

  finalizeActivation(node: ModelNode, context: ElementContext): Failure | undefined {
    const failure = this.behaviors.catchEvents.subscribe(node, context);
    if (failure === undefined) this.behaviors.transitions.toActivated(context);
    return failure;
  }

  onComplete(_node: ModelNode, context: ElementContext): Failure | undefined {
    this.behaviors.catchEvents.unsubscribe(context.key);
    return undefined;
  }

  finalizeCompletion({ element }: ModelNode, context: ElementContext): Failure | undefined {
    const { state, transitions, eventTriggers } = this.behaviors;
    const trigger = state.eventTriggers.peek(context.key);
    if (trigger === undefined)
      throw new Error(`Expected gateway '${element.id}' to complete by an event, but there is none`);
    const failure = transitions.toCompleted(element, context);
    if (failure === undefined)
      eventTriggers.activate(trigger, context.key, context.value.flowScopeKey, context.value);
    return failure;
  }

  onTerminate(_node: ModelNode, context: ElementContext): void {
    this.behaviors.catchEvents.unsubscribe(context.key);
    this.behaviors.incidents.resolveOfElement(context.key);
    this.behaviors.transitions.toTerminated(context);
    this.behaviors.transitions.onChildTerminated(context);
  }
}

import type { Behaviors } from '../behaviors/behaviors';
import type { ElementContext } from '../behaviors/element-context';
import type { Failure } from '../failure';
import type { ModelNode } from '../model/process-model';
import type { ElementProcessor } from './element-processor';

/** Waits for its message, timer or signal; a link goes on at once. */
export class IntermediateCatchEventProcessor implements ElementProcessor {
  constructor(private readonly behaviors: Behaviors) {}

  onActivate({ element }: ModelNode, context: ElementContext): Failure | undefined {
    return element.eventType === 'LINK' ? undefined : this.behaviors.mappings.applyInput(element, context);
  }

  finalizeActivation(node: ModelNode, context: ElementContext): Failure | undefined {
    const { catchEvents, transitions } = this.behaviors;
    const failure = catchEvents.subscribe(node, context);
    if (failure !== undefined) return failure;
    transitions.toActivated(context);
    if (node.element.eventType === 'LINK') transitions.complete(context);
    return undefined;
  }

  onComplete({ element }: ModelNode, context: ElementContext): Failure | undefined {
    const failure = this.behaviors.mappings.applyOutput(element, context);
    if (failure === undefined) this.behaviors.catchEvents.unsubscribe(context.key);
    return failure;
  }

  finalizeCompletion(node: ModelNode, context: ElementContext): Failure | undefined {
    const failure = this.behaviors.transitions.toCompleted(node.element, context);
    if (failure === undefined) this.behaviors.transitions.takeOutgoingFlows(node, context);
    return failure;
  }

  onTerminate(_node: ModelNode, context: ElementContext): void {
    this.behaviors.catchEvents.unsubscribe(context.key);
    this.behaviors.incidents.resolveOfElement(context.key);
    this.behaviors.transitions.toTerminated(context);
    this.behaviors.transitions.onChildTerminated(context);
  }
}

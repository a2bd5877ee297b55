import type { Behaviors } from '../behaviors/behaviors';
import type { ElementContext } from '../behaviors/element-context';
import type { Failure } from '../failure';
import type { ModelNode } from '../model/process-model';
import type { ElementProcessor } from './element-processor';

/** Activated by its trigger, never by a command. */
export class BoundaryEventProcessor implements ElementProcessor {
  constructor(private readonly behaviors: Behaviors) {}

  finalizeActivation({ element }: ModelNode): Failure | undefined {
    throw new Error(
      `Expected boundary event '${element.id}' to be activated by a trigger, but got a command`,
    );
  }

  onComplete({ element }: ModelNode, context: ElementContext): Failure | undefined {
    return this.behaviors.mappings.applyOutput(element, context);
  }

  finalizeCompletion(node: ModelNode, context: ElementContext): Failure | undefined {
    const failure = this.behaviors.transitions.toCompleted(node.element, context);
    if (failure === undefined) this.behaviors.transitions.takeOutgoingFlows(node, context);
    return failure;
  }

  onTerminate(_node: ModelNode, context: ElementContext): void {
    this.behaviors.incidents.resolveOfElement(context.key);
    this.behaviors.transitions.toTerminated(context);
    this.behaviors.transitions.onChildTerminated(context);
  }
}

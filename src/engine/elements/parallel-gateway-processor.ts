import type { Behaviors } from '../behaviors/behaviors';
import type { ElementContext } from '../behaviors/element-context';
import type { Failure } from '../failure';
import type { ModelNode } from '../model/process-model';
import type { ElementProcessor } from './element-processor';

/** Its activation is refused until every incoming flow was taken. Never waits. */
export class ParallelGatewayProcessor implements ElementProcessor {
  constructor(private readonly behaviors: Behaviors) {}

  finalizeActivation(node: ModelNode, context: ElementContext): Failure | undefined {
    const { transitions } = this.behaviors;
    transitions.toActivated(context);
    transitions.toCompleting(context);
    const failure = transitions.toCompleted(node.element, context);
    if (failure === undefined) transitions.takeOutgoingFlows(node, context);
    return failure;
  }

  finalizeCompletion({ element }: ModelNode): Failure | undefined {
    throw new Error(`Expected gateway '${element.id}' to complete at once, but got a command`);
  }

  onTerminate(_node: ModelNode, context: ElementContext): void {
    this.behaviors.incidents.resolveOfElement(context.key);
    this.behaviors.transitions.toTerminated(context);
    this.behaviors.transitions.onChildTerminated(context);
  }
}

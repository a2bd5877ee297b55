import type { Behaviors } from '../behaviors/behaviors';
import type { ElementContext } from '../behaviors/element-context';
import type { Failure } from '../failure';
import type { ModelNode } from '../model/process-model';
import { completeActivity } from './activity-completion';
import { terminateActivity } from './activity-termination';
import type { ElementProcessor } from './element-processor';

export class ReceiveTaskProcessor implements ElementProcessor {
  constructor(private readonly behaviors: Behaviors) {}

  onActivate({ element }: ModelNode, context: ElementContext): Failure | undefined {
    return this.behaviors.mappings.applyInput(element, context);
  }

  finalizeActivation(node: ModelNode, context: ElementContext): Failure | undefined {
    const failure = this.behaviors.catchEvents.subscribe(node, context);
    if (failure === undefined) this.behaviors.transitions.toActivated(context);
    return failure;
  }

  onComplete({ element }: ModelNode, context: ElementContext): Failure | undefined {
    const failure = this.behaviors.mappings.applyOutput(element, context);
    if (failure === undefined) this.behaviors.catchEvents.unsubscribe(context.key);
    return failure;
  }

  finalizeCompletion(node: ModelNode, context: ElementContext): Failure | undefined {
    return completeActivity(this.behaviors, node, context);
  }

  onTerminate(_node: ModelNode, context: ElementContext): void {
    this.behaviors.catchEvents.unsubscribe(context.key);
    this.behaviors.incidents.resolveOfElement(context.key);
    terminateActivity(this.behaviors, context);
  }
}

import type { Behaviors } from '../behaviors/behaviors';
import type { ElementContext } from '../behaviors/element-context';
import type { Failure } from '../failure';
import type { ModelNode } from '../model/process-model';
import { completeActivity } from './activity-completion';
import type { ElementProcessor } from './element-processor';

/** Undefined and manual tasks: passed through, without mappings. */
export class UndefinedTaskProcessor implements ElementProcessor {
  constructor(private readonly behaviors: Behaviors) {}

  finalizeActivation(_node: ModelNode, context: ElementContext): Failure | undefined {
    this.behaviors.transitions.toActivated(context);
    this.behaviors.transitions.complete(context);
    return undefined;
  }

  finalizeCompletion(node: ModelNode, context: ElementContext): Failure | undefined {
    return completeActivity(this.behaviors, node, context);
  }

  onTerminate(_node: ModelNode, context: ElementContext): void {
    this.behaviors.transitions.toTerminated(context);
    this.behaviors.incidents.resolveOfElement(context.key);
    this.behaviors.transitions.onChildTerminated(context);
  }
}

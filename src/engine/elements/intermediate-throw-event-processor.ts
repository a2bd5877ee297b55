import type { Behaviors } from '../behaviors/behaviors';
import type { ElementContext } from '../behaviors/element-context';
import type { Failure } from '../failure';
import type { ModelNode } from '../model/process-model';
import type { ElementProcessor } from './element-processor';
import { throwEvent } from './throwing';

/** None, signal, escalation, link and compensation throw events, and message throw events with a job. */
export class IntermediateThrowEventProcessor implements ElementProcessor {
  constructor(private readonly behaviors: Behaviors) {}

  onActivate({ element }: ModelNode, context: ElementContext): Failure | undefined {
    return element.eventType === 'SIGNAL' ? this.behaviors.mappings.applyInput(element, context) : undefined;
  }

  finalizeActivation({ element }: ModelNode, context: ElementContext): Failure | undefined {
    const failure =
      element.job === undefined ? undefined : this.behaviors.mappings.applyInput(element, context);
    return failure ?? throwEvent(this.behaviors, element, context);
  }

  /** A compensation event has no output mappings. */
  onComplete({ element }: ModelNode, context: ElementContext): Failure | undefined {
    return element.eventType === 'COMPENSATION'
      ? undefined
      : this.behaviors.mappings.applyOutput(element, context);
  }

  finalizeCompletion(node: ModelNode, context: ElementContext): Failure | undefined {
    const { transitions } = this.behaviors;
    const { event } = node.element;
    const failure = transitions.toCompleted(node.element, context);
    if (failure !== undefined) return failure;
    if (event?.type !== 'LINK') transitions.takeOutgoingFlows(node, context);
    else if (event.catchId !== undefined) transitions.activateSibling(context, event.catchId);
    return undefined;
  }

  onTerminate({ element }: ModelNode, context: ElementContext): void {
    if (element.job !== undefined) this.behaviors.jobs.cancel(context);
    this.behaviors.transitions.toTerminated(context);
    this.behaviors.incidents.resolveOfElement(context.key);
    this.behaviors.transitions.onChildTerminated(context);
  }
}

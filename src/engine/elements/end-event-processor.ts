import type { Behaviors } from '../behaviors/behaviors';
import { contextOf, type ElementContext } from '../behaviors/element-context';
import type { Failure } from '../failure';
import type { ModelNode } from '../model/process-model';
import type { ElementProcessor } from './element-processor';
import { throwEvent } from './throwing';

/** None, terminate, error, signal, escalation and compensation end events, and message end events with a job. */
export class EndEventProcessor implements ElementProcessor {
  constructor(private readonly behaviors: Behaviors) {}

  onActivate({ element }: ModelNode, context: ElementContext): Failure | undefined {
    return element.job !== undefined || element.event?.type === 'SIGNAL'
      ? this.behaviors.mappings.applyInput(element, context)
      : undefined;
  }

  finalizeActivation({ element }: ModelNode, context: ElementContext): Failure | undefined {
    return throwEvent(this.behaviors, element, context);
  }

  /** Terminate and compensation end events have no output mappings. */
  onComplete({ element }: ModelNode, context: ElementContext): Failure | undefined {
    return element.eventType === 'TERMINATE' || element.eventType === 'COMPENSATION'
      ? undefined
      : this.behaviors.mappings.applyOutput(element, context);
  }

  finalizeCompletion(node: ModelNode, context: ElementContext): Failure | undefined {
    const { transitions, scopes } = this.behaviors;
    const failure = transitions.toCompleted(node.element, context);
    if (failure !== undefined) return failure;
    if (node.element.eventType !== 'TERMINATE') {
      transitions.takeOutgoingFlows(node, context);
      return undefined;
    }
    const scope = scopes.flowScope(context);
    if (scope !== undefined) transitions.terminateChildren(contextOf(scope));
    return undefined;
  }

  onTerminate({ element }: ModelNode, context: ElementContext): void {
    if (element.job !== undefined) this.behaviors.jobs.cancel(context);
    this.behaviors.incidents.resolveOfElement(context.key);
    this.behaviors.transitions.toTerminated(context);
    this.behaviors.transitions.onChildTerminated(context);
  }
}

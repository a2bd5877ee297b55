import type { Behaviors } from '../behaviors/behaviors';
import type { ElementContext } from '../behaviors/element-context';
import { Failure } from '../failure';
import type { ModelNode } from '../model/process-model';
import type { ElementProcessor } from './element-processor';

/** None and signal throw events, and message throw events with a job. */
export class IntermediateThrowEventProcessor implements ElementProcessor {
  constructor(private readonly behaviors: Behaviors) {}

  finalizeActivation({ element }: ModelNode, context: ElementContext): Failure | undefined {
    const { transitions, mappings, jobs, signals } = this.behaviors;
    if (element.event?.type === 'SIGNAL') {
      const failed =
        mappings.applyInput(element, context) ?? signals.broadcast(element.event.signal, context);
      if (failed !== undefined) return failed;
    }
    if (element.job === undefined) {
      transitions.toActivated(context);
      transitions.complete(context);
      return undefined;
    }
    const failure = mappings.applyInput(element, context);
    if (failure !== undefined) return failure;
    const properties = jobs.evaluate(element, context);
    if (properties instanceof Failure) return properties;
    jobs.create(context, properties);
    transitions.toActivated(context);
    return undefined;
  }

  onComplete({ element }: ModelNode, context: ElementContext): Failure | undefined {
    return this.behaviors.mappings.applyOutput(element, context);
  }

  finalizeCompletion(node: ModelNode, context: ElementContext): Failure | undefined {
    const failure = this.behaviors.transitions.toCompleted(node.element, context);
    if (failure === undefined) this.behaviors.transitions.takeOutgoingFlows(node, context);
    return failure;
  }

  onTerminate({ element }: ModelNode, context: ElementContext): void {
    if (element.job !== undefined) this.behaviors.jobs.cancel(context);
    this.behaviors.transitions.toTerminated(context);
    this.behaviors.incidents.resolveOfElement(context.key);
    this.behaviors.transitions.onChildTerminated(context);
  }
}

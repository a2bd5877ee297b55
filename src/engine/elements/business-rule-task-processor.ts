import type { Behaviors } from '../behaviors/behaviors';
import type { ElementContext } from '../behaviors/element-context';
import { Failure } from '../failure';
import type { ModelNode } from '../model/process-model';
import type { ElementProcessor } from './element-processor';
import { JobWorkerTaskProcessor } from './job-worker-task-processor';

/** A decision, or a job. */
export class BusinessRuleTaskProcessor implements ElementProcessor {
  private readonly byJob: JobWorkerTaskProcessor;

  constructor(private readonly behaviors: Behaviors) {
    this.byJob = new JobWorkerTaskProcessor(behaviors);
  }

  onActivate({ element }: ModelNode, context: ElementContext): Failure | undefined {
    return this.behaviors.mappings.applyInput(element, context);
  }

  finalizeActivation(node: ModelNode, context: ElementContext): Failure | undefined {
    const { calledDecision, id } = node.element;
    if (calledDecision === undefined) return this.byJob.finalizeActivation(node, context);
    const { decisions, eventTriggers, transitions } = this.behaviors;
    const result = decisions.call(calledDecision, context);
    if (result instanceof Failure) return result;
    eventTriggers.triggering(
      context.key,
      id,
      { [calledDecision.resultVariable]: result.output },
      context.value,
    );
    transitions.toActivated(context);
    transitions.complete(context);
    return undefined;
  }

  onComplete(node: ModelNode, context: ElementContext): Failure | undefined {
    return node.element.calledDecision === undefined
      ? this.byJob.onComplete(node, context)
      : this.behaviors.mappings.applyOutput(node.element, context);
  }

  finalizeCompletion(node: ModelNode, context: ElementContext): Failure | undefined {
    return this.byJob.finalizeCompletion(node, context);
  }

  onTerminate(node: ModelNode, context: ElementContext): void {
    this.byJob.onTerminate(node, context);
  }
}

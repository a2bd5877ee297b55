import type { Behaviors } from '../behaviors/behaviors';
import type { ElementContext } from '../behaviors/element-context';
import { Failure } from '../failure';
import type { ModelNode } from '../model/process-model';
import type { ElementProcessor } from './element-processor';
import { JobWorkerTaskProcessor } from './job-worker-task-processor';

/** A FEEL script, or a job. */
export class ScriptTaskProcessor implements ElementProcessor {
  private readonly byJob: JobWorkerTaskProcessor;

  constructor(private readonly behaviors: Behaviors) {
    this.byJob = new JobWorkerTaskProcessor(behaviors);
  }

  onActivate({ element }: ModelNode, context: ElementContext): Failure | undefined {
    return this.behaviors.mappings.applyInput(element, context);
  }

  finalizeActivation(node: ModelNode, context: ElementContext): Failure | undefined {
    const { script } = node.element;
    if (script === undefined) return this.byJob.finalizeActivation(node, context);
    const { expressions, eventTriggers, transitions } = this.behaviors;
    const result = expressions.any(script.expression, context.key);
    if (result instanceof Failure) return result;
    const variables = { [script.resultVariable]: result.value };
    eventTriggers.triggering(context.key, node.element.id, variables, context.value);
    transitions.toActivated(context);
    transitions.complete(context);
    return undefined;
  }

  onComplete(node: ModelNode, context: ElementContext): Failure | undefined {
    return node.element.script === undefined
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

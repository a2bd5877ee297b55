import type { UserTaskDefinition } from '../../bpmn/model';
import type { Behaviors } from '../behaviors/behaviors';
import type { ElementContext } from '../behaviors/element-context';
import { Failure } from '../failure';
import type { ModelNode } from '../model/process-model';
import { terminateActivity } from './activity-termination';
import type { ElementProcessor } from './element-processor';
import { JobWorkerTaskProcessor } from './job-worker-task-processor';

/** A job, or a task that the engine keeps itself. */
export class UserTaskProcessor implements ElementProcessor {
  private readonly byJob: JobWorkerTaskProcessor;

  constructor(private readonly behaviors: Behaviors) {
    this.byJob = new JobWorkerTaskProcessor(behaviors);
  }

  onActivate(node: ModelNode, context: ElementContext): Failure | undefined {
    return this.byJob.onActivate(node, context);
  }

  finalizeActivation(node: ModelNode, context: ElementContext): Failure | undefined {
    const task = nativeOf(node);
    if (task === undefined) return this.byJob.finalizeActivation(node, context);
    const { nativeUserTasks, catchEvents, transitions } = this.behaviors;
    const properties = nativeUserTasks.evaluate(task, context);
    if (properties instanceof Failure) return properties;
    const failure = catchEvents.subscribe(node, context);
    if (failure !== undefined) return failure;
    nativeUserTasks.create(node.element, context, properties);
    transitions.toActivated(context);
    return undefined;
  }

  onComplete(node: ModelNode, context: ElementContext): Failure | undefined {
    return this.byJob.onComplete(node, context);
  }

  finalizeCompletion(node: ModelNode, context: ElementContext): Failure | undefined {
    return this.byJob.finalizeCompletion(node, context);
  }

  onTerminate(node: ModelNode, context: ElementContext): void {
    if (nativeOf(node) === undefined) {
      this.byJob.onTerminate(node, context);
      return;
    }
    this.behaviors.nativeUserTasks.cancel(context);
    this.behaviors.catchEvents.unsubscribe(context.key);
    this.behaviors.incidents.resolveOfElement(context.key);
    terminateActivity(this.behaviors, context);
  }
}

function nativeOf({ element }: ModelNode): UserTaskDefinition | undefined {
  return element.userTask?.native === undefined ? undefined : element.userTask;
}

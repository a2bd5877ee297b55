/** Jobs before an element does what it does, and after it has done it. */
import type { ExecutionListener } from '../../bpmn/model';
import type { ElementProcessor } from '../elements/element-processor';
import { Failure } from '../failure';
import type { ModelNode } from '../model/process-model';
import type { StateView } from '../state/engine-state';
import type { ElementContext } from './element-context';
import type { EventTriggerBehavior } from './event-trigger-behavior';
import type { JobBehavior } from './job-behavior';
import type { VariableBehavior } from './variable-behavior';

type Moment = 'START' | 'END';

export class ExecutionListenerBehavior {
  constructor(
    private readonly state: StateView,
    private readonly jobs: JobBehavior,
    private readonly variables: VariableBehavior,
    private readonly eventTriggers: EventTriggerBehavior,
  ) {}

  /** The first listener, or what follows the last. */
  begin(
    moment: Moment,
    node: ModelNode,
    context: ElementContext,
    processor: ElementProcessor,
  ): Failure | undefined {
    return this.goOn(moment, 0, node, context, processor);
  }

  /** A listener's job is completed: its variables, then the next listener or what follows the last. */
  next(
    moment: Moment,
    node: ModelNode,
    context: ElementContext,
    processor: ElementProcessor,
  ): Failure | undefined {
    this.mergeVariables(moment, context);
    const index = this.state.elements.get(context.key)?.listenerIndex ?? 0;
    return this.goOn(moment, index, node, context, processor);
  }

  private goOn(
    moment: Moment,
    index: number,
    node: ModelNode,
    context: ElementContext,
    processor: ElementProcessor,
  ): Failure | undefined {
    const { startListeners, endListeners } = node.element;
    const listener = (moment === 'START' ? startListeners : endListeners)?.[index];
    if (listener !== undefined) return this.createJob(listener, moment, context);
    return moment === 'START'
      ? processor.finalizeActivation(node, context)
      : processor.finalizeCompletion(node, context);
  }

  private createJob(
    listener: ExecutionListener,
    moment: Moment,
    context: ElementContext,
  ): Failure | undefined {
    const properties = this.jobs.evaluateDefinition({ ...listener, headers: {} }, context);
    if (properties instanceof Failure) return properties;
    this.jobs.create(context, properties, { jobKind: 'EXECUTION_LISTENER', jobListenerEventType: moment });
    return undefined;
  }

  /** Those of a start listener are the element's own, those of an end listener its scope's. */
  private mergeVariables(moment: Moment, { key, value }: ElementContext): void {
    const trigger = this.state.eventTriggers.peek(key);
    if (trigger === undefined) return;
    if (Object.keys(trigger.variables).length > 0) {
      const isLocal = moment === 'START' || value.flowScopeKey <= 0;
      this.variables.mergeLocal(isLocal ? key : value.flowScopeKey, value, trigger.variables);
    }
    this.eventTriggers.triggered(trigger.eventKey, key, trigger.elementId, value);
  }
}

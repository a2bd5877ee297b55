import type { SequenceFlow } from '../../bpmn/model';
import type { Behaviors } from '../behaviors/behaviors';
import type { ElementContext } from '../behaviors/element-context';
import { Failure } from '../failure';
import type { ModelNode } from '../model/process-model';
import type { ElementProcessor } from './element-processor';

/** Takes the first flow, in Zeebe's order, whose condition is true, else the default flow. Never waits. */
export class ExclusiveGatewayProcessor implements ElementProcessor {
  constructor(private readonly behaviors: Behaviors) {}

  finalizeActivation(node: ModelNode, context: ElementContext): Failure | undefined {
    const { transitions } = this.behaviors;
    const flow = this.chooseFlow(node, context);
    if (flow instanceof Failure) return flow;
    transitions.toActivated(context);
    transitions.toCompleting(context);
    const failure = transitions.toCompleted(node.element, context);
    if (failure === undefined && flow !== undefined) transitions.takeFlow(flow, context);
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

  private chooseFlow(node: ModelNode, context: ElementContext): SequenceFlow | undefined | Failure {
    const [only, ...others] = node.outgoing;
    if (only === undefined) return undefined;
    if (others.length === 0 && only.condition === undefined) return only;
    const { defaultFlow } = node.element;
    for (const flow of node.conditional) {
      if (flow.condition === undefined || flow.id === defaultFlow) continue;
      const isTrue = this.behaviors.expressions.boolean(flow.condition, context.key);
      if (isTrue instanceof Failure) return isTrue;
      if (isTrue) return flow;
    }
    return (
      node.outgoing.find((flow) => flow.id === defaultFlow) ??
      new Failure(
        'Expected at least one condition to evaluate to true, or to have a default flow',
        'CONDITION_ERROR',
        context.key,
      )
    );
  }
}

import type { SequenceFlow } from '../../bpmn/model';
import type { Behaviors } from '../behaviors/behaviors';
import type { ElementContext } from '../behaviors/element-context';
import { Failure } from '../failure';
import type { ModelNode } from '../model/process-model';
import type { ElementProcessor } from './element-processor';

/**
 * Takes every flow whose condition is true, else the default flow. Its activation is refused while a token may still
 * arrive. Never waits.
 */
export class InclusiveGatewayProcessor implements ElementProcessor {
  constructor(private readonly behaviors: Behaviors) {}

  finalizeActivation(node: ModelNode, context: ElementContext): Failure | undefined {
    const { transitions } = this.behaviors;
    const flows = this.chooseFlows(node, context);
    if (flows instanceof Failure) return flows;
    transitions.toActivated(context);
    transitions.toCompleting(context);
    const failure = transitions.toCompleted(node.element, context);
    if (failure === undefined) for (const flow of flows) transitions.takeFlow(flow, context);
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

  private chooseFlows(node: ModelNode, context: ElementContext): readonly SequenceFlow[] | Failure {
    const { outgoing, conditional, element } = node;
    if (outgoing.every(({ condition }) => condition === undefined) && outgoing.length < 2) return outgoing;
    const chosen: SequenceFlow[] = [];
    for (const flow of conditional) {
      if (flow.condition === undefined || flow.id === element.defaultFlow) continue;
      const isTrue = this.behaviors.expressions.boolean(flow.condition, context.key);
      if (isTrue instanceof Failure) return isTrue;
      if (isTrue) chosen.push(flow);
    }
    if (chosen.length > 0) return chosen;
    const otherwise = outgoing.find((flow) => flow.id === element.defaultFlow);
    return otherwise === undefined
      ? new Failure(
          'Expected at least one condition to evaluate to true, or to have a default flow',
          'CONDITION_ERROR',
          context.key,
        )
      : [otherwise];
  }
}

/** The end of an activity that completed: it can be compensated from now on, or was a compensation handler. */
import type { Behaviors } from '../behaviors/behaviors';
import type { ElementContext } from '../behaviors/element-context';
import type { Failure } from '../failure';
import type { ModelNode } from '../model/process-model';

export function completeActivity(
  { compensations, transitions }: Behaviors,
  node: ModelNode,
  context: ElementContext,
): Failure | undefined {
  compensations.subscribe(node.element, context);
  const failure = transitions.toCompleted(node.element, context);
  if (failure !== undefined) return failure;
  compensations.completeHandler(context);
  transitions.takeOutgoingFlows(node, context);
  return undefined;
}

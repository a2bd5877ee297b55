import type { LoopCharacteristics } from '../../bpmn/model';
import type { Behaviors } from '../behaviors/behaviors';
import type { ElementContext } from '../behaviors/element-context';
import type { Items } from '../../feel';
import { Failure } from '../failure';
import type { ModelNode } from '../model/process-model';
import { completeActivity } from './activity-completion';
import { terminateActivity } from './activity-termination';
import type { ContainerProcessor } from './element-processor';

/** Repeats the activity inside it for each item of a collection: all at once, or one after the other. */
export class MultiInstanceBodyProcessor implements ContainerProcessor {
  constructor(private readonly behaviors: Behaviors) {}

  finalizeActivation(node: ModelNode, context: ElementContext): Failure | undefined {
    const { catchEvents, loops, transitions } = this.behaviors;
    const loop = loopOf(node);
    const items = loops.items(loop, context);
    if (items instanceof Failure) return items;
    const { maxLoopItems } = this.behaviors.limits;
    if (items.size > maxLoopItems) {
      const message =
        `Expected the input collection to have no more than ${maxLoopItems} items, but it has ${items.size}. ` +
        'Change the collection and resolve the incident, or consider increasing MAX_LOOP_ITEMS.';
      return new Failure(message, 'EXTRACT_VALUE_ERROR', context.key);
    }
    const failure = catchEvents.subscribe(node, context);
    if (failure !== undefined) return failure;
    transitions.toActivated(context);
    loops.beginOutput(loop, items.size, context);
    if (items.size === 0) transitions.complete(context);
    else if (loop.sequential) this.activateNext(context);
    else transitions.activateInstances(context, items.size);
    return undefined;
  }

  finalizeCompletion(node: ModelNode, context: ElementContext): Failure | undefined {
    const { catchEvents, loops } = this.behaviors;
    catchEvents.unsubscribe(context.key);
    loops.passOutputOn(loopOf(node), context);
    return completeActivity(this.behaviors, node, context);
  }

  onTerminate(_node: ModelNode, context: ElementContext): void {
    this.behaviors.catchEvents.unsubscribe(context.key);
    if (this.behaviors.transitions.terminateChildren(context)) this.terminate(context);
  }

  onChildActivating(node: ModelNode, _scope: ElementContext, child: ElementContext): Failure | undefined {
    return this.behaviors.loops.beginInstance(loopOf(node), child);
  }

  beforePathCompleted(node: ModelNode, scope: ElementContext, child: ElementContext): Failure | boolean {
    const { loops } = this.behaviors;
    const loop = loopOf(node);
    const failure = loops.addOutput(loop, scope, child);
    if (failure !== undefined) return failure;
    const isSatisfied = loops.isSatisfied(loop, scope, child);
    if (isSatisfied instanceof Failure) return isSatisfied;
    const items = loops.items(loop, scope);
    return items instanceof Failure ? items : isSatisfied;
  }

  afterPathCompleted(
    node: ModelNode,
    scope: ElementContext,
    child: ElementContext,
    isSatisfied: boolean,
  ): void {
    const { loops, incidents, transitions } = this.behaviors;
    const loop = loopOf(node);
    if (isSatisfied) {
      if (transitions.terminateChildren(scope) || loop.sequential) transitions.complete(scope);
      return;
    }
    const items = loops.items(loop, scope);
    if (items instanceof Failure) incidents.createForElement(items, child);
    else this.goOn(loop, items, scope, child);
  }

  onChildTerminated(_node: ModelNode, scope: ElementContext, child: ElementContext): void {
    const { scopes, state, transitions } = this.behaviors;
    if (state.elements.get(scope.key)?.state === 'ELEMENT_TERMINATING') {
      if (scopes.canTerminate(child)) this.terminate(scope);
    } else if (scopes.canComplete(child)) {
      transitions.complete(scope);
    }
  }

  private goOn(loop: LoopCharacteristics, items: Items, scope: ElementContext, child: ElementContext): void {
    const { scopes, state, transitions } = this.behaviors;
    const body = state.elements.get(scope.key);
    if (body === undefined) return;
    const { loopCounter = 0, completedInstances = 0, terminatedInstances = 0 } = body;
    if (loop.sequential && loopCounter < items.size) this.activateNext(scope);
    else if (scopes.canComplete(child) && completedInstances + terminatedInstances === items.size)
      transitions.complete(scope);
  }

  private activateNext(body: ElementContext): void {
    const { state, transitions, writers } = this.behaviors;
    const { element } = state.processes.model(body.value.processDefinitionKey).inner(body.value.elementId);
    transitions.activateChild(body, element, writers.nextKey());
  }

  private terminate(context: ElementContext): void {
    this.behaviors.incidents.resolveOfElement(context.key);
    terminateActivity(this.behaviors, context);
  }
}

function loopOf({ element }: ModelNode): LoopCharacteristics {
  if (element.loop === undefined) throw new Error(`Expected element '${element.id}' to be multi-instance`);
  return element.loop;
}

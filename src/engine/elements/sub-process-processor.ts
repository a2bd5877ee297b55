import type { Behaviors } from '../behaviors/behaviors';
import { contextOf, type ElementContext } from '../behaviors/element-context';
import type { Failure } from '../failure';
import type { ModelNode } from '../model/process-model';
import { completeActivity } from './activity-completion';
import type { ContainerProcessor } from './element-processor';

/** Embedded subprocess. */
export class SubProcessProcessor implements ContainerProcessor {
  constructor(private readonly behaviors: Behaviors) {}

  onActivate({ element }: ModelNode, context: ElementContext): Failure | undefined {
    return this.behaviors.mappings.applyInput(element, context);
  }

  finalizeActivation(node: ModelNode, context: ElementContext): Failure | undefined {
    const { state, transitions } = this.behaviors;
    const { id, noneStart } = node.element;
    if (noneStart === undefined) throw new Error(`Expected subprocess '${id}' to have a none start event`);
    transitions.toActivated(context);
    const model = state.processes.model(context.value.processDefinitionKey);
    transitions.activateChild(context, model.element(noneStart));
    return undefined;
  }

  onComplete({ element }: ModelNode, context: ElementContext): Failure | undefined {
    const failure = this.behaviors.mappings.applyOutput(element, context);
    if (failure === undefined) this.behaviors.catchEvents.unsubscribe(context.key);
    return failure;
  }

  finalizeCompletion(node: ModelNode, context: ElementContext): Failure | undefined {
    return completeActivity(this.behaviors, node, context);
  }

  onTerminate(_node: ModelNode, context: ElementContext): void {
    this.behaviors.catchEvents.unsubscribe(context.key);
    this.behaviors.incidents.resolveOfElement(context.key);
    this.behaviors.compensations.deleteInScope(context.key);
    if (this.behaviors.transitions.terminateChildren(context)) this.ended(context);
  }

  afterPathCompleted(_node: ModelNode, scope: ElementContext, child: ElementContext): void {
    if (this.behaviors.scopes.canComplete(child)) this.behaviors.transitions.complete(scope);
  }

  onChildTerminated(_node: ModelNode, scope: ElementContext, child: ElementContext): void {
    const { scopes, state, eventTriggers } = this.behaviors;
    const instance = state.elements.get(scope.key);
    if (scopes.isInterrupted(instance) && !scopes.isInterruptedByTerminateEnd(instance)) {
      const trigger = state.eventTriggers.peek(scope.key);
      if (trigger !== undefined) eventTriggers.activate(trigger, scope.key, scope.key, scope.value);
    } else if (scopes.canTerminate(child)) {
      this.ended(scope);
    }
  }

  /** Its last child is gone: a boundary event goes on, or the scope around it is told, or it completes. */
  private ended(context: ElementContext): void {
    const { scopes, state, transitions, eventTriggers } = this.behaviors;
    const instance = state.elements.get(context.key);
    const flowScope = scopes.flowScope(context);
    const trigger = state.eventTriggers.peek(context.key);
    const accepts = flowScope?.state === 'ELEMENT_ACTIVATED' && flowScope.interruptingElementId === '';
    if (trigger !== undefined && trigger.elementId !== context.value.elementId && accepts) {
      transitions.toTerminated(context);
      eventTriggers.activate(trigger, context.key, context.value.flowScopeKey, context.value);
    } else if (instance?.state === 'ELEMENT_TERMINATING') {
      transitions.toTerminated(context);
      transitions.onChildTerminated(context);
    } else if (scopes.isInterruptedByTerminateEnd(instance) && instance !== undefined) {
      transitions.complete(contextOf(instance));
    }
  }
}

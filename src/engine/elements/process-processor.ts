import type { Behaviors } from '../behaviors/behaviors';
import type { ElementContext } from '../behaviors/element-context';
import type { Failure } from '../failure';
import type { ModelNode } from '../model/process-model';
import type { ContainerProcessor } from './element-processor';

/** The process itself: begins at the start event that was triggered, else at its none start event. */
export class ProcessProcessor implements ContainerProcessor {
  constructor(private readonly behaviors: Behaviors) {}

  finalizeActivation(node: ModelNode, context: ElementContext): Failure | undefined {
    const { state, transitions, eventTriggers } = this.behaviors;
    transitions.toActivated(context);
    const { processDefinitionKey, processInstanceKey } = context.value;
    const trigger = state.eventTriggers.ofProcessInstance(processDefinitionKey, processInstanceKey);
    if (trigger === undefined) this.activateNoneStart(node, context);
    else eventTriggers.activate(trigger, processDefinitionKey, context.key, context.value);
    return undefined;
  }

  onComplete(_node: ModelNode, context: ElementContext): Failure | undefined {
    this.behaviors.catchEvents.unsubscribe(context.key);
    this.behaviors.compensations.deleteOfProcessInstance(context.key);
    return undefined;
  }

  finalizeCompletion(node: ModelNode, context: ElementContext): Failure | undefined {
    this.behaviors.results.send(context);
    return this.end(context, 'completed', () =>
      this.behaviors.transitions.toCompleted(node.element, context),
    );
  }

  onTerminate(_node: ModelNode, context: ElementContext): void {
    this.behaviors.catchEvents.unsubscribe(context.key);
    this.behaviors.incidents.resolveOfElement(context.key);
    this.behaviors.compensations.deleteOfProcessInstance(context.key);
    this.behaviors.results.forget(context.key);
    if (this.behaviors.transitions.terminateChildren(context)) this.terminated(context);
  }

  afterPathCompleted(_node: ModelNode, scope: ElementContext, child: ElementContext): void {
    if (this.behaviors.scopes.canComplete(child)) this.behaviors.transitions.complete(scope);
  }

  onChildTerminated(_node: ModelNode, scope: ElementContext, child: ElementContext): void {
    const { scopes, state, transitions, eventTriggers } = this.behaviors;
    const instance = state.elements.get(scope.key);
    if (scopes.isInterrupted(instance)) {
      const trigger = state.eventTriggers.peek(scope.key);
      if (scopes.isInterruptedByTerminateEnd(instance) && scopes.canTerminate(child))
        transitions.complete(scope);
      else if (trigger !== undefined) eventTriggers.activate(trigger, scope.key, scope.key, scope.value);
    } else if (scopes.canTerminate(child) && instance?.state === 'ELEMENT_TERMINATING') {
      this.terminated(scope);
    }
  }

  private activateNoneStart({ element }: ModelNode, context: ElementContext): void {
    const { noneStart } = element;
    if (noneStart === undefined)
      throw new Error(`Expected process '${element.id}' to have a none start event`);
    const model = this.behaviors.state.processes.model(context.value.processDefinitionKey);
    this.behaviors.transitions.activateChild(context, model.element(noneStart));
  }

  private terminated(context: ElementContext): void {
    this.end(context, 'terminated', () => {
      this.behaviors.transitions.toTerminated(context);
      return undefined;
    });
  }

  /** Then its caller goes on, or the next message starts an instance. */
  private end(
    context: ElementContext,
    ending: 'completed' | 'terminated',
    end: () => Failure | undefined,
  ): Failure | undefined {
    const { startMessages, transitions } = this.behaviors;
    if (context.value.parentElementInstanceKey > 0) {
      const failure = end();
      if (failure === undefined) transitions.onCalledProcessEnded(context, ending);
      return failure;
    }
    const correlationKey = startMessages.correlationKeyOf(context.key);
    const failure = end();
    if (failure === undefined && correlationKey !== undefined) {
      startMessages.correlateNext(context.value.bpmnProcessId, correlationKey);
    }
    return failure;
  }
}

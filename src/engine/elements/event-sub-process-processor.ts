import type { Behaviors } from '../behaviors/behaviors';
import type { ElementContext } from '../behaviors/element-context';
import type { Failure } from '../failure';
import type { ModelNode } from '../model/process-model';
import type { ContainerProcessor } from './element-processor';

/** Activated when its start event occurs in the scope around it. */
export class EventSubProcessProcessor implements ContainerProcessor {
  constructor(private readonly behaviors: Behaviors) {}

  onActivate({ element }: ModelNode, context: ElementContext): Failure | undefined {
    return this.behaviors.mappings.applyInput(element, context);
  }

  finalizeActivation({ element, startEvents }: ModelNode, context: ElementContext): Failure | undefined {
    const [start] = startEvents;
    if (start === undefined)
      throw new Error(`Expected event subprocess '${element.id}' to have a start event`);
    this.behaviors.transitions.toActivated(context);
    this.behaviors.transitions.activateChild(context, start);
    return undefined;
  }

  onComplete({ element }: ModelNode, context: ElementContext): Failure | undefined {
    return this.behaviors.mappings.applyOutput(element, context);
  }

  finalizeCompletion({ element }: ModelNode, context: ElementContext): Failure | undefined {
    return this.behaviors.transitions.toCompleted(element, context);
  }

  onTerminate(_node: ModelNode, context: ElementContext): void {
    this.behaviors.incidents.resolveOfElement(context.key);
    if (this.behaviors.transitions.terminateChildren(context)) this.ended(context);
  }

  afterPathCompleted(_node: ModelNode, scope: ElementContext, child: ElementContext): void {
    if (this.behaviors.scopes.canComplete(child)) this.behaviors.transitions.complete(scope);
  }

  onChildTerminated(_node: ModelNode, scope: ElementContext, child: ElementContext): void {
    if (this.behaviors.scopes.canTerminate(child)) this.ended(scope);
  }

  /** Its last child is gone: with the scope around it, or by a terminate end event inside. */
  private ended(context: ElementContext): void {
    const { scopes, state, transitions } = this.behaviors;
    const instance = state.elements.get(context.key);
    if (instance?.state === 'ELEMENT_TERMINATING') {
      transitions.toTerminated(context);
      transitions.onChildTerminated(context);
    } else if (scopes.isInterruptedByTerminateEnd(instance)) {
      transitions.complete(context);
    }
  }
}

import type { Behaviors } from '../behaviors/behaviors';
import { contextOf, type ElementContext } from '../behaviors/element-context';
import type { Failure } from '../failure';
import type { ModelNode } from '../model/process-model';
import type { ElementProcessor } from './element-processor';

/** When it completes, its scope opens its own subscriptions: boundary events and event subprocesses. */
export class StartEventProcessor implements ElementProcessor {
  constructor(private readonly behaviors: Behaviors) {}

  finalizeActivation(_node: ModelNode, context: ElementContext): Failure | undefined {
    this.behaviors.transitions.toActivated(context);
    this.behaviors.transitions.complete(context);
    return undefined;
  }

  onComplete({ element }: ModelNode, context: ElementContext): Failure | undefined {
    return this.behaviors.mappings.applyOutput(element, context);
  }

  finalizeCompletion(node: ModelNode, context: ElementContext): Failure | undefined {
    const failure =
      this.subscribeScope(context) ?? this.behaviors.transitions.toCompleted(node.element, context);
    if (failure === undefined) this.behaviors.transitions.takeOutgoingFlows(node, context);
    return failure;
  }

  onTerminate(_node: ModelNode, context: ElementContext): void {
    this.behaviors.transitions.toTerminated(context);
    this.behaviors.incidents.resolveOfElement(context.key);
    this.behaviors.transitions.onChildTerminated(context);
  }

  private subscribeScope(context: ElementContext): Failure | undefined {
    const { state, catchEvents, scopes } = this.behaviors;
    const scope = scopes.flowScope(context);
    if (scope === undefined) return undefined;
    const node = state.processes.model(scope.value.processDefinitionKey).nodeOf(scope.value);
    return catchEvents.subscribe(node, contextOf(scope));
  }
}

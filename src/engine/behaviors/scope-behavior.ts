/** Questions about the scope of an element instance. */
import type { StateView } from '../state/engine-state';
import type { ElementInstance } from '../state/element-instance-state';
import type { ElementContext } from './element-context';

export class ScopeBehavior {
  constructor(private readonly state: StateView) {}

  /** Nothing active and no token on a flow in the child's scope. */
  canComplete(child: ElementContext): boolean {
    const scope = this.flowScope(child);
    return scope !== undefined && scope.childCount + scope.activeSequenceFlows === 0;
  }

  /** Nothing active in the child's scope; tokens on flows do not matter. */
  canTerminate(child: ElementContext): boolean {
    return this.flowScope(child)?.childCount === 0;
  }

  flowScope(child: ElementContext): ElementInstance | undefined {
    return this.state.elements.get(child.value.flowScopeKey);
  }

  /** An event interrupted the scope, whose children have ended. */
  isInterrupted(scope: ElementInstance | undefined): boolean {
    return (
      scope?.state === 'ELEMENT_ACTIVATED' && scope.childCount === 0 && scope.interruptingElementId !== ''
    );
  }

  isInterruptedByTerminateEnd(scope: ElementInstance | undefined): boolean {
    if (scope === undefined || !this.isInterrupted(scope)) return false;
    const model = this.state.processes.model(scope.value.processDefinitionKey);
    return model.find(scope.interruptingElementId)?.eventType === 'TERMINATE';
  }
}

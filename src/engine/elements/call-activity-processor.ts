import type { CalledElement } from '../../bpmn/model';
import type { Behaviors } from '../behaviors/behaviors';
import type { ElementContext } from '../behaviors/element-context';
import { Failure } from '../failure';
import type { ModelNode } from '../model/process-model';
import type { ProcessValue } from '../values';
import { completeActivity } from './activity-completion';
import { terminateActivity } from './activity-termination';
import { findCalledProcess } from './called-process';
import type { ContainerProcessor } from './element-processor';

/** Runs an instance of another process, and waits for its end. */
export class CallActivityProcessor implements ContainerProcessor {
  constructor(private readonly behaviors: Behaviors) {}

  onActivate({ element }: ModelNode, context: ElementContext): Failure | undefined {
    return this.behaviors.mappings.applyInput(element, context);
  }

  finalizeActivation(node: ModelNode, context: ElementContext): Failure | undefined {
    const { catchEvents, transitions } = this.behaviors;
    const { id, calledElement } = node.element;
    if (calledElement === undefined) throw new Error(`Expected call activity '${id}' to call a process`);
    const process = this.tooDeep(context) ?? this.findProcess(calledElement, context);
    if (process instanceof Failure) return process;
    const failure = catchEvents.subscribe(node, context);
    if (failure !== undefined) return failure;
    transitions.toActivated(context);
    const key = transitions.callProcess(process, context);
    this.passVariables(node, calledElement, context, { ...process, processInstanceKey: key });
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
    const { catchEvents, incidents, state, writers } = this.behaviors;
    catchEvents.unsubscribe(context.key);
    incidents.resolveOfElement(context.key);
    const called = state.elements.get(state.elements.get(context.key)?.calledInstanceKey ?? -1);
    if (called === undefined) terminateActivity(this.behaviors, context);
    else writers.command('PROCESS_INSTANCE', 'TERMINATE_ELEMENT', called.key, called.value);
  }

  /** The called process completed, perhaps while the call activity is being terminated. */
  afterPathCompleted(_node: ModelNode, scope: ElementContext): void {
    const state = this.behaviors.state.elements.get(scope.key)?.state;
    if (state === 'ELEMENT_ACTIVATED') this.behaviors.transitions.complete(scope);
    else terminateActivity(this.behaviors, scope);
  }

  onChildTerminated(_node: ModelNode, scope: ElementContext): void {
    terminateActivity(this.behaviors, scope);
  }

  /** A process that calls itself without end stops at an incident. */
  private tooDeep({ value }: ElementContext): Failure | undefined {
    const { limits, state } = this.behaviors;
    if (state.elements.processDepth(value.processInstanceKey) < limits.maxProcessDepth) return undefined;
    return new Failure(
      `The call activity has reached the maximum depth of ${limits.maxProcessDepth}. ` +
        'This is likely due to a recursive call. Cancel the root process instance if this was unintentional. ' +
        'Otherwise, consider increasing the maximum depth, ' +
        'or use process instance modification to adjust the process instance.',
      'CALLED_ELEMENT_ERROR',
    );
  }

  private findProcess(called: CalledElement, context: ElementContext): ProcessValue | Failure {
    const { expressions, state } = this.behaviors;
    const id = expressions.string(called.processId, context.key);
    return id instanceof Failure
      ? id
      : findCalledProcess(id, called, context.value.processDefinitionKey, state);
  }

  private passVariables(
    { element }: ModelNode,
    called: CalledElement,
    context: ElementContext,
    owner: ProcessValue & { readonly processInstanceKey: number },
  ): void {
    const { state, variables } = this.behaviors;
    if (called.propagateAllParentVariables) {
      variables.mergeLocal(owner.processInstanceKey, owner, state.variables.visible(context.key));
    } else if (element.inputs.length > 0) {
      variables.mergeLocal(owner.processInstanceKey, owner, state.variables.localDocument(context.key));
    }
  }
}

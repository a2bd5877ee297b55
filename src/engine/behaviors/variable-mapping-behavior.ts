import type { ExecutableElement } from '../../bpmn/model';
import { Failure } from '../failure';
import type { StateView } from '../state/engine-state';
import type { ElementContext } from './element-context';
import type { EventTriggerBehavior } from './event-trigger-behavior';
import type { ExpressionBehavior } from './expression-behavior';
import type { VariableBehavior } from './variable-behavior';

export class VariableMappingBehavior {
  constructor(
    private readonly state: StateView,
    private readonly expressions: ExpressionBehavior,
    private readonly variables: VariableBehavior,
    private readonly eventTriggers: EventTriggerBehavior,
  ) {}

  /** On activation. */
  applyInput(element: ExecutableElement, context: ElementContext): Failure | undefined {
    if (element.inputs.length === 0) return undefined;
    const document = this.expressions.mappings(element.inputs, 'input', context.key);
    if (document instanceof Failure) return document;
    this.variables.mergeLocal(context.key, context.value, document);
    return undefined;
  }

  /** On completion: uses up the event that completed the element, with its variables. */
  applyOutput(element: ExecutableElement, context: ElementContext): Failure | undefined {
    const trigger = this.state.eventTriggers.peek(context.key);
    const variables = trigger?.variables ?? {};
    const hasVariables = Object.keys(variables).length > 0;
    if (trigger !== undefined)
      this.eventTriggers.triggered(trigger.eventKey, context.key, element.id, context.value);
    if (element.outputs.length > 0) {
      if (hasVariables) this.variables.mergeLocal(context.key, context.value, variables);
      const document = this.expressions.mappings(element.outputs, 'output', context.key);
      if (document instanceof Failure) return document;
      this.variables.merge(this.outputScope(context), context.value, document);
    } else if (hasVariables) {
      this.variables.merge(context.key, context.value, variables);
    } else if (this.passesLocalVariablesOn(element, context)) {
      const local = this.state.variables.localDocument(context.key);
      this.variables.merge(context.value.flowScopeKey, context.value, local);
    }
    return undefined;
  }

  /** An inner instance of a multi-instance body writes to itself what it has itself. */
  private outputScope({ key, value }: ElementContext): number {
    const isRepeated = this.state.elements.get(key)?.loopCounter !== undefined;
    return isRepeated ? key : value.flowScopeKey;
  }

  private passesLocalVariablesOn(element: ExecutableElement, context: ElementContext): boolean {
    if (element.type === 'START_EVENT') return true;
    if (element.type === 'BOUNDARY_EVENT') return element.eventType !== 'ERROR';
    const model = this.state.processes.model(context.value.processDefinitionKey);
    return element.incoming.some(
      (flow) => model.element(model.flow(flow).sourceId).type === 'EVENT_BASED_GATEWAY',
    );
  }
}

/** The collections and counters of multi-instance activities. */
import type { LoopCharacteristics } from '../../bpmn/model';
import { variableOf, type Items } from '../../feel';
import { ExactNumber, parseJson, printDocument } from '../../json';
import { Failure } from '../failure';
import type { StateView } from '../state/engine-state';
import type { ElementContext } from './element-context';
import type { ExpressionBehavior } from './expression-behavior';
import { replaceItem } from './json-list';
import type { VariableBehavior } from './variable-behavior';

const LOOP_COUNTER = 'loopCounter';

export class LoopBehavior {
  constructor(
    private readonly state: StateView,
    private readonly expressions: ExpressionBehavior,
    private readonly variables: VariableBehavior,
  ) {}

  items(loop: LoopCharacteristics, context: ElementContext): Items | Failure {
    return this.expressions.items(loop.inputCollection, context.key);
  }

  /** The output collection of the body, full of nulls. */
  beginOutput({ outputCollection }: LoopCharacteristics, size: number, body: ElementContext): void {
    if (outputCollection === undefined) return;
    const nulls = Array.from({ length: size }, () => null);
    this.variables.mergeLocal(body.key, body.value, { [outputCollection]: nulls });
  }

  /** The variables of an inner instance. */
  beginInstance(loop: LoopCharacteristics, child: ElementContext): Failure | undefined {
    const items = this.items(loop, child);
    if (items instanceof Failure) return items;
    const loopCounter = this.loopCounter(child);
    if (loopCounter > items.size) {
      const message =
        `Expected to read item at index ${loopCounter - 1} of the multiInstanceBody input collection but it contains ` +
        `only ${items.size} elements. The input collection might be modified while iterating over it.`;
      return new Failure(message, 'EXTRACT_VALUE_ERROR');
    }
    const { inputElement } = loop;
    if (inputElement !== undefined) this.setLocal(child, inputElement, items.at(loopCounter - 1));
    const output = outputVariable(loop);
    if (output !== undefined && output !== inputElement && output !== LOOP_COUNTER) {
      this.setLocal(child, output, null);
    }
    this.setLocal(child, LOOP_COUNTER, loopCounter);
    return undefined;
  }

  /** The output element of an inner instance that completes, at its place in the collection. */
  addOutput(
    { outputCollection, outputElement }: LoopCharacteristics,
    body: ElementContext,
    child: ElementContext,
  ): Failure | undefined {
    if (outputCollection === undefined || outputElement === undefined) return undefined;
    const output = this.expressions.any(outputElement, child.key);
    if (output instanceof Failure) return output;
    const collection = this.state.variables.local(body.key, outputCollection)?.value ?? 'null';
    const loopCounter = this.loopCounter(child);
    const changed = replaceItem(collection, loopCounter - 1, printDocument(output.value ?? null));
    if (typeof changed === 'string') {
      this.variables.setLocalText(body.key, body.value, outputCollection, changed);
      return undefined;
    }
    const problem =
      changed === undefined
        ? `because the type of the output collection is: ${typeName(parseJson(collection))}`
        : `at position ${loopCounter} because the size of the collection is: ${changed}`;
    const message =
      `Unable to update an item in output collection '${outputCollection}' ${problem}. ` +
      'This may happen when multiple BPMN elements write to the same variable.';
    return new Failure(message, 'EXTRACT_VALUE_ERROR', body.key);
  }

  passOutputOn({ outputCollection }: LoopCharacteristics, body: ElementContext): void {
    if (outputCollection === undefined) return;
    const document = this.state.variables.document(body.key, [outputCollection]);
    this.variables.merge(body.value.flowScopeKey, body.value, document);
  }

  /** The completion condition, seen from an inner instance that is about to complete. */
  isSatisfied(loop: LoopCharacteristics, body: ElementContext, child: ElementContext): boolean | Failure {
    if (loop.completionCondition === undefined) return false;
    const {
      loopCounter = 0,
      completedInstances = 0,
      terminatedInstances = 0,
      childCount = 0,
    } = this.state.elements.get(body.key) ?? {};
    return this.expressions.boolean(loop.completionCondition, child.key, {
      numberOfInstances: loopCounter,
      numberOfActiveInstances: childCount - 1,
      numberOfCompletedInstances: completedInstances + 1,
      numberOfTerminatedInstances: terminatedInstances,
    });
  }

  private loopCounter(child: ElementContext): number {
    return this.state.elements.get(child.key)?.loopCounter ?? 0;
  }

  private setLocal(context: ElementContext, name: string, value: unknown): void {
    this.variables.mergeLocal(context.key, context.value, { [name]: value });
  }
}

/** The variable that the output element is, or is a part of. */
function outputVariable({ outputElement }: LoopCharacteristics): string | undefined {
  return outputElement?.kind === 'feel' ? variableOf(outputElement.source) : undefined;
}

/** MessagePack's names. */
function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'NIL';
  if (typeof value === 'number') return Number.isInteger(value) ? 'INTEGER' : 'FLOAT';
  if (value instanceof ExactNumber) return value.isFloat ? 'FLOAT' : 'INTEGER';
  return typeof value === 'object' ? 'MAP' : typeof value === 'string' ? 'STRING' : 'BOOLEAN';
}

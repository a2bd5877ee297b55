/** FEEL on the variables of a scope; what does not evaluate is a failure that becomes an incident. */
import type { Expression, Mapping, TimerDefinition } from '../../bpmn/model';
import {
  evaluateBoolean,
  evaluateCorrelationKey,
  evaluateDateTime,
  evaluateExpression,
  evaluateItems,
  evaluateLong,
  evaluateMappings,
  evaluateString,
  evaluateStringList,
  evaluateTimer,
  type Items,
  type Timer,
  type Typed,
} from '../../feel';
import { Failure } from '../failure';
import type { StateView } from '../state/engine-state';
import type { Document } from '../values';
import type { ErrorType } from '../values';

interface Clock {
  readonly now: number;
}

export class ExpressionBehavior {
  constructor(
    private readonly state: StateView,
    private readonly clock: Clock,
  ) {}

  string(expression: Expression, scopeKey: number): string | Failure {
    return toResult(evaluateString(expression, this.context(scopeKey), this.options()), scopeKey);
  }

  /** @param primary variables that hide those of the scope */
  boolean(expression: Expression, scopeKey: number, primary?: Document): boolean | Failure {
    const context = this.context(scopeKey, primary);
    return toResult(evaluateBoolean(expression, context, this.options()), scopeKey);
  }

  items(expression: Expression, scopeKey: number): Items | Failure {
    return toResult(evaluateItems(expression, this.context(scopeKey), this.options()), scopeKey);
  }

  long(expression: Expression, scopeKey: number): number | Failure {
    return toResult(evaluateLong(expression, this.context(scopeKey), this.options()), scopeKey);
  }

  strings(expression: Expression, scopeKey: number): readonly string[] | Failure {
    return toResult(evaluateStringList(expression, this.context(scopeKey), this.options()), scopeKey);
  }

  correlationKey(expression: Expression, scopeKey: number): string | Failure {
    return toResult(evaluateCorrelationKey(expression, this.context(scopeKey), this.options()), scopeKey);
  }

  /** As Java prints a date-time with its zone (`2026-01-31T10:00Z`); empty when the expression is null or empty. */
  dateText(expression: Expression, scopeKey: number): string | Failure {
    const context = this.context(scopeKey);
    const options = { ...this.options(), nullable: true };
    const instant = toResult(evaluateDateTime(expression, context, options), scopeKey);
    if (instant instanceof Failure || instant === null) return instant ?? '';
    const result = evaluateExpression(expression, context, options);
    return result.ok ? javaDateTime(String(result.value)) : '';
  }

  timer(definition: TimerDefinition, scopeKey: number): Timer | Failure {
    return toResult(evaluateTimer(definition, this.context(scopeKey), this.options()), scopeKey);
  }

  any(expression: Expression, scopeKey: number): { readonly value: unknown } | Failure {
    const result = evaluateExpression(expression, this.context(scopeKey), this.options());
    return result.ok
      ? { value: result.value }
      : new Failure(result.failure, 'EXTRACT_VALUE_ERROR', positive(scopeKey));
  }

  mappings(
    mappings: readonly Mapping[],
    direction: 'input' | 'output',
    scopeKey: number,
  ): Document | Failure {
    const result = evaluateMappings(mappings, direction, this.context(scopeKey), this.options());
    return toResult(result, scopeKey, 'IO_MAPPING_ERROR');
  }

  /** A negative scope has no variables: start events are evaluated without an instance. */
  private context(scopeKey: number, primary: Document = {}): Document {
    return scopeKey < 0 ? primary : this.state.variables.visible(scopeKey, primary);
  }

  private options(): { readonly now: number } {
    return { now: this.clock.now };
  }
}

function toResult<T>(
  result: Typed<T>,
  scopeKey: number,
  errorType: ErrorType = 'EXTRACT_VALUE_ERROR',
): T | Failure {
  return result.ok ? result.value : new Failure(result.failure, errorType, positive(scopeKey));
}

function positive(scopeKey: number): number | undefined {
  return scopeKey > 0 ? scopeKey : undefined;
}

function javaDateTime(text: string): string {
  return text.replace(/(T\d\d:\d\d):00(?=[^.\d]|$)/, '$1').replace(/[+-]00:00/, 'Z');
}

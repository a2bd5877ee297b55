/**
 * Evaluates a decision with those that it requires. All expressions of one evaluation share one budget of steps and
 * time, so that no graph, table or expression can hold the engine.
 */
import {
  beginEvaluation,
  compileFeel,
  compileUnaryTests,
  evaluateProgram,
  FeelContext,
  FeelError,
  FeelFunction,
  type Evaluation,
  type Program,
  type Value,
} from '../feel/programs';
import { evaluateTable } from './evaluate-table';
import { DecisionType, type DecisionOutcome, type EvaluatedDecision } from './evaluation';
import { DecisionFailure } from './failure';
import { outputJson } from './json';
import type { Decision, DecisionGraph, DecisionTable, FeelText, Knowledge, Logic, Parameter } from './model';
import { DecisionScope } from './scope';
import { checkType } from './type-check';

const TYPES: Readonly<Record<Logic['kind'], DecisionType>> = {
  table: DecisionType.DECISION_TABLE,
  literal: DecisionType.LITERAL_EXPRESSION,
  context: DecisionType.CONTEXT,
  list: DecisionType.LIST,
  relation: DecisionType.RELATION,
  invocation: DecisionType.INVOCATION,
  function: DecisionType.UNKNOWN,
  nothing: DecisionType.UNKNOWN,
};

/** @param now milliseconds since the epoch */
export function evaluateDecision(
  graph: DecisionGraph,
  decisionId: string,
  variables: Readonly<Record<string, unknown>>,
  now: number,
): DecisionOutcome {
  const evaluation = beginEvaluation(now);
  const evaluator = new Evaluator(graph, evaluation);
  const { evaluated } = evaluator;
  const decision = graph.decisions.get(decisionId);
  const found =
    decision === undefined
      ? new DecisionFailure(`no decision found with id '${decisionId}'`)
      : evaluator.decision(decision, DecisionScope.of(variables));
  // Within a function a failure becomes null; this one must not.
  const result = evaluation.exhausted === undefined ? found : new DecisionFailure(evaluation.exhausted);
  if (!(result instanceof DecisionFailure)) return { ok: true, output: outputJson(result), evaluated };
  return {
    ok: false,
    failure: `Expected to evaluate decision '${decisionId}', but ${result.message}`,
    failedId: evaluated.at(-1)?.id ?? decisionId,
    evaluated,
  };
}

type Result = Value | DecisionFailure;
type Container = Decision | Knowledge;

class Evaluator {
  readonly evaluated: EvaluatedDecision[] = [];

  constructor(
    private readonly graph: DecisionGraph,
    private readonly evaluation: Evaluation,
  ) {}

  /** A decision that several require is evaluated for each of them, as Zeebe does. */
  decision(decision: Decision, scope: DecisionScope): Result {
    const required = new Map<string, Value>();
    for (const id of decision.requiredDecisions) {
      const needed = this.graph.decisions.get(id);
      if (needed === undefined) continue;
      const result = this.decision(needed, scope);
      if (result instanceof DecisionFailure) return result;
      required.set(needed.resultName, result);
    }
    const functions = this.functions(decision.requiredKnowledge, scope);
    const result = this.logic(decision.logic, scope.with(new Map([...required, ...functions])), decision);
    return result instanceof DecisionFailure ? result : checkType(result, decision.resultType);
  }

  private functions(models: readonly Knowledge[], scope: DecisionScope): ReadonlyMap<string, Value> {
    return new Map(models.map((model) => [model.name, this.functionOf(model, scope)]));
  }

  /** Calling it evaluates the model, which is told of as if it were a decision. */
  private functionOf(model: Knowledge, scope: DecisionScope): FeelFunction {
    return this.callable(model.parameters, (args) => {
      const inner = scope.with(this.functions(model.requiredKnowledge, scope));
      return this.logic(model.logic, inner.with(args), model);
    });
  }

  private callable(
    parameters: readonly Parameter[],
    body: (args: ReadonlyMap<string, Value>) => Result,
  ): FeelFunction {
    const invoke = (args: readonly Value[]): Value => {
      const named = new Map<string, Value>();
      for (const [index, { name, type }] of parameters.entries()) {
        if (index >= args.length) break;
        const value = checkType(args[index] ?? null, type);
        if (value instanceof DecisionFailure) return new FeelError(value.message);
        named.set(name, value);
      }
      const result = body(named);
      return result instanceof DecisionFailure ? new FeelError(result.message) : result;
    };
    return new FeelFunction(
      parameters.map(({ name }) => name),
      invoke,
    );
  }

  private logic(logic: Logic, scope: DecisionScope, container: Container): Result {
    switch (logic.kind) {
      case 'table':
        return this.table(logic, scope, container);
      case 'literal':
        return this.told(logic, this.expression(logic.expression, scope), container);
      case 'nothing':
        return this.told(logic, null, container);
      case 'invocation':
        return this.told(logic, this.invocation(logic, scope), container);
      case 'context':
        return this.told(logic, this.context(logic, scope, container), container);
      case 'list':
        return this.told(logic, this.items(logic.items, scope, container), container);
      case 'relation':
        return this.told(logic, this.relation(logic, scope, container), container);
      case 'function':
        return this.callable(logic.parameters, (args) => this.expression(logic.body, scope.with(args)));
    }
  }

  private table(table: DecisionTable, scope: DecisionScope, container: Container): Result {
    const { result, inputs, matchedRules } = evaluateTable(table, {
      expression: (text) => this.expression(text, scope),
      tests: (text, input) => this.tests(text, input, scope),
    });
    const evaluatedInputs = inputs.map((value, index) => ({
      inputId: table.inputs[index]?.id ?? '',
      inputName: table.inputs[index]?.name ?? '',
      value: outputJson(value),
    }));
    return this.told(table, result, container, { inputs: evaluatedInputs, matchedRules });
  }

  /** Only the outermost logic of a decision is told of. */
  private told(
    logic: Logic,
    result: Result,
    container: Container,
    detail: Pick<EvaluatedDecision, 'inputs' | 'matchedRules'> = { inputs: [], matchedRules: [] },
  ): Result {
    if (logic === container.logic) {
      this.evaluation.charge(STEPS_OF_DECISION);
      const { id, name } = container;
      const output = result instanceof DecisionFailure ? null : outputJson(result);
      this.evaluated.push({ id, name, type: TYPES[logic.kind], output, ...detail });
    }
    return result;
  }

  private invocation(
    { called, bindings }: Extract<Logic, { kind: 'invocation' }>,
    scope: DecisionScope,
  ): Result {
    const bound = new Map<string, Value>();
    for (const [name, expression] of bindings) {
      const value = this.expression(expression, scope);
      if (value instanceof DecisionFailure) return value;
      bound.set(name, value);
    }
    const outer = scope.with(bound);
    const inner = outer.with(this.functions(called.requiredKnowledge, outer));
    for (const { name, type } of called.parameters) {
      const value = inner.lookup(name);
      if (value === undefined) return new DecisionFailure(`no parameter found with name '${name}'`);
      const checked = checkType(value, type);
      if (checked instanceof DecisionFailure) return checked;
    }
    return this.logic(called.logic, inner, called);
  }

  /** An entry sees those before it. */
  private context(
    { entries, result }: Extract<Logic, { kind: 'context' }>,
    scope: DecisionScope,
    container: Container,
  ): Result {
    const made = new Map<string, Value>();
    for (const [name, logic] of entries) {
      const value = this.logic(logic, scope.with(new Map(made)), container);
      if (value instanceof DecisionFailure) return value;
      made.set(name, value);
    }
    return result === undefined ? new FeelContext(made) : this.logic(result, scope.with(made), container);
  }

  private items(items: readonly Logic[], scope: DecisionScope, container: Container): Result {
    const values: Value[] = [];
    for (const item of items) {
      const value = this.logic(item, scope, container);
      if (value instanceof DecisionFailure) return value;
      values.push(value);
    }
    return values;
  }

  private relation(
    { rows }: Extract<Logic, { kind: 'relation' }>,
    scope: DecisionScope,
    container: Container,
  ): Result {
    const values: Value[] = [];
    for (const row of rows) {
      const cells = this.items(
        row.map(([, cell]) => cell),
        scope,
        container,
      ) as readonly Value[] | DecisionFailure;
      if (cells instanceof DecisionFailure) return cells;
      values.push(new FeelContext(row.map(([name], index) => [name, cells[index] ?? null])));
    }
    return values;
  }

  private expression(text: FeelText, scope: DecisionScope): Result {
    return this.run(programOf(text, compileFeel), scope);
  }

  private tests(text: FeelText, input: Value, scope: DecisionScope): Result {
    return this.run(programOf(text, compileUnaryTests), scope.with(new Map([[INPUT, input]])));
  }

  private run(program: Program, scope: DecisionScope): Result {
    const outcome = evaluateProgram(program, scope.lookup, this.evaluation);
    return outcome.ok ? outcome.value : new DecisionFailure(outcome.failure);
  }
}

/** What a decision costs of the budget besides its expressions. */
const STEPS_OF_DECISION = 10;
/** The variable that unary tests test. */
const INPUT = 'cellInput';

const programs = new WeakMap<FeelText, Program>();

function programOf(text: FeelText, compile: (source: string) => Program): Program {
  let program = programs.get(text);
  if (program === undefined) programs.set(text, (program = compile(text.source)));
  return program;
}

/** Decisions found, evaluated and told of. */
import type { CalledDecision } from '../../bpmn/model';
import { evaluateDecision, type DecisionOutcome, type EvaluatedDecision } from '../../dmn';
import { printDocument } from '../../json';
import { Failure } from '../failure';
import type { StateView } from '../state/engine-state';
import type { DecisionEvaluationValue, DecisionValue, Document, EvaluatedDecisionValue } from '../values';
import { DEFAULT_TENANT, NO_KEY } from '../values';
import type { Writers } from '../writers';
import type { ElementContext } from './element-context';
import type { ExpressionBehavior } from './expression-behavior';

export class DecisionBehavior {
  constructor(
    private readonly state: StateView,
    private readonly writers: Writers,
    private readonly expressions: ExpressionBehavior,
  ) {}

  evaluate({ decisionId, decisionRequirementsKey }: DecisionValue, variables: Document): DecisionOutcome {
    const graph = this.state.decisions.graph(decisionRequirementsKey);
    return evaluateDecision(graph, decisionId, variables, this.writers.now);
  }

  /** Evaluates a decision for an element and writes what came of it; returns the output. */
  call(called: CalledDecision, context: ElementContext): { readonly output: unknown } | Failure {
    const { key, value } = context;
    const decisionId = this.expressions.string(called.decisionId, key);
    if (decisionId instanceof Failure) return decisionId;
    const decision = this.find(decisionId, called, value.processDefinitionKey);
    if (typeof decision === 'string') return new Failure(decision, 'CALLED_DECISION_ERROR', key);
    const outcome = this.evaluate(decision, this.state.variables.visible(key));
    this.write(this.writers.nextKey(), outcome, {
      ...this.valueOf(decision, outcome),
      bpmnProcessId: value.bpmnProcessId,
      processDefinitionKey: value.processDefinitionKey,
      processInstanceKey: value.processInstanceKey,
      elementId: value.elementId,
      elementInstanceKey: key,
    });
    return outcome.ok ? outcome : new Failure(outcome.failure, 'DECISION_EVALUATION_ERROR', key);
  }

  write(key: number, { ok }: DecisionOutcome, value: DecisionEvaluationValue): void {
    this.writers.event('DECISION_EVALUATION', ok ? 'EVALUATED' : 'FAILED', key, value);
  }

  valueOf(decision: DecisionValue, outcome: DecisionOutcome): DecisionEvaluationValue {
    const decisions = this.state.decisions.ofGraph(decision.decisionRequirementsKey);
    return {
      decisionKey: decision.decisionKey,
      decisionId: decision.decisionId,
      decisionName: decision.decisionName,
      decisionVersion: decision.version,
      decisionRequirementsId: decision.decisionRequirementsId,
      decisionRequirementsKey: decision.decisionRequirementsKey,
      decisionOutput: printDocument(outcome.ok ? outcome.output : null),
      variables: {},
      bpmnProcessId: '',
      processDefinitionKey: NO_KEY,
      processInstanceKey: NO_KEY,
      elementId: '',
      elementInstanceKey: NO_KEY,
      evaluatedDecisions: outcome.evaluated.map((one) => evaluatedValue(one, decisions.get(one.id))),
      evaluationFailureMessage: outcome.ok ? '' : outcome.failure,
      failedDecisionId: outcome.ok ? '' : outcome.failedId,
      tenantId: DEFAULT_TENANT,
    };
  }

  /** The decision, or why there is none. */
  private find(
    id: string,
    { binding, versionTag = '' }: CalledDecision,
    callerDefinitionKey: number,
  ): DecisionValue | string {
    const { decisions, processes } = this.state;
    const deploymentKey = processes.get(callerDefinitionKey)?.deploymentKey ?? NO_KEY;
    switch (binding) {
      case 'latest':
        return decisions.latest(id) ?? decisionNotFound(id, `id '${id}'`);
      case 'deployment':
        return (
          decisions.inDeployment(id, deploymentKey) ??
          `Expected to evaluate decision '${id}' with binding type 'deployment', but no such decision found in the ` +
            `deployment with key ${deploymentKey} which contained the current process. To resolve this incident, ` +
            'migrate the process instance to a process definition that is deployed together with the intended ' +
            'decision to evaluate.'
        );
      case 'versionTag':
        return (
          decisions.tagged(id, versionTag) ??
          `Expected to evaluate decision with id '${id}' and version tag '${versionTag}', but no such decision found. ` +
            'To resolve this incident, deploy a decision with the given id and version tag.'
        );
    }
  }
}

/** @param by `id 'x'` or `key '1'` */
export function decisionNotFound(asked: string | number, by: string): string {
  return `Expected to evaluate decision '${asked}', but no decision found for ${by}`;
}

function evaluatedValue(
  evaluated: EvaluatedDecision,
  decision: DecisionValue | undefined,
): EvaluatedDecisionValue {
  return {
    decisionId: evaluated.id,
    decisionName: evaluated.name,
    decisionKey: decision?.decisionKey ?? NO_KEY,
    decisionVersion: decision?.version ?? NO_KEY,
    decisionType: evaluated.type,
    decisionOutput: printDocument(evaluated.output),
    evaluatedInputs: evaluated.inputs.map(({ inputId, inputName, value }) => ({
      inputId,
      inputName,
      inputValue: printDocument(value),
    })),
    matchedRules: evaluated.matchedRules.map(({ ruleId, ruleIndex, outputs }) => ({
      ruleId,
      ruleIndex,
      evaluatedOutputs: outputs.map(({ outputId, outputName, value }) => ({
        outputId,
        outputName,
        outputValue: printDocument(value),
      })),
    })),
    tenantId: DEFAULT_TENANT,
  };
}

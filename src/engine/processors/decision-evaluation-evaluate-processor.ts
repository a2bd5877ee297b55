import { decisionNotFound } from '../behaviors/decision-behavior';
import type { DecisionEvaluationValue, DecisionValue } from '../values';
import { NO_KEY } from '../values';
import type { CommandProcessor, ProcessorContext } from './command-processor';

/** Evaluates a decision outside of any process. What fails is told of, not refused. */
export const processEvaluateDecision: CommandProcessor<'DECISION_EVALUATION'> = (command, context) => {
  const { decisions, writers } = context;
  const decision = findDecision(command.value, context);
  if (typeof decision === 'string') {
    writers.reject(command, { type: 'INVALID_ARGUMENT', reason: decision });
    return;
  }
  const outcome = decisions.evaluate(decision, command.value.variables ?? {});
  const value = decisions.valueOf(decision, outcome);
  const key = writers.nextKey();
  decisions.write(key, outcome, value);
  writers.respond(command, outcome.ok ? 'EVALUATED' : 'FAILED', key, value);
};

/** The decision, or why there is none. */
function findDecision(
  { decisionId = '', decisionKey = NO_KEY }: Partial<DecisionEvaluationValue>,
  { state }: ProcessorContext,
): DecisionValue | string {
  if (decisionId !== '') {
    return state.decisions.latest(decisionId) ?? decisionNotFound(decisionId, `id '${decisionId}'`);
  }
  if (decisionKey > NO_KEY) {
    return state.decisions.get(decisionKey) ?? decisionNotFound(decisionKey, `key '${decisionKey}'`);
  }
  return 'Expected either a decision id or a valid decision key, but none provided';
}

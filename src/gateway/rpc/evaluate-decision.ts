import { parseDocument } from '../document';
import type { EvaluateDecisionRequest } from '../messages';
import { checkTenant, DEFAULT_TENANT } from '../request';
import { valueOf, type DecisionEvaluationValue } from '../values';
import { NO_KEY, type UnaryRpc } from './unary';

const tenantId = DEFAULT_TENANT;

export const evaluateDecision: UnaryRpc<EvaluateDecisionRequest> = {
  toCommand(request) {
    checkTenant('EvaluateDecision', request.tenantId);
    const { decisionId } = request;
    // Without an id the key counts; 0 is the default of the protocol and the key of nothing.
    const decisionKey = Number(request.decisionKey);
    const variables = parseDocument(request.variables);
    return {
      valueType: 'DECISION_EVALUATION',
      intent: 'EVALUATE',
      key: NO_KEY,
      value: { decisionId, decisionKey, variables, tenantId },
    };
  },
  /** A decision that fails is answered too, with what failed. */
  toReply(event) {
    const { evaluatedDecisions, evaluationFailureMessage, ...value } =
      valueOf<DecisionEvaluationValue>(event);
    return {
      decisionKey: value.decisionKey,
      decisionId: value.decisionId,
      decisionName: value.decisionName,
      decisionVersion: value.decisionVersion,
      decisionRequirementsId: value.decisionRequirementsId,
      decisionRequirementsKey: value.decisionRequirementsKey,
      decisionOutput: evaluationFailureMessage === '' ? value.decisionOutput : '',
      evaluatedDecisions: evaluatedDecisions.map((decision) => ({ ...decision, tenantId })),
      failedDecisionId: value.failedDecisionId,
      failureMessage: evaluationFailureMessage,
      tenantId,
      decisionInstanceKey: event.key,
    };
  },
};

import type { Applier } from './applier';

export const applyDecisionDeleted: Applier<'DECISION'> = (_key, value, state) => {
  state.decisions.deleteDecision(value.decisionKey);
};

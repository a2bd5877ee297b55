import type { Applier } from './applier';

export const applyDecisionRequirementsDeleted: Applier<'DECISION_REQUIREMENTS'> = (_key, value, state) => {
  state.decisions.deleteRequirements(value.decisionRequirementsKey);
};

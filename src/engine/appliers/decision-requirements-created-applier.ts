import type { Applier } from './applier';

export const applyDecisionRequirementsCreated: Applier<'DECISION_REQUIREMENTS'> = (_key, value, state) => {
  state.decisions.putRequirements(value);
};

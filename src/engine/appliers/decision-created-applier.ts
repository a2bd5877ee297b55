import type { Applier } from './applier';

export const applyDecisionCreated: Applier<'DECISION'> = (_key, value, state) => {
  state.decisions.putDecision(value);
};

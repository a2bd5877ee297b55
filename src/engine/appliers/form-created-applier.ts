import type { Applier } from './applier';

export const applyFormCreated: Applier<'FORM'> = (_key, value, state) => {
  state.forms.put(value);
};

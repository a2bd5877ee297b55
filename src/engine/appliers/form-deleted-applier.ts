import type { Applier } from './applier';

export const applyFormDeleted: Applier<'FORM'> = (_key, value, state) => {
  state.forms.delete(value.formKey);
};

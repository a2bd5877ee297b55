import type { Applier } from './applier';

export const applyMessageStartEventSubscriptionCorrelated: Applier<'MESSAGE_START_EVENT_SUBSCRIPTION'> = (
  _key,
  value,
  state,
) => {
  state.messages.putCorrelation(value.messageKey, value.bpmnProcessId);
  if (value.correlationKey === '') return;
  state.messages.lockStart(value.processInstanceKey, value.bpmnProcessId, value.correlationKey);
};

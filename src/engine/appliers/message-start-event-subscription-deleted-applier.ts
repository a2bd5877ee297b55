import type { Applier } from './applier';

export const applyMessageStartEventSubscriptionDeleted: Applier<'MESSAGE_START_EVENT_SUBSCRIPTION'> = (
  _key,
  value,
  state,
) => {
  state.messageStartSubscriptions.remove(value.processDefinitionKey, value.messageName);
};

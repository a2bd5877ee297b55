import { DEFAULT_TENANT } from '../values';
import type { CommandProcessor } from './command-processor';

const EMPTY = {
  name: '',
  correlationKey: '',
  messageId: '',
  timeToLive: -1,
  deadline: -1,
  variables: {},
  tenantId: DEFAULT_TENANT,
} as const;

export const processExpireMessages: CommandProcessor<'MESSAGE_BATCH'> = (command, { writers }) => {
  for (const key of command.value.messageKeys ?? []) writers.event('MESSAGE', 'EXPIRED', key, EMPTY);
  writers.respond(command, 'EXPIRED', command.key, command.value);
};

import type { UpdateJobRetriesRequest } from '../messages';
import { toKey } from '../request';
import { emptyReply, type UnaryRpc } from './unary';

export const updateJobRetries: UnaryRpc<UpdateJobRetriesRequest> = {
  toCommand: ({ jobKey, retries }) => ({
    valueType: 'JOB',
    intent: 'UPDATE_RETRIES',
    key: toKey(jobKey),
    value: { retries },
  }),
  toReply: emptyReply,
};

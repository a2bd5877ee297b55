import type { UpdateJobTimeoutRequest } from '../messages';
import { toKey } from '../request';
import { emptyReply, type UnaryRpc } from './unary';

export const updateJobTimeout: UnaryRpc<UpdateJobTimeoutRequest> = {
  toCommand: ({ jobKey, timeout }) => ({
    valueType: 'JOB',
    intent: 'UPDATE_TIMEOUT',
    key: toKey(jobKey),
    value: { timeout: Number(timeout) },
  }),
  toReply: emptyReply,
};

import { parseDocument } from '../document';
import type { FailJobRequest } from '../messages';
import { toKey } from '../request';
import { emptyReply, type UnaryRpc } from './unary';

export const failJob: UnaryRpc<FailJobRequest> = {
  toCommand(request) {
    const variables = parseDocument(request.variables);
    return {
      valueType: 'JOB',
      intent: 'FAIL',
      key: toKey(request.jobKey),
      value: {
        retries: request.retries,
        retryBackoff: Number(request.retryBackOff),
        errorMessage: request.errorMessage,
        variables,
      },
    };
  },
  toReply: emptyReply,
};

import { parseDocument } from '../document';
import type { ThrowErrorRequest } from '../messages';
import { toKey } from '../request';
import { emptyReply, type UnaryRpc } from './unary';

export const throwError: UnaryRpc<ThrowErrorRequest> = {
  toCommand(request) {
    const variables = parseDocument(request.variables);
    return {
      valueType: 'JOB',
      intent: 'THROW_ERROR',
      key: toKey(request.jobKey),
      value: { errorCode: request.errorCode, errorMessage: request.errorMessage, variables },
    };
  },
  toReply: emptyReply,
};

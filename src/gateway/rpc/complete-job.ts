import { parseDocument } from '../document';
import type { CompleteJobRequest } from '../messages';
import { toKey } from '../request';
import { emptyReply, type UnaryRpc } from './unary';

export const completeJob: UnaryRpc<CompleteJobRequest> = {
  toCommand(request) {
    const variables = parseDocument(request.variables);
    return { valueType: 'JOB', intent: 'COMPLETE', key: toKey(request.jobKey), value: { variables } };
  },
  toReply: emptyReply,
};

import type { DeleteResourceRequest } from '../messages';
import { toKey } from '../request';
import { emptyReply, type UnaryRpc } from './unary';

export const deleteResource: UnaryRpc<DeleteResourceRequest> = {
  toCommand({ resourceKey }) {
    const key = toKey(resourceKey);
    return { valueType: 'RESOURCE_DELETION', intent: 'DELETE', key, value: { resourceKey: key } };
  },
  toReply: emptyReply,
};

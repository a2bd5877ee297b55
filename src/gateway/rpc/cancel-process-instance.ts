import type { CancelProcessInstanceRequest } from '../messages';
import { toKey } from '../request';
import { emptyReply, type UnaryRpc } from './unary';

export const cancelProcessInstance: UnaryRpc<CancelProcessInstanceRequest> = {
  toCommand: ({ processInstanceKey }) => ({
    valueType: 'PROCESS_INSTANCE',
    intent: 'CANCEL',
    key: toKey(processInstanceKey),
    value: {},
  }),
  toReply: emptyReply,
};

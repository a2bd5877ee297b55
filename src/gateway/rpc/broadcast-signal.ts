import { parseDocument } from '../document';
import type { BroadcastSignalRequest } from '../messages';
import { checkTenant, DEFAULT_TENANT } from '../request';
import { NO_KEY, type UnaryRpc } from './unary';

export const broadcastSignal: UnaryRpc<BroadcastSignalRequest> = {
  toCommand({ signalName, variables, tenantId }) {
    const document = parseDocument(variables);
    checkTenant('BroadcastSignal', tenantId);
    const value = { signalName, variables: document, tenantId: DEFAULT_TENANT };
    return { valueType: 'SIGNAL', intent: 'BROADCAST', key: NO_KEY, value };
  },
  toReply: ({ key }) => ({ key, tenantId: DEFAULT_TENANT }),
};

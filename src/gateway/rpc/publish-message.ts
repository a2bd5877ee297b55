import { parseDocument } from '../document';
import type { PublishMessageRequest } from '../messages';
import { checkTenant, DEFAULT_TENANT } from '../request';
import { NO_KEY, type UnaryRpc } from './unary';

export const publishMessage: UnaryRpc<PublishMessageRequest> = {
  toCommand(request) {
    const variables = parseDocument(request.variables);
    checkTenant('PublishMessage', request.tenantId);
    return {
      valueType: 'MESSAGE',
      intent: 'PUBLISH',
      key: NO_KEY,
      value: {
        name: request.name,
        correlationKey: request.correlationKey,
        timeToLive: Number(request.timeToLive),
        messageId: request.messageId,
        variables,
        tenantId: DEFAULT_TENANT,
      },
    };
  },
  toReply: ({ key }) => ({ key, tenantId: DEFAULT_TENANT }),
};

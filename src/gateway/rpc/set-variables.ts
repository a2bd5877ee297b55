import { parseDocument } from '../document';
import type { SetVariablesRequest } from '../messages';
import { toKey } from '../request';
import { NO_KEY, type UnaryRpc } from './unary';

export const setVariables: UnaryRpc<SetVariablesRequest> = {
  toCommand(request) {
    const variables = parseDocument(request.variables);
    return {
      valueType: 'VARIABLE_DOCUMENT',
      intent: 'UPDATE',
      key: NO_KEY,
      value: {
        scopeKey: toKey(request.elementInstanceKey),
        updateSemantics: request.local ? 'LOCAL' : 'PROPAGATE',
        variables,
      },
    };
  },
  toReply: ({ key }) => ({ key }),
};

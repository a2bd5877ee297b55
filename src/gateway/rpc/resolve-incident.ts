import type { ResolveIncidentRequest } from '../messages';
import { toKey } from '../request';
import { emptyReply, type UnaryRpc } from './unary';

export const resolveIncident: UnaryRpc<ResolveIncidentRequest> = {
  toCommand: ({ incidentKey }) => ({
    valueType: 'INCIDENT',
    intent: 'RESOLVE',
    key: toKey(incidentKey),
    value: {},
  }),
  toReply: emptyReply,
};

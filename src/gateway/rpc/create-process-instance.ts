import { parseDocument } from '../document';
import type { CreateProcessInstanceRequest } from '../messages';
import { checkTenant, DEFAULT_TENANT } from '../request';
import { valueOf, type ProcessInstanceValue } from '../values';
import { NO_KEY, type UnaryRpc } from './unary';

/** The value of a PROCESS_INSTANCE_CREATION command. `rpc` is for messages. */
export function creationValue(rpc: string, request: CreateProcessInstanceRequest): Record<string, unknown> {
  checkTenant(rpc, request.tenantId);
  return {
    bpmnProcessId: request.bpmnProcessId,
    processDefinitionKey: Number(request.processDefinitionKey),
    version: request.version,
    variables: parseDocument(request.variables),
    startInstructions: request.startInstructions.map(({ elementId }) => ({ elementId })),
    tenantId: DEFAULT_TENANT,
  };
}

export function creationReply(value: ProcessInstanceValue): object {
  const { processDefinitionKey, bpmnProcessId, version, processInstanceKey } = value;
  return { processDefinitionKey, bpmnProcessId, version, processInstanceKey, tenantId: DEFAULT_TENANT };
}

export const createProcessInstance: UnaryRpc<CreateProcessInstanceRequest> = {
  toCommand: (request) => ({
    valueType: 'PROCESS_INSTANCE_CREATION',
    intent: 'CREATE',
    key: NO_KEY,
    value: creationValue('CreateProcessInstance', request),
  }),
  toReply: (event) => creationReply(valueOf<ProcessInstanceValue>(event)),
};

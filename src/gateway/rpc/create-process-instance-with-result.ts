import { printDocument } from '../document';
import type { CreateProcessInstanceRequest, CreateProcessInstanceWithResultRequest } from '../messages';
import { valueOf, type ProcessInstanceValue } from '../values';
import { creationReply, creationValue } from './create-process-instance';
import { NO_KEY, type UnaryRpc } from './unary';

const NOTHING_ASKED: CreateProcessInstanceRequest = {
  processDefinitionKey: '0',
  bpmnProcessId: '',
  version: 0,
  variables: '',
  startInstructions: [],
  tenantId: '',
};

/** Answered when the instance completes, which may be never: then the time runs out. */
export const createProcessInstanceWithResult: UnaryRpc<CreateProcessInstanceWithResultRequest> = {
  toCommand: ({ request, fetchVariables }) => ({
    valueType: 'PROCESS_INSTANCE_CREATION',
    intent: 'CREATE_WITH_AWAITING_RESULT',
    key: NO_KEY,
    value: {
      ...creationValue('CreateProcessInstanceWithResult', request ?? NOTHING_ASKED),
      fetchVariables: [...fetchVariables],
    },
  }),
  toReply(event) {
    const value = valueOf<ProcessInstanceValue>(event);
    return { ...creationReply(value), variables: printDocument(value.variables) };
  },
  timeoutMillis({ requestTimeout }) {
    const millis = Number(requestTimeout);
    return millis > 0 ? millis : undefined;
  },
};

import { parseDocument } from '../document';
import type { ActivateInstruction, ModifyProcessInstanceRequest } from '../messages';
import { toKey } from '../request';
import { emptyReply, type UnaryRpc } from './unary';

function toActivateInstruction(instruction: ActivateInstruction): object {
  return {
    elementId: instruction.elementId,
    ancestorScopeKey: Number(instruction.ancestorElementInstanceKey),
    variableInstructions: instruction.variableInstructions.map(({ variables, scopeId }) => ({
      variables: parseDocument(variables),
      elementId: scopeId,
    })),
  };
}

export const modifyProcessInstance: UnaryRpc<ModifyProcessInstanceRequest> = {
  toCommand({ processInstanceKey, activateInstructions, terminateInstructions }) {
    const key = toKey(processInstanceKey);
    const value = {
      processInstanceKey: key,
      activateInstructions: activateInstructions.map(toActivateInstruction),
      terminateInstructions: terminateInstructions.map(({ elementInstanceKey }) => ({
        elementInstanceKey: Number(elementInstanceKey),
      })),
    };
    return { valueType: 'PROCESS_INSTANCE_MODIFICATION', intent: 'MODIFY', key, value };
  },
  toReply: emptyReply,
};

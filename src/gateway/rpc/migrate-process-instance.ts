import type { MigrateProcessInstanceRequest } from '../messages';
import { toKey } from '../request';
import { emptyReply, type UnaryRpc } from './unary';

export const migrateProcessInstance: UnaryRpc<MigrateProcessInstanceRequest> = {
  toCommand({ processInstanceKey, migrationPlan }) {
    const key = toKey(processInstanceKey);
    const value = {
      processInstanceKey: key,
      targetProcessDefinitionKey: Number(migrationPlan?.targetProcessDefinitionKey ?? 0),
      mappingInstructions: (migrationPlan?.mappingInstructions ?? []).map(
        ({ sourceElementId, targetElementId }) => ({ sourceElementId, targetElementId }),
      ),
    };
    return { valueType: 'PROCESS_INSTANCE_MIGRATION', intent: 'MIGRATE', key, value };
  },
  toReply: emptyReply,
};

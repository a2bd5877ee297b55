import type { DeployProcessRequest } from '../messages';
import { DEFAULT_TENANT } from '../request';
import { valueOf, type DeploymentValue } from '../values';
import { NO_KEY, type UnaryRpc } from './unary';

const tenantId = DEFAULT_TENANT;

/** Deprecated in favour of DeployResource, still used by clients. */
export const deployProcess: UnaryRpc<DeployProcessRequest> = {
  toCommand(request) {
    const resources = request.processes.map(({ name, definition }) => ({
      resourceName: name,
      resource: definition.toString('base64'),
    }));
    return { valueType: 'DEPLOYMENT', intent: 'CREATE', key: NO_KEY, value: { resources, tenantId } };
  },
  toReply(event) {
    const { processesMetadata = [] } = valueOf<DeploymentValue>(event);
    const processes = processesMetadata.map(
      ({ bpmnProcessId, version, processDefinitionKey, resourceName }) => ({
        bpmnProcessId,
        version,
        processDefinitionKey,
        resourceName,
        tenantId,
      }),
    );
    return { key: event.key, processes };
  },
};

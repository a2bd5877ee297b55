import type { DeployResourceRequest } from '../messages';
import { checkTenant, DEFAULT_TENANT } from '../request';
import { valueOf, type DeploymentValue } from '../values';
import { NO_KEY, type UnaryRpc } from './unary';

const tenantId = DEFAULT_TENANT;

/** Processes first, then decisions before their requirement graphs, then forms, as Zeebe lists them. */
function deployments(value: DeploymentValue): object[] {
  const processes = value.processesMetadata ?? [];
  const decisions = value.decisionsMetadata ?? [];
  const requirements = value.decisionRequirementsMetadata ?? [];
  const forms = value.formMetadata ?? [];
  return [
    ...processes.map(({ bpmnProcessId, version, processDefinitionKey, resourceName }) => ({
      process: { bpmnProcessId, version, processDefinitionKey, resourceName, tenantId },
    })),
    ...decisions.map((decision) => ({
      decision: {
        dmnDecisionId: decision.decisionId,
        dmnDecisionName: decision.decisionName,
        version: decision.version,
        decisionKey: decision.decisionKey,
        dmnDecisionRequirementsId: decision.decisionRequirementsId,
        decisionRequirementsKey: decision.decisionRequirementsKey,
        tenantId,
      },
    })),
    ...requirements.map((graph) => ({
      decisionRequirements: {
        dmnDecisionRequirementsId: graph.decisionRequirementsId,
        dmnDecisionRequirementsName: graph.decisionRequirementsName,
        version: graph.decisionRequirementsVersion,
        decisionRequirementsKey: graph.decisionRequirementsKey,
        resourceName: graph.resourceName,
        tenantId,
      },
    })),
    ...forms.map(({ formId, version, formKey, resourceName }) => ({
      form: { formId, version, formKey, resourceName, tenantId },
    })),
  ];
}

export const deployResource: UnaryRpc<DeployResourceRequest> = {
  toCommand(request) {
    checkTenant('DeployResource', request.tenantId);
    const resources = request.resources.map(({ name, content }) => ({
      resourceName: name,
      resource: content.toString('base64'),
    }));
    return { valueType: 'DEPLOYMENT', intent: 'CREATE', key: NO_KEY, value: { resources, tenantId } };
  },
  toReply: (event) => ({
    key: event.key,
    deployments: deployments(valueOf<DeploymentValue>(event)),
    tenantId,
  }),
};

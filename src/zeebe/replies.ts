/** Replies of the gateway as zeebe-node hands them over → the shapes of `api.ts`. */
import { z } from 'zod';
import type { Deployment, Topology } from './api';

const key = z.union([z.string(), z.number()]).transform(String);

const deployment = z.object({
  key,
  deployments: z.array(
    z.object({
      process: z
        .object({
          bpmnProcessId: z.string(),
          version: z.number(),
          processDefinitionKey: key,
          resourceName: z.string(),
        })
        .nullish(),
      form: z
        .object({ formId: z.string(), version: z.number(), formKey: key, resourceName: z.string() })
        .nullish(),
      decision: z
        .object({
          dmnDecisionId: z.string(),
          dmnDecisionName: z.string(),
          version: z.number(),
          decisionKey: key,
          dmnDecisionRequirementsId: z.string(),
          decisionRequirementsKey: key,
        })
        .nullish(),
    }),
  ),
});

export function toDeployment(reply: unknown): Deployment {
  const { key: deploymentKey, deployments } = deployment.parse(reply);
  return {
    key: deploymentKey,
    processes: deployments.flatMap(({ process }) => process ?? []),
    forms: deployments.flatMap(({ form }) => form ?? []),
    decisions: deployments.flatMap(({ decision }) =>
      decision
        ? {
            decisionId: decision.dmnDecisionId,
            decisionName: decision.dmnDecisionName,
            version: decision.version,
            decisionKey: decision.decisionKey,
            decisionRequirementsId: decision.dmnDecisionRequirementsId,
            decisionRequirementsKey: decision.decisionRequirementsKey,
          }
        : [],
    ),
  };
}

const topology = z.object({
  gatewayVersion: z.string(),
  partitionsCount: z.number(),
  brokers: z.array(
    z.object({
      partitions: z.array(z.object({ partitionId: z.number(), role: z.string(), health: z.string() })),
    }),
  ),
});

export function toTopology(reply: unknown): Topology {
  const { gatewayVersion, partitionsCount, brokers } = topology.parse(reply);
  const led = brokers
    .flatMap(({ partitions }) => partitions)
    .filter(({ role, health }) => role === 'LEADER' && health === 'HEALTHY')
    .map(({ partitionId }) => partitionId);
  return {
    gatewayVersion,
    partitionsCount,
    healthy: partitionsCount > 0 && new Set(led).size === partitionsCount,
  };
}

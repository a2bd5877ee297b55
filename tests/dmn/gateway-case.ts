/** A decision case through a gateway, a broker's or ours. */
import { credentials, loadPackageDefinition, type ServiceError } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { DecisionCase } from './cases/case';
import type { Golden, GoldenEvaluation } from './golden';

type Answer<T> = (error: ServiceError | null, reply: T) => void;

interface Deployment {
  readonly deployments: readonly {
    readonly decision?: {
      readonly dmnDecisionId: string;
      readonly dmnDecisionName: string;
      readonly decisionKey: string;
    };
  }[];
}

interface Evaluated {
  readonly decisionOutput: string;
  readonly failureMessage: string;
  readonly failedDecisionId: string;
  readonly evaluatedDecisions: readonly {
    readonly decisionId: string;
    readonly decisionName: string;
    readonly decisionType: string;
    readonly decisionOutput: string;
    readonly evaluatedInputs: readonly {
      readonly inputId: string;
      readonly inputName: string;
      readonly inputValue: string;
    }[];
    readonly matchedRules: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly evaluatedOutputs: readonly {
        readonly outputId: string;
        readonly outputName: string;
        readonly outputValue: string;
      }[];
    }[];
  }[];
}

export interface Gateway {
  DeployResource(request: object, answer: Answer<Deployment>): void;
  EvaluateDecision(request: object, answer: Answer<Evaluated>): void;
  close(): void;
}

export function connect(address: string): Gateway {
  const proto = loadSync(require.resolve('zeebe-node/proto/zeebe.proto'), {
    keepCase: true,
    longs: String,
    defaults: true,
  });
  const { gateway_protocol: namespace } = loadPackageDefinition(proto) as unknown as {
    gateway_protocol: { Gateway: new (address: string, credential: unknown) => Gateway };
  };
  return new namespace.Gateway(address, credentials.createInsecure());
}

export async function recordCase(
  gateway: Gateway,
  { name, content, evaluations }: DecisionCase,
): Promise<Golden> {
  const resources = [{ name: 'case.dmn', content: Buffer.from(content) }];
  const deployed = await call<Deployment>((answer) => gateway.DeployResource({ resources }, answer));
  if (typeof deployed === 'string') return { name, refusal: deployed };
  const decisions = deployed.deployments.flatMap(({ decision }) => (decision == null ? [] : [decision]));
  const results: GoldenEvaluation[] = [];
  for (const { decision, variables } of evaluations) {
    const decisionKey = decisions.find(({ dmnDecisionId }) => dmnDecisionId === decision)?.decisionKey;
    const asked = decisionKey === undefined ? { decisionId: decision } : { decisionKey };
    const request = { ...asked, variables: JSON.stringify(variables) };
    const reply = await call<Evaluated>((answer) => gateway.EvaluateDecision(request, answer));
    results.push(typeof reply === 'string' ? { rejection: reply } : goldenOf(reply));
  }
  return {
    name,
    decisions: decisions.map(({ dmnDecisionId, dmnDecisionName }) => [dmnDecisionId, dmnDecisionName]),
    evaluations: results,
  };
}

function goldenOf(reply: Evaluated): GoldenEvaluation {
  const evaluated = reply.evaluatedDecisions.map((decision) => ({
    id: decision.decisionId,
    name: decision.decisionName,
    type: decision.decisionType,
    output: decision.decisionOutput,
    inputs: decision.evaluatedInputs.map(({ inputId, inputName, inputValue }) => [
      inputId,
      inputName,
      inputValue,
    ]),
    rules: decision.matchedRules.map(
      ({ ruleId, ruleIndex, evaluatedOutputs }) =>
        [
          ruleId,
          ruleIndex,
          evaluatedOutputs.map(({ outputId, outputName, outputValue }) => [
            outputId,
            outputName,
            outputValue,
          ]),
        ] as const,
    ),
  }));
  if (reply.failureMessage === '') return { output: reply.decisionOutput, evaluated };
  return { failure: reply.failureMessage, failedDecision: reply.failedDecisionId, evaluated };
}

/** The reply, or the text of the refusal. */
function call<T>(send: (answer: Answer<T>) => void): Promise<T | string> {
  return new Promise((resolve) => {
    send((error, reply) => resolve(error === null ? reply : `${error.code} ${error.details}`));
  });
}

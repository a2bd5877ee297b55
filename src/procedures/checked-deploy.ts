/** Deploying for people: checked first, by page and API alike. What an engine lets pass all the same is told beside. */
import type { ReadModel } from '../app/ports';
import type { Deployment, Resource, ZeebeClient } from '../zeebe';
import { diagramAsks } from '../bpmn';
import { checkDeployment, Severity, type CheckParts, type Finding } from './checks';
import { expectDeployable, largestDeployment } from './deployment-size';

/** Nobody could do what these files ask for. Nothing was deployed. */
export class DeploymentRefusedError extends Error {
  override readonly name = 'DeploymentRefusedError';
  constructor(readonly findings: readonly Finding[]) {
    super(
      `Expected files that people can work with, but found ${findings.map(({ rule }) => rule).join(', ')}`,
    );
  }
}

export interface CheckedDeployment {
  readonly deployment: Deployment;
  readonly warnings: readonly Finding[];
}

export interface Deployer {
  /** Bytes of all files of a deployment together. */
  readonly largest: number;
  /** @throws DeploymentRefusedError, DomainError TOO_LARGE; rejects as `engine.deploy` does */
  deploy(resources: readonly Resource[]): Promise<CheckedDeployment>;
  /** Of a procedure as it is deployed, whoever deployed it: refusals too, as a gateway knows none of them. */
  findingsOf(process: { readonly key: string; readonly bpmnProcessId: string }): Promise<readonly Finding[]>;
}

export interface DeployerParts extends CheckParts {
  readonly engine: Pick<ZeebeClient, 'deploy'>;
  readonly queries: Pick<ReadModel, 'processXml' | 'resourceVersions'>;
  /** What the engine's gateway takes in one message (Zeebe's 4 MB). */
  readonly messageBytes?: number;
}

export function createDeployer({ engine, queries, messageBytes, ...checks }: DeployerParts): Deployer {
  const largest = largestDeployment(messageBytes);

  async function formsOf(xml: string): Promise<readonly Resource[]> {
    const asked = (await diagramAsks(xml))?.elements.flatMap(({ formId }) => formId ?? []) ?? [];
    const ids = [...new Set(asked)];
    const forms = await Promise.all(
      ids.map(async (id) => (await queries.resourceVersions('form', id)).slice(0, 1)),
    );
    return forms.flat().map(({ id, content }) => ({ name: `${id}.form`, content }));
  }

  return {
    largest,
    async deploy(resources) {
      expectDeployable(resources, largest);
      const findings = await checkDeployment(resources, checks);
      const refusals = findings.filter(({ severity }) => severity === Severity.REFUSED);
      if (refusals.length > 0) throw new DeploymentRefusedError(refusals);
      return { deployment: await engine.deploy(resources), warnings: findings };
    },
    async findingsOf({ key, bpmnProcessId }) {
      const xml = await queries.processXml(key);
      if (xml === null) return [];
      const diagram = { name: `${bpmnProcessId}.bpmn`, content: xml };
      return checkDeployment([diagram, ...(await formsOf(xml))], checks);
    },
  };
}

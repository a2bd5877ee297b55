/** Who does each job type, the worker itself or people; and the connectors with their tests. */
import type { Connector, ConnectorCheck } from '../../kit/connector';
import type { WorkerContract } from '../contracts/described';
import { CONNECTOR_KINDS, CONNECTOR_TITLES, type ConnectorKind } from '../../kit/connector-kinds';

export interface ConnectionView {
  readonly jobType: string;
  /** False: people do it by hand. */
  readonly automatic: boolean;
  /** Title of the connector it acts through; null: it needs none, or people do it. */
  readonly connector: string | null;
}

export interface ConnectorView {
  readonly name: ConnectorKind;
  readonly title: string;
  readonly jobTypes: readonly string[];
}

export interface Connections {
  readonly jobTypes: readonly ConnectionView[];
  readonly connectors: readonly ConnectorView[];
  /** Those that are not configured, with the job types that people do without them. */
  readonly absent: readonly ConnectorView[];
  /** Null when no connector of this name is configured. */
  test(name: string): Promise<ConnectorCheck | null>;
}

export function describeConnections(
  connectors: readonly Connector[],
  contracts: readonly Pick<WorkerContract, 'jobType' | 'connector'>[],
  byHand: readonly { readonly jobType: string }[],
): Connections {
  const manual = new Set(byHand.map(({ jobType }) => jobType));
  const throughOf = (type: string) => connectors.find(({ jobTypes }) => jobTypes.includes(type));
  const configured = new Set<string>(connectors.map(({ name }) => name));
  const typesOf = (kind: ConnectorKind) =>
    contracts.flatMap(({ jobType, connector }) => (connector === kind ? [jobType] : []));
  return {
    jobTypes: contracts.map(({ jobType }) => {
      const through = manual.has(jobType) ? undefined : throughOf(jobType);
      return {
        jobType,
        automatic: !manual.has(jobType),
        connector: through === undefined ? null : CONNECTOR_TITLES[through.name],
      };
    }),
    connectors: connectors.map(({ name, jobTypes }) => ({ name, title: CONNECTOR_TITLES[name], jobTypes })),
    absent: CONNECTOR_KINDS.filter((kind) => !configured.has(kind)).map((kind) => ({
      name: kind,
      title: CONNECTOR_TITLES[kind],
      jobTypes: typesOf(kind),
    })),
    test: async (name) => (await connectors.find((one) => one.name === name)?.check()) ?? null,
  };
}

/** Who does each job type, the worker itself or people; and the connectors with their tests. */
import type { ConnectorCheck } from './connector';
import type { Connectors } from './connectors';

export interface ConnectionView {
  readonly jobType: string;
  /** False: people do it by hand. */
  readonly automatic: boolean;
  /** Of the connector it acts through; null: it needs none, or people do it. */
  readonly connector: string | null;
}

export interface ConnectorView {
  readonly name: string;
  readonly title: string;
  readonly jobTypes: readonly string[];
}

export interface Connections {
  readonly jobTypes: readonly ConnectionView[];
  readonly connectors: readonly ConnectorView[];
  /** Null when no connector of this name is configured. */
  test(name: string): Promise<ConnectorCheck | null>;
}

export function describeConnections(
  connectors: Connectors,
  workers: readonly { readonly type: string }[],
  byHand: readonly { readonly jobType: string }[],
): Connections {
  const manual = new Set(byHand.map(({ jobType }) => jobType));
  return {
    jobTypes: workers.map(({ type }) => ({
      jobType: type,
      automatic: !manual.has(type),
      connector: manual.has(type)
        ? null
        : (connectors.all.find(({ jobTypes }) => jobTypes.includes(type))?.title ?? null),
    })),
    connectors: connectors.all.map(({ name, title, jobTypes }) => ({ name, title, jobTypes })),
    test: async (name) => (await connectors.all.find((one) => one.name === name)?.check()) ?? null,
  };
}

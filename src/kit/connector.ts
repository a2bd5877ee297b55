/** What every connector to an outside system offers: who uses it, and a check that says what is wrong. */
import type { ConnectorKind } from './connector-kinds';

export interface ConnectorCheck {
  readonly ok: boolean;
  /** French sentences: what was found to work, or each thing that is wrong and where to correct it. */
  readonly findings: readonly string[];
}

export interface Connector {
  readonly name: ConnectorKind;
  /** Job types of the workers that act through it. */
  readonly jobTypes: readonly string[];
  /** Looks, and changes nothing outside. Never rejects. */
  check(): Promise<ConnectorCheck>;
}

/** Value of an environment variable; the connectors file holds only names of secrets. */
export type ReadVariable = (name: string) => string | undefined;

export const checkOf = (problems: readonly string[], works: string): ConnectorCheck =>
  problems.length === 0 ? { ok: true, findings: [works] } : { ok: false, findings: problems };

import type { DecisionGraph } from '../../dmn';
import type { ModelRegistry } from '../model/model-registry';
import type { DecisionRequirementsValue, DecisionValue } from '../values';
import { ColumnFamily, numberKey } from './column-family';
import { groupByNumber, type GroupIndex } from './indices';
import type { UndoLog } from './undo-log';
import { taggedVersion, versionInDeployment, Versions } from './versions';

/** Decisions and the graphs that they are of. */
export class DecisionState {
  private readonly decisions: ColumnFamily<number, DecisionValue>;
  private readonly requirements: ColumnFamily<number, DecisionRequirementsValue>;
  private readonly versions: Versions<DecisionValue>;
  private readonly graphVersions: Versions<DecisionRequirementsValue>;
  private readonly byGraph: GroupIndex<number, DecisionValue, number>;
  readonly families: readonly [
    ColumnFamily<number, DecisionValue>,
    ColumnFamily<number, DecisionRequirementsValue>,
  ];

  constructor(
    undo: UndoLog,
    private readonly models: ModelRegistry,
  ) {
    this.decisions = new ColumnFamily('decision', undo, numberKey);
    this.requirements = new ColumnFamily('decision-requirements', undo, numberKey);
    this.versions = new Versions(this.decisions, ({ decisionId }) => decisionId);
    this.byGraph = this.decisions.index(
      groupByNumber(({ decisionRequirementsKey }) => decisionRequirementsKey),
    );
    this.graphVersions = new Versions(
      this.requirements,
      ({ decisionRequirementsId }) => decisionRequirementsId,
    );
    this.families = [this.decisions, this.requirements];
  }

  get(key: number): DecisionValue | undefined {
    return this.decisions.get(key);
  }

  latest(decisionId: string): DecisionValue | undefined {
    return this.versions.latest(decisionId);
  }

  tagged(decisionId: string, versionTag: string): DecisionValue | undefined {
    return taggedVersion(this.versions, decisionId, versionTag);
  }

  inDeployment(decisionId: string, deploymentKey: number): DecisionValue | undefined {
    return versionInDeployment(this.versions, decisionId, deploymentKey);
  }

  requirementsByKey(key: number): DecisionRequirementsValue | undefined {
    return this.requirements.get(key);
  }

  latestRequirements(id: string): DecisionRequirementsValue | undefined {
    return this.graphVersions.latest(id);
  }

  allRequirements(): IterableIterator<DecisionRequirementsValue> {
    return this.requirements.values();
  }

  /** The decisions of one graph, by their ids. */
  ofGraph(requirementsKey: number): ReadonlyMap<string, DecisionValue> {
    const decisions = this.byGraph.of(requirementsKey).flatMap((key) => this.decisions.get(key) ?? []);
    return new Map(decisions.map((decision) => [decision.decisionId, decision]));
  }

  /** Throws when the graph is not deployed and parsed: a bug. */
  graph(requirementsKey: number): DecisionGraph {
    const requirements = this.requirements.get(requirementsKey);
    const graph = requirements && this.models.findGraph(requirements.checksum);
    if (graph === undefined) {
      throw new Error(
        `Expected decision requirements with key '${requirementsKey}' to be deployed and parsed, but they are not`,
      );
    }
    return graph;
  }

  putDecision(value: DecisionValue): void {
    this.decisions.put(value.decisionKey, value);
  }

  putRequirements(value: DecisionRequirementsValue): void {
    this.requirements.put(value.decisionRequirementsKey, value);
  }

  deleteDecision(key: number): void {
    this.decisions.delete(key);
  }

  deleteRequirements(key: number): void {
    this.requirements.delete(key);
  }
}

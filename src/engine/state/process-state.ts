import type { ProcessModel } from '../model/process-model';
import type { ModelRegistry } from '../model/model-registry';
import type { ProcessValue } from '../values';
import { ColumnFamily, numberKey, stringKey } from './column-family';
import type { UndoLog } from './undo-log';
import { taggedVersion, versionInDeployment, Versions } from './versions';

/** Of a process whose latest version was deleted. */
interface Deleted {
  /** No version up to this one is given again. */
  readonly version: number;
}

export class ProcessState {
  private readonly processes: ColumnFamily<number, ProcessValue>;
  private readonly versions: Versions<ProcessValue>;
  private readonly deleted: ColumnFamily<string, Deleted>;
  readonly families: readonly [ColumnFamily<number, ProcessValue>, ColumnFamily<string, Deleted>];

  constructor(
    undo: UndoLog,
    private readonly models: ModelRegistry,
  ) {
    this.processes = new ColumnFamily('process', undo, numberKey);
    this.versions = new Versions(this.processes, ({ bpmnProcessId }) => bpmnProcessId);
    this.deleted = new ColumnFamily('deleted-process', undo, stringKey);
    this.families = [this.processes, this.deleted];
  }

  get(key: number): ProcessValue | undefined {
    return this.processes.get(key);
  }

  all(): IterableIterator<ProcessValue> {
    return this.processes.values();
  }

  latest(bpmnProcessId: string): ProcessValue | undefined {
    return this.versions.latest(bpmnProcessId);
  }

  /** The version deployed last: a deployment that equals it changes nothing. Undefined when that was deleted. */
  lastDeployed(bpmnProcessId: string): ProcessValue | undefined {
    return this.deleted.has(bpmnProcessId) ? undefined : this.latest(bpmnProcessId);
  }

  nextVersion(bpmnProcessId: string): number {
    const deleted = this.deleted.get(bpmnProcessId)?.version ?? 0;
    return Math.max(deleted, this.latest(bpmnProcessId)?.version ?? 0) + 1;
  }

  /** The newest version before this one. */
  before({ bpmnProcessId, version }: ProcessValue): ProcessValue | undefined {
    return this.versions.newestWhere(bpmnProcessId, (process) => process.version < version);
  }

  version(bpmnProcessId: string, version: number): ProcessValue | undefined {
    return this.versions.newestWhere(bpmnProcessId, (process) => process.version === version);
  }

  tagged(bpmnProcessId: string, versionTag: string): ProcessValue | undefined {
    return taggedVersion(this.versions, bpmnProcessId, versionTag);
  }

  inDeployment(bpmnProcessId: string, deploymentKey: number): ProcessValue | undefined {
    return versionInDeployment(this.versions, bpmnProcessId, deploymentKey);
  }

  /** Throws when the process is not deployed: a bug, or a record of another engine. */
  model(processDefinitionKey: number): ProcessModel {
    const process = this.processes.get(processDefinitionKey);
    const model = process && this.models.find(process.checksum, process.bpmnProcessId);
    if (model === undefined) {
      throw new Error(
        `Expected process with key '${processDefinitionKey}' to be deployed and parsed, but it is not`,
      );
    }
    return model;
  }

  put(value: ProcessValue): void {
    this.processes.put(value.processDefinitionKey, value);
    this.deleted.delete(value.bpmnProcessId);
  }

  delete(processDefinitionKey: number): void {
    const process = this.processes.get(processDefinitionKey);
    if (process === undefined) return;
    const { bpmnProcessId } = process;
    if (this.latest(bpmnProcessId) === process) {
      this.deleted.put(bpmnProcessId, { version: this.nextVersion(bpmnProcessId) - 1 });
    }
    this.processes.delete(processDefinitionKey);
  }
}

import type { ProcessModel } from '../model/process-model';
import type { ModelRegistry } from '../model/model-registry';
import type { ProcessValue } from '../values';
import { ColumnFamily, numberKey, stringKey } from './column-family';
import { GroupIndex } from './indices';
import type { UndoLog } from './undo-log';

/** Of a process whose latest version was deleted. */
interface Deleted {
  /** No version up to this one is given again. */
  readonly version: number;
}

export class ProcessState {
  private readonly processes: ColumnFamily<number, ProcessValue>;
  private readonly versions: GroupIndex<number, ProcessValue, string>;
  private readonly deleted: ColumnFamily<string, Deleted>;
  readonly families: readonly [ColumnFamily<number, ProcessValue>, ColumnFamily<string, Deleted>];

  constructor(
    undo: UndoLog,
    private readonly models: ModelRegistry,
  ) {
    this.processes = new ColumnFamily('process', undo, numberKey);
    // Keys grow with versions: the latest version has the greatest key.
    this.versions = this.processes.index(
      new GroupIndex(
        (process) => process.bpmnProcessId,
        (left, right) => right - left,
      ),
    );
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
    const key = this.versions.first(bpmnProcessId);
    return key === undefined ? undefined : this.processes.get(key);
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
    return this.newestWhere(bpmnProcessId, (process) => process.version < version);
  }

  version(bpmnProcessId: string, version: number): ProcessValue | undefined {
    for (const key of this.versions.iterate(bpmnProcessId)) {
      const process = this.processes.get(key);
      if (process?.version === version) return process;
    }
    return undefined;
  }

  /** The newest version with the tag. */
  tagged(bpmnProcessId: string, versionTag: string): ProcessValue | undefined {
    return this.newestWhere(bpmnProcessId, (process) => process.versionTag === versionTag);
  }

  inDeployment(bpmnProcessId: string, deploymentKey: number): ProcessValue | undefined {
    return this.newestWhere(bpmnProcessId, (process) => process.deploymentKey === deploymentKey);
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

  private newestWhere(
    bpmnProcessId: string,
    matches: (process: ProcessValue) => boolean,
  ): ProcessValue | undefined {
    for (const key of this.versions.iterate(bpmnProcessId)) {
      const process = this.processes.get(key);
      if (process !== undefined && matches(process)) return process;
    }
    return undefined;
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

import type { ProcessModel } from '../model/process-model';
import type { ModelRegistry } from '../model/model-registry';
import type { ProcessValue } from '../values';
import { ColumnFamily, numberKey } from './column-family';
import { GroupIndex } from './indices';
import type { UndoLog } from './undo-log';

export class ProcessState {
  private readonly processes: ColumnFamily<number, ProcessValue>;
  private readonly versions: GroupIndex<number, ProcessValue, string>;
  readonly families: readonly [ColumnFamily<number, ProcessValue>];

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
    this.families = [this.processes];
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
  }
}

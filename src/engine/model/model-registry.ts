/**
 * Parsed processes and decisions by the checksum of their resource. Not part of the state: made again from the stored resources
 * at start.
 */
import type { DecisionGraph } from '../../dmn';
import type { ParseResult } from '../../bpmn/model';
import { ProcessModel } from './process-model';

export class ModelRegistry {
  private readonly graphs = new Map<string, DecisionGraph>();
  private readonly models = new Map<string, Map<string, ProcessModel>>();

  add(checksum: string, parsed: ParseResult): void {
    if (!parsed.ok || this.models.has(checksum)) return;
    this.models.set(
      checksum,
      new Map(parsed.processes.map((process) => [process.bpmnProcessId, new ProcessModel(process)])),
    );
  }

  has(checksum: string): boolean {
    return this.models.has(checksum);
  }

  addGraph(checksum: string, graph: DecisionGraph): void {
    if (!this.graphs.has(checksum)) this.graphs.set(checksum, graph);
  }

  findGraph(checksum: string): DecisionGraph | undefined {
    return this.graphs.get(checksum);
  }

  find(checksum: string, bpmnProcessId: string): ProcessModel | undefined {
    return this.models.get(checksum)?.get(bpmnProcessId);
  }
}

/**
 * Parsed processes by the checksum of their resource. Not part of the state: made again from the stored resources
 * at start.
 */
import type { ParseResult } from '../../bpmn/model';
import { ProcessModel } from './process-model';

export class ModelRegistry {
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

  find(checksum: string, bpmnProcessId: string): ProcessModel | undefined {
    return this.models.get(checksum)?.get(bpmnProcessId);
  }
}
